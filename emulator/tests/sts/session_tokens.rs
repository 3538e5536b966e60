//! GetSessionToken: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>.

use bucketproof::Emulator;
use bucketproof::base::time_format;
use serde_json::{Value, json};

use crate::sts_people::{allow, role, user};
use crate::support::{Client, Response};
use crate::{HOME, assume, message, session, trust, whoami};

async fn get(client: &Client, more: &[(&str, &str)]) -> Response {
    let mut parameters = vec![("Action", "GetSessionToken")];
    parameters.extend_from_slice(more);
    client.query("sts", &parameters).await
}

fn lasts(emulator: &Emulator, answer: &Response) -> i64 {
    let end = answer.element("Expiration").unwrap();
    let end = time_format::parse_iso(&end).unwrap();
    end.seconds() - emulator.stack().world.clock.now().seconds()
}

#[tokio::test]
async fn the_session_is_the_user_itself() {
    let emulator = Emulator::start().await.unwrap();
    let condition = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": {
                "StringEquals": { "aws:username": "ann", "aws:PrincipalType": "User" },
                "Bool": { "aws:MultiFactorAuthPresent": "false" },
                "Null": { "aws:TokenIssueTime": "false", "aws:MultiFactorAuthAge": "true" },
            },
        }]
    });
    let ann = user(&emulator, HOME, "ann", Some(&condition.to_string())).await;
    // The long-term key has no such keys.
    ann.send("GET", "/", &[], "").await.expect(403);
    let answer = get(&ann, &[]).await.expect(200);
    assert!(answer.element("AccessKeyId").unwrap().starts_with("ASIA"));
    assert!((43_190..=43_200).contains(&lasts(&emulator, &answer)));
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    let long_term = whoami(&ann).await.expect(200);
    let me = whoami(&client).await.expect(200);
    assert_eq!(me.element("Arn"), long_term.element("Arn"));
    assert_eq!(me.element("UserId"), long_term.element("UserId"));
}

#[tokio::test]
async fn no_permission_is_needed_and_no_deny_stops_it() {
    let emulator = Emulator::start().await.unwrap();
    let deny = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Deny", "Action": "*", "Resource": "*" }]
    });
    let ann = user(&emulator, HOME, "ann", Some(&deny.to_string())).await;
    let answer = get(&ann, &[]).await.expect(200);
    whoami(&session(&emulator, &answer)).await.expect(200);
}

#[tokio::test]
async fn it_may_call_neither_iam_nor_most_of_sts() {
    let emulator = Emulator::start().await.unwrap();
    let any = allow("*", "*");
    let ann = user(&emulator, HOME, "ann", Some(&any)).await;
    let root = Client::new(&emulator, HOME, "test");
    for long_term in [&ann, &root] {
        let answer = get(long_term, &[]).await.expect(200);
        let client = session(&emulator, &answer);
        let listed = client.query("iam", &[("Action", "ListUsers")]).await;
        let listed = listed.expect_error(403, "InvalidClientTokenId");
        assert_eq!(
            message(&listed),
            "The security token included in the request is invalid."
        );
        for parameters in [
            vec![("Action", "GetSessionToken")],
            vec![("Action", "GetFederationToken"), ("Name", "bob")],
            vec![
                ("Action", "GetAccessKeyInfo"),
                ("AccessKeyId", &*ann.access_key_id),
            ],
            vec![
                ("Action", "DecodeAuthorizationMessage"),
                ("EncodedMessage", "m"),
            ],
        ] {
            let answer = client.query("sts", &parameters).await;
            let answer = answer.expect_error(403, "AccessDenied");
            let name = parameters[0].1;
            let text = format!("Cannot call {name} with session credentials");
            assert_eq!(message(&answer), text);
        }
        whoami(&client).await.expect(200);
        client.send("GET", "/", &[], "").await.expect(200);
    }
}

#[tokio::test]
async fn it_assumes_roles_as_the_user() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", None).await;
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    let mut media = role(&emulator, HOME, "media", &trust(&named, &Value::Null), None).await;
    media.max_session_seconds = 43_200;
    crate::sts_people::replace_role(&emulator, &media).await;
    let client = session(&emulator, &get(&ann, &[]).await.expect(200));
    // It is no role's session, so this is no chain.
    let long = [("DurationSeconds", "43200")];
    assume(&client, &media.arn(), &long).await.expect(200);
    let root = Client::new(&emulator, HOME, "test");
    let root = session(&emulator, &get(&root, &[]).await.expect(200));
    let answer = assume(&root, &media.arn(), &[]).await;
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        "Roles may not be assumed by root accounts."
    );
}

