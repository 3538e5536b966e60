//! STS: who may become which role, for how long, and what the session may do.

mod sts {
    mod assume_role;
    mod federation;
    mod parameters;
    mod session_tokens;
    mod sessions;
    mod tags;
    mod tags_laws;
    mod trust;
}
mod sts_people;
mod support;

use bucketproof::Emulator;
use serde_json::{Value, json};
use support::{Client, Response};

const HOME: &str = "111122223333";
const VENDOR: &str = "444455556666";

/// A trust policy with one statement for AssumeRole.
fn trust(principal: &Value, condition: &Value) -> String {
    let mut statement =
        json!({ "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole" });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// AssumeRole with session name `visit` and further parameters.
async fn assume(client: &Client, role_arn: &str, more: &[(&str, &str)]) -> Response {
    let mut parameters = vec![
        ("Action", "AssumeRole"),
        ("RoleArn", role_arn),
        ("RoleSessionName", "visit"),
    ];
    parameters.extend_from_slice(more);
    client.query("sts", &parameters).await
}

/// The client of the session in an answer.
#[track_caller]
fn session(emulator: &Emulator, answer: &Response) -> Client {
    let element = |name: &str| answer.element(name).expect(name);
    Client::new(
        emulator,
        &element("AccessKeyId"),
        &element("SecretAccessKey"),
    )
    .with_token(&element("SessionToken"))
}

async fn whoami(client: &Client) -> Response {
    client
        .query("sts", &[("Action", "GetCallerIdentity")])
        .await
}

#[track_caller]
fn message(answer: &Response) -> String {
    answer.element("Message").expect("a message")
}

#[tokio::test]
async fn what_is_not_done_says_why() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::root(&emulator);
    for name in [
        "AssumeRoleWithSAML",
        "AssumeRoot",
        "GetDelegatedAccessToken",
        "GetWebIdentityToken",
    ] {
        let answer = root.query("sts", &[("Action", name)]).await;
        let answer = answer.expect_error(501, "NotImplemented");
        let text = format!("{name} is not implemented: ");
        assert!(message(&answer).len() > text.len());
        assert!(message(&answer).starts_with(&text));
    }
}

#[tokio::test]
async fn what_is_not_done_is_still_of_this_service_where_only_the_action_tells() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::root(&emulator);
    let answer = root
        .unsigned(
            "GET",
            "/?Action=AssumeRoleWithSAML&Version=2011-06-15",
            &[],
            "",
        )
        .await
        .expect_error(501, "NotImplemented");
    assert!(message(&answer).starts_with("AssumeRoleWithSAML is not implemented: "));
}

#[tokio::test]
async fn a_role_that_is_replaced_bears_its_id() {
    let emulator = Emulator::start().await.unwrap();
    let trust = json!({ "Version": "2012-10-17", "Statement": [] }).to_string();
    let role = sts_people::role(&emulator, "111122223333", "worker", &trust, None).await;
    let arn =
        bucketproof::auth::directory::unique_ids::arn_of(&emulator.stack().world, &role.role_id);
    assert_eq!(arn.unwrap(), Some(role.arn()));
}
