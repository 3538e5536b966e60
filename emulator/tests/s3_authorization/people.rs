//! People with policies, made through IAM and STS as a customer would.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::s3_help::{self, set_policy};
use crate::support::{Client, Response};

pub const OWNER: &str = "000000000000";
pub const OTHER: &str = "111122223333";

pub fn document(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// Everything.
pub fn everything() -> Value {
    json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}])
}

/// Everything but one action, which no statement names.
pub fn everything_but(action: &str) -> Value {
    json!([{"Effect": "Allow", "NotAction": action, "Resource": "*"}])
}

/// Everything, and one action explicitly not.
pub fn denied(action: &str) -> Value {
    json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": action, "Resource": "*"},
    ])
}

/// A user of root's account.
pub async fn user(emulator: &Emulator, root: &Client, name: &str, policy: &Value) -> Client {
    s3_help::user(emulator, root, name, policy.clone()).await
}

/// Puts a managed policy as a boundary round the user.
pub async fn bound(root: &Client, account: &str, name: &str, policy: &Value) {
    let create = [
        ("Action", "CreatePolicy"),
        ("PolicyName", &format!("{name}-boundary")),
        ("PolicyDocument", &document(policy)),
    ];
    root.query("iam", &create).await.expect(200);
    let arn = format!("arn:aws:iam::{account}:policy/{name}-boundary");
    let put = [
        ("Action", "PutUserPermissionsBoundary"),
        ("UserName", name),
        ("PermissionsBoundary", &arn),
    ];
    root.query("iam", &put).await.expect(200);
}

/// A role below a path that every user of root's account may assume.
pub async fn role(root: &Client, account: &str, name: &str, policy: &Value) -> String {
    let trust = document(&json!([{
        "Effect": "Allow",
        "Principal": {"AWS": account},
        "Action": "sts:AssumeRole",
    }]));
    let create = [
        ("Action", "CreateRole"),
        ("RoleName", name),
        ("Path", "/team/"),
        ("AssumeRolePolicyDocument", &trust),
    ];
    root.query("iam", &create).await.expect(200);
    let put = [
        ("Action", "PutRolePolicy"),
        ("RoleName", name),
        ("PolicyName", "inline"),
        ("PolicyDocument", &document(policy)),
    ];
    root.query("iam", &put).await.expect(200);
    format!("arn:aws:iam::{account}:role/team/{name}")
}

/// A session of a role, limited by a session policy if there is one.
pub async fn session(
    emulator: &Emulator,
    caller: &Client,
    role: &str,
    limit: Option<&Value>,
) -> Client {
    let limit = limit.map(document);
    let mut parameters = vec![
        ("Action", "AssumeRole"),
        ("RoleArn", role),
        ("RoleSessionName", "shift"),
    ];
    if let Some(limit) = &limit {
        parameters.push(("Policy", limit));
    }
    let answer = caller.query("sts", &parameters).await.expect(200);
    let text = |name: &str| answer.element(name).unwrap();
    Client::new(emulator, &text("AccessKeyId"), &text("SecretAccessKey"))
        .with_token(&text("SessionToken"))
}

/// A user of root's account, and a session of a role with these policies.
pub async fn session_of(
    emulator: &Emulator,
    root: &Client,
    policy: &Value,
    limit: Option<&Value>,
) -> Client {
    let role = role(root, OWNER, "worker", policy).await;
    let caller = user(emulator, root, "caller", &everything()).await;
    session(emulator, &caller, &role, limit).await
}

pub async fn change(root: &Client, name: &str, policy: &Value) {
    set_policy(root, name, policy.clone()).await;
}

pub async fn put_policy(owner: &Client, bucket: &str, statements: &Value) -> Response {
    let path = format!("/{bucket}?policy");
    owner.send("PUT", &path, &[], document(statements)).await
}

/// The message of a refusal, unescaped.
#[track_caller]
pub fn message(answer: Response) -> String {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    text.replace("&quot;", "\"")
}
