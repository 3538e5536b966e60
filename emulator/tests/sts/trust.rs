//! Whom a trust policy admits, with roles and users made through IAM.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::support::{Client, Response};
use crate::{HOME, VENDOR, assume, message, session, trust, whoami};

async fn iam(root: &Client, action: &str, more: &[(&str, &str)]) -> Response {
    let mut parameters = vec![("Action", action)];
    parameters.extend_from_slice(more);
    root.query("iam", &parameters).await
}

fn root(emulator: &Emulator, account: &str) -> Client {
    Client::new(emulator, account, "test")
}

async fn make_role(root: &Client, name: &str, trust: &str) -> String {
    let parameters = [("RoleName", name), ("AssumeRolePolicyDocument", trust)];
    let made = iam(root, "CreateRole", &parameters).await.expect(200);
    made.element("Arn").unwrap()
}

async fn make_user(emulator: &Emulator, root: &Client, name: &str) -> Client {
    iam(root, "CreateUser", &[("UserName", name)])
        .await
        .expect(200);
    let key = iam(root, "CreateAccessKey", &[("UserName", name)]).await;
    let key = key.expect(200);
    Client::new(
        emulator,
        &key.element("AccessKeyId").unwrap(),
        &key.element("SecretAccessKey").unwrap(),
    )
}

async fn may_assume(root: &Client, user: &str) {
    let policy = crate::sts_people::allow("sts:AssumeRole", "*");
    let parameters = [
        ("UserName", user),
        ("PolicyName", "assume"),
        ("PolicyDocument", &policy),
    ];
    iam(root, "PutUserPolicy", &parameters).await.expect(200);
}

#[tokio::test]
async fn the_account_as_principal_leaves_it_to_identity_policies_at_home_too() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    for principal in [HOME.to_owned(), format!("arn:aws:iam::{HOME}:root")] {
        let name = if principal == HOME { "id" } else { "arn" };
        let policy = trust(&json!({ "AWS": principal }), &Value::Null);
        let arn = make_role(&home, name, &policy).await;
        assume(&ann, &arn, &[])
            .await
            .expect_error(403, "AccessDenied");
    }
    may_assume(&home, "ann").await;
    for name in ["id", "arn"] {
        let arn = format!("arn:aws:iam::{HOME}:role/{name}");
        assume(&ann, &arn, &[]).await.expect(200);
    }
}

#[tokio::test]
async fn everyone_is_everyone_at_home_and_half_of_it_elsewhere() {
    let emulator = Emulator::start().await.unwrap();
    let (home, vendor) = (root(&emulator, HOME), root(&emulator, VENDOR));
    let ann = make_user(&emulator, &home, "ann").await;
    let app = make_user(&emulator, &vendor, "app").await;
    let arn = make_role(&home, "open", &trust(&json!("*"), &Value::Null)).await;
    assume(&ann, &arn, &[]).await.expect(200);
    assume(&app, &arn, &[])
        .await
        .expect_error(403, "AccessDenied");
    may_assume(&vendor, "app").await;
    assume(&app, &arn, &[]).await.expect(200);
}

#[tokio::test]
async fn a_principal_that_is_made_again_is_another() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    let named = trust(
        &json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") }),
        &Value::Null,
    );
    let arn = make_role(&home, "media", &named).await;
    assume(&ann, &arn, &[]).await.expect(200);
    let key = [("UserName", "ann"), ("AccessKeyId", &*ann.access_key_id)];
    iam(&home, "DeleteAccessKey", &key).await.expect(200);
    iam(&home, "DeleteUser", &[("UserName", "ann")])
        .await
        .expect(200);
    let again = make_user(&emulator, &home, "ann").await;
    assume(&again, &arn, &[])
        .await
        .expect_error(403, "AccessDenied");
    let shown = iam(&home, "GetRole", &[("RoleName", "media")]).await;
    assert!(shown.expect(200).text().contains("AIDA"));
}

#[tokio::test]
async fn a_role_and_one_session_of_it_are_two_principals() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    may_assume(&home, "ann").await;
    let for_account = trust(&json!({ "AWS": HOME }), &Value::Null);
    let first = make_role(&home, "first", &for_account).await;
    let role = trust(&json!({ "AWS": first }), &Value::Null);
    let by_role = make_role(&home, "by-role", &role).await;
    let one = format!("arn:aws:sts::{HOME}:assumed-role/first/visit");
    let one = trust(&json!({ "AWS": one }), &Value::Null);
    let by_session = make_role(&home, "by-session", &one).await;
    let visit = session(&emulator, &assume(&ann, &first, &[]).await.expect(200));
    let other = ann
        .query(
            "sts",
            &[
                ("Action", "AssumeRole"),
                ("RoleArn", &first),
                ("RoleSessionName", "other"),
            ],
        )
        .await;
    let other = session(&emulator, &other.expect(200));
    for (client, arn, status) in [
        (&visit, &by_role, 200),
        (&other, &by_role, 200),
        (&visit, &by_session, 200),
        (&other, &by_session, 403),
        (&ann, &by_role, 403),
    ] {
        assume(client, arn, &[]).await.expect(status);
    }
}

