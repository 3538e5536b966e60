//! GetFederationToken: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::sts_people::{allow, role, user};
use crate::support::{Client, Response};
use crate::{HOME, assume, message, session, trust, whoami};

async fn federate(client: &Client, name: &str, more: &[(&str, &str)]) -> Response {
    let mut parameters = vec![("Action", "GetFederationToken"), ("Name", name)];
    parameters.extend_from_slice(more);
    client.query("sts", &parameters).await
}

/// May federate and do everything in S3.
fn broker() -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Action": ["sts:GetFederationToken", "sts:TagSession", "s3:*"],
            "Resource": "*",
        }]
    })
    .to_string()
}

#[tokio::test]
async fn the_session_has_a_name_of_its_own() {
    let emulator = Emulator::start().await.unwrap();
    let app = user(&emulator, HOME, "app", Some(&broker())).await;
    let answer = federate(&app, "bob", &[]).await.expect(200);
    let arn = format!("arn:aws:sts::{HOME}:federated-user/bob");
    assert_eq!(answer.element("Arn").as_deref(), Some(&*arn));
    let id = format!("{HOME}:bob");
    assert_eq!(answer.element("FederatedUserId").as_deref(), Some(&*id));
    assert_eq!(answer.element("PackedPolicySize"), None);
    let client = session(&emulator, &answer);
    let me = whoami(&client).await.expect(200);
    assert_eq!(me.element("Arn").as_deref(), Some(&*arn));
    assert_eq!(me.element("UserId").as_deref(), Some(&*id));
    assert_eq!(me.element("Account").as_deref(), Some(HOME));
}

#[tokio::test]
async fn both_the_user_and_the_session_policy_must_allow() {
    let emulator = Emulator::start().await.unwrap();
    let app = user(&emulator, HOME, "app", Some(&broker())).await;
    let lists = allow("s3:ListAllMyBuckets", "*");
    let all = allow("*", "*");
    let managed = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    let cases = [
        // Without a session policy nothing is allowed.
        (vec![], 403, 403),
        (vec![("Policy", &*lists)], 200, 403),
        (vec![("Policy", &*all)], 200, 200),
        (vec![("PolicyArns.member.1.arn", managed)], 200, 403),
    ];
    for (more, list, create) in cases {
        let answer = federate(&app, "bob", &more).await.expect(200);
        assert_eq!(
            answer.element("PackedPolicySize").is_some(),
            !more.is_empty()
        );
        let client = session(&emulator, &answer);
        client.send("GET", "/", &[], "").await.expect(list);
        let answer = client.send("PUT", "/photos", &[], "").await;
        answer.expect(create);
    }
    // What the user may not, the session policy cannot give: here, keys.
    let answer = federate(&app, "bob", &[("Policy", &all)]).await.expect(200);
    let client = session(&emulator, &answer);
    let answer = client.json("ListKeys", &json!({})).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("AccessDenied"), "{}", answer.text());
}

#[tokio::test]
async fn resources_grant_to_the_session_and_to_its_user() {
    let emulator = Emulator::start().await.unwrap();
    let app = user(&emulator, HOME, "app", Some(&broker())).await;
    app.send("PUT", "/photos", &[], "").await.expect(200);
    app.send("PUT", "/photos/a", &[], "x").await.expect(200);
    let reads = allow("s3:GetObject", "*");
    let bob = format!("arn:aws:sts::{HOME}:federated-user/bob");
    let user = format!("arn:aws:iam::{HOME}:user/app");
    for (principal, policy, status) in [
        (&bob, None, 200),
        (&user, None, 403),
        (&user, Some(&reads), 200),
    ] {
        let bucket_policy = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow", "Principal": { "AWS": principal },
                "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*",
            }]
        });
        let put = app
            .send("PUT", "/photos?policy", &[], bucket_policy.to_string())
            .await;
        put.expect(204);
        let more: Vec<_> = policy
            .map(|text| ("Policy", text.as_str()))
            .into_iter()
            .collect();
        let answer = federate(&app, "bob", &more).await.expect(200);
        let client = session(&emulator, &answer);
        let got = client.send("GET", "/photos/a", &[], "").await;
        got.expect(status);
    }
}

#[tokio::test]
async fn condition_keys_are_those_of_a_federated_user() {
    let emulator = Emulator::start().await.unwrap();
    let app = user(&emulator, HOME, "app", Some(&broker())).await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "aws:PrincipalType": "FederatedUser",
                    "aws:userid": format!("{HOME}:bob"),
                    "aws:PrincipalTag/Team": "media",
                },
                "ArnEquals": { "aws:PrincipalArn": format!("arn:aws:sts::{HOME}:federated-user/bob") },
                "Null": { "aws:username": "true", "aws:TokenIssueTime": "false" },
            },
        }]
    })
    .to_string();
    let tagged = [
        ("Policy", &*policy),
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "media"),
    ];
    let answer = federate(&app, "bob", &tagged).await.expect(200);
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    for other in [
        federate(&app, "rob", &tagged).await,
        federate(&app, "bob", &tagged[..1]).await,
    ] {
        let client = session(&emulator, &other.expect(200));
        client.send("GET", "/", &[], "").await.expect(403);
    }
}