#[tokio::test]
async fn a_root_users_session_lasts_an_hour_at_most() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    for (asked, lasting) in [(None, 3600), (Some("129600"), 3600), (Some("900"), 900)] {
        let more: Vec<_> = asked.map(|s| ("DurationSeconds", s)).into_iter().collect();
        let answer = get(&root, &more).await.expect(200);
        assert!((lasting - 10..=lasting).contains(&lasts(&emulator, &answer)));
        let me = whoami(&session(&emulator, &answer)).await.expect(200);
        let arn = format!("arn:aws:iam::{HOME}:root");
        assert_eq!(me.element("Arn"), Some(arn));
    }
}

#[tokio::test]
async fn durations_have_their_limits() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", None).await;
    for (asked, constraint) in [
        ("899", "greater than or equal to 900"),
        ("129601", "less than or equal to 129600"),
    ] {
        let answer = get(&ann, &[("DurationSeconds", asked)]).await;
        let answer = answer.expect_error(400, "ValidationError");
        assert_eq!(
            message(&answer),
            format!(
                "1 validation error detected: Value '{asked}' at 'durationSeconds' failed to satisfy constraint: Member must have value {constraint}"
            )
        );
    }
    let answer = get(&ann, &[("DurationSeconds", "129600")]).await;
    let answer = answer.expect(200);
    assert!((129_590..=129_600).contains(&lasts(&emulator, &answer)));
}

#[tokio::test]
async fn there_are_no_devices_whose_codes_could_be_right() {
    let emulator = Emulator::start().await.unwrap();
    let ann = user(&emulator, HOME, "ann", Some(&allow("sts:*", "*"))).await;
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    let media = role(&emulator, HOME, "media", &trust(&named, &Value::Null), None).await;
    let serial = ("SerialNumber", "arn:aws:iam::111122223333:mfa/ann");
    let code = ("TokenCode", "123456");
    let unknown = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
    let half = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
    for (more, text) in [
        (vec![serial, code], unknown),
        (vec![serial], half),
        (vec![code], half),
    ] {
        for answer in [
            get(&ann, &more).await,
            assume(&ann, &media.arn(), &more).await,
        ] {
            let answer = answer.expect_error(403, "AccessDenied");
            assert_eq!(message(&answer), text);
        }
    }
    for (more, at, constraint) in [
        (
            ("SerialNumber", "short"),
            "serialNumber",
            "Member must have length greater than or equal to 9",
        ),
        (
            ("SerialNumber", "with a space"),
            "serialNumber",
            r"Member must satisfy regular expression pattern: [\w+=/:,.@-]*",
        ),
        (
            ("TokenCode", "12345"),
            "tokenCode",
            "Member must have length greater than or equal to 6",
        ),
        (
            ("TokenCode", "12345a"),
            "tokenCode",
            r"Member must satisfy regular expression pattern: [\d]*",
        ),
    ] {
        let answer = get(&ann, &[more]).await;
        let answer = answer.expect_error(400, "ValidationError");
        let value = more.1;
        assert_eq!(
            message(&answer),
            format!(
                "1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"
            )
        );
    }
}

#[tokio::test]
async fn the_session_ends_with_the_user() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let made = root
        .query("iam", &[("Action", "CreateUser"), ("UserName", "ann")])
        .await;
    made.expect(200);
    let keys = root
        .query("iam", &[("Action", "CreateAccessKey"), ("UserName", "ann")])
        .await
        .expect(200);
    let key_id = keys.element("AccessKeyId").unwrap();
    let ann = Client::new(
        &emulator,
        &key_id,
        &keys.element("SecretAccessKey").unwrap(),
    );
    let client = session(&emulator, &get(&ann, &[]).await.expect(200));
    // The key that it was asked for with may go.
    for (action, more) in [
        ("UpdateAccessKey", vec![("Status", "Inactive")]),
        ("DeleteAccessKey", vec![]),
    ] {
        let mut parameters = vec![
            ("Action", action),
            ("UserName", "ann"),
            ("AccessKeyId", &key_id),
        ];
        parameters.extend(more);
        root.query("iam", &parameters).await.expect(200);
        let refused = whoami(&ann).await;
        refused.expect_error(403, "InvalidClientTokenId");
        whoami(&client).await.expect(200);
    }
    // A new name changes nothing, a new user does.
    let renamed = [
        ("Action", "UpdateUser"),
        ("UserName", "ann"),
        ("NewUserName", "anna"),
    ];
    root.query("iam", &renamed).await.expect(200);
    let me = whoami(&client).await.expect(200);
    assert!(me.element("Arn").unwrap().ends_with(":user/anna"));
    for action in ["DeleteUser", "CreateUser"] {
        let parameters = [("Action", action), ("UserName", "anna")];
        root.query("iam", &parameters).await.expect(200);
        let refused = whoami(&client).await;
        refused.expect_error(403, "InvalidClientTokenId");
    }
}