#[tokio::test]
async fn everyone_but_somebody_is_no_trust() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "NotPrincipal": { "AWS": VENDOR }, "Action": "sts:AssumeRole",
        }]
    })
    .to_string();
    let parameters = [
        ("RoleName", "media"),
        ("AssumeRolePolicyDocument", &*policy),
    ];
    let answer = iam(&home, "CreateRole", &parameters).await;
    let answer = answer.expect_error(400, "MalformedPolicyDocument");
    assert!(message(&answer).contains("NotPrincipal"));
}

#[tokio::test]
async fn the_duration_is_nothing_a_policy_can_ask_for() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    let named = json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") });
    let asked = trust(
        &named,
        &json!({ "NumericLessThanEquals": { "sts:DurationSeconds": "900" } }),
    );
    let arn = make_role(&home, "short", &asked).await;
    assume(&ann, &arn, &[("DurationSeconds", "900")])
        .await
        .expect_error(403, "AccessDenied");
    let absent = trust(
        &named,
        &json!({ "Null": { "sts:DurationSeconds": "true", "aws:MultiFactorAuthPresent": "true" } }),
    );
    let arn = make_role(&home, "absent", &absent).await;
    assume(&ann, &arn, &[]).await.expect(200);
}

#[tokio::test]
async fn session_names_and_source_identities_can_be_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{HOME}:user/ann") },
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
            "Condition": { "StringEquals": {
                "sts:RoleSessionName": "visit", "sts:SourceIdentity": "${aws:username}",
            } },
        }]
    });
    let arn = make_role(&home, "media", &policy.to_string()).await;
    let long = "a".repeat(257);
    for (identity, status) in [("ann", 200), ("bob", 403), (&long, 400)] {
        let answer = assume(&ann, &arn, &[("SourceIdentity", identity)]).await;
        answer.expect(status);
    }
    let named = [
        ("Action", "AssumeRole"),
        ("RoleArn", &*arn),
        ("RoleSessionName", "other"),
        ("SourceIdentity", "ann"),
    ];
    ann.query("sts", &named).await.expect(403);
}

#[tokio::test]
async fn managed_session_policies_follow_their_default_version() {
    let emulator = Emulator::start().await.unwrap();
    let home = root(&emulator, HOME);
    let ann = make_user(&emulator, &home, "ann").await;
    let named = trust(
        &json!({ "AWS": format!("arn:aws:iam::{HOME}:user/ann") }),
        &Value::Null,
    );
    let arn = make_role(&home, "media", &named).await;
    let all = crate::sts_people::allow("s3:*", "*");
    let parameters = [
        ("RoleName", "media"),
        ("PolicyName", "all"),
        ("PolicyDocument", &*all),
    ];
    iam(&home, "PutRolePolicy", &parameters).await.expect(200);
    let lists = crate::sts_people::allow("s3:ListAllMyBuckets", "*");
    let parameters = [("PolicyName", "limits"), ("PolicyDocument", &*lists)];
    let made = iam(&home, "CreatePolicy", &parameters).await.expect(200);
    let policy_arn = made.element("Arn").unwrap();
    let limited = [("PolicyArns.member.1.arn", &*policy_arn)];
    let answer = assume(&ann, &arn, &limited).await.expect(200);
    let client = session(&emulator, &answer);
    client.send("GET", "/", &[], "").await.expect(200);
    let nothing = crate::sts_people::allow("s3:GetObject", "*");
    let parameters = [
        ("PolicyArn", &*policy_arn),
        ("PolicyDocument", &*nothing),
        ("SetAsDefault", "true"),
    ];
    iam(&home, "CreatePolicyVersion", &parameters)
        .await
        .expect(200);
    client.send("GET", "/", &[], "").await.expect(403);
    let first = [("PolicyArn", &*policy_arn), ("VersionId", "v1")];
    iam(&home, "SetDefaultPolicyVersion", &first)
        .await
        .expect(200);
    client.send("GET", "/", &[], "").await.expect(200);
    // A policy that is gone does not open what it closed.
    let second = [("PolicyArn", &*policy_arn), ("VersionId", "v2")];
    iam(&home, "DeletePolicyVersion", &second).await.expect(200);
    iam(&home, "DeletePolicy", &[("PolicyArn", &policy_arn)])
        .await
        .expect(200);
    client.send("GET", "/", &[], "").await.expect(403);
    whoami(&client).await.expect(200);
}