#[tokio::test]
async fn the_permission_is_on_the_federated_user() {
    let emulator = Emulator::start().await.unwrap();
    let only_bob = allow(
        "sts:GetFederationToken",
        &format!("arn:aws:sts::{HOME}:federated-user/bob"),
    );
    let app = user(&emulator, HOME, "app", Some(&only_bob)).await;
    federate(&app, "bob", &[]).await.expect(200);
    let caller = format!("arn:aws:iam::{HOME}:user/app");
    let refused = |action: &str, name: &str| {
        format!(
            "User: {caller} is not authorized to perform: sts:{action} on resource: arn:aws:sts::{HOME}:federated-user/{name}"
        )
    };
    let answer = federate(&app, "rob", &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(message(&answer), refused("GetFederationToken", "rob"));
    let tag = [("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b")];
    let answer = federate(&app, "bob", &tag).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(message(&answer), refused("TagSession", "bob"));
}

#[tokio::test]
async fn root_may_federate_for_an_hour() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let all = allow("*", "*");
    let answer = federate(&root, "bob", &[("Policy", &all)])
        .await
        .expect(200);
    let client = session(&emulator, &answer);
    client.send("PUT", "/photos", &[], "").await.expect(200);
    emulator.stack().world.clock.advance(3601).unwrap();
    whoami(&client).await.expect_error(403, "ExpiredToken");
    let answer = federate(&root, "bob", &[]).await.expect(200);
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(403);
}

#[tokio::test]
async fn only_who_they_are_may_federated_users_ask() {
    let emulator = Emulator::start().await.unwrap();
    let all = allow("*", "*");
    let app = user(&emulator, HOME, "app", Some(&all)).await;
    let everyone = trust(&json!({ "AWS": HOME }), &Value::Null);
    let media = role(&emulator, HOME, "media", &everyone, Some(&all)).await;
    let answer = federate(&app, "bob", &[("Policy", &all)]).await.expect(200);
    let bob = session(&emulator, &answer);
    bob.query("iam", &[("Action", "ListUsers")])
        .await
        .expect_error(403, "InvalidClientTokenId");
    assume(&bob, &media.arn(), &[])
        .await
        .expect_error(403, "AccessDenied");
    for name in ["GetSessionToken", "GetFederationToken"] {
        let answer = bob
            .query("sts", &[("Action", name), ("Name", "carl")])
            .await;
        answer.expect_error(403, "AccessDenied");
    }
    whoami(&bob).await.expect(200);
    // Nor does a role's session federate.
    let answer = assume(&app, &media.arn(), &[]).await.expect(200);
    let answer = federate(&session(&emulator, &answer), "bob", &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        "Cannot call GetFederationToken with session credentials"
    );
}

#[tokio::test]
async fn parameters_have_their_limits() {
    let emulator = Emulator::start().await.unwrap();
    let app = user(&emulator, HOME, "app", Some(&broker())).await;
    let long = "n".repeat(33);
    let failed = |value: &str, constraint: &str| {
        format!(
            "1 validation error detected: Value '{value}' at 'name' failed to satisfy constraint: {constraint}"
        )
    };
    for (name, text) in [
        (
            "n",
            failed("n", "Member must have length greater than or equal to 2"),
        ),
        (
            &*long,
            failed(&long, "Member must have length less than or equal to 32"),
        ),
        (
            "a b",
            failed(
                "a b",
                r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
            ),
        ),
    ] {
        let answer = federate(&app, name, &[]).await;
        let answer = answer.expect_error(400, "ValidationError");
        assert_eq!(message(&answer), text);
    }
    let answer = app.query("sts", &[("Action", "GetFederationToken")]).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert_eq!(
        message(&answer),
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    );
    let large = "x".repeat(2049);
    let answer = federate(&app, "bob", &[("Policy", &large)]).await;
    let answer = answer.expect_error(400, "ValidationError");
    assert!(message(&answer).ends_with("Member must have length less than or equal to 2048"));
    let answer = federate(&app, "bob", &[("Policy", "{}")]).await;
    answer.expect_error(400, "MalformedPolicyDocument");
}

#[tokio::test]
async fn messages_that_nobody_encoded_are_not_valid() {
    let emulator = Emulator::start().await.unwrap();
    let may = user(&emulator, HOME, "may", Some(&allow("sts:*", "*"))).await;
    let may_not = user(&emulator, HOME, "may-not", None).await;
    let parameters = [
        ("Action", "DecodeAuthorizationMessage"),
        ("EncodedMessage", "abc"),
    ];
    let answer = may.query("sts", &parameters).await;
    answer.expect_error(400, "InvalidAuthorizationMessageException");
    let answer = may_not.query("sts", &parameters).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        format!(
            "User: arn:aws:iam::{HOME}:user/may-not is not authorized to perform: sts:DecodeAuthorizationMessage because no identity-based policy allows the sts:DecodeAuthorizationMessage action"
        )
    );
}
