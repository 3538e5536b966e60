//! A bucket with an access point, and the people around it.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::support::{Client, Response};

/// Owns the bucket `media` and the access point `uploads`.
pub const OWNER: &str = "000000000000";
/// Another account.
pub const OTHER: &str = "111122223333";
/// The access point's ARN.
pub const POINT: &str = "arn:aws:s3:us-east-1:000000000000:accesspoint/uploads";
/// The same in a path.
pub const POINT_PATH: &str = "/arn%3Aaws%3As3%3Aus-east-1%3A000000000000%3Aaccesspoint%2Fuploads";
/// Objects behind it.
pub const POINT_OBJECTS: &str = "arn:aws:s3:us-east-1:000000000000:accesspoint/uploads/object/*";
/// The bucket's objects.
pub const BUCKET_OBJECTS: &str = "arn:aws:s3:::media/*";

/// A stack in which the bucket `media` holds `key`.
pub async fn bucket() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let owner = Client::root(&emulator);
    owner.send("PUT", "/media", &[], "").await.expect(200);
    owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    (emulator, owner)
}

/// The same with the access point `uploads`.
pub async fn point() -> (Emulator, Client) {
    let (emulator, owner) = bucket().await;
    create(&owner, "uploads", "").await.expect(200);
    (emulator, owner)
}

/// A call of S3 Control for the account `OWNER`.
pub async fn control(
    client: &Client,
    method: &str,
    path: &str,
    body: impl Into<String>,
) -> Response {
    control_of(client, OWNER, method, path, body).await
}

/// A call of S3 Control for an account.
pub async fn control_of(
    client: &Client,
    account: &str,
    method: &str,
    path: &str,
    body: impl Into<String>,
) -> Response {
    let path = format!("/v20180820/{path}");
    let headers = [("x-amz-account-id", account)];
    client.send(method, &path, &headers, body.into()).await
}

/// A `CreateAccessPointRequest` for the bucket `media` with more elements.
pub fn create_body(more: &str) -> String {
    format!(
        r#"<CreateAccessPointRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Bucket>media</Bucket>{more}</CreateAccessPointRequest>"#
    )
}

/// Makes an access point of the bucket `media`.
pub async fn create(client: &Client, name: &str, more: &str) -> Response {
    control(
        client,
        "PUT",
        &format!("accesspoint/{name}"),
        create_body(more),
    )
    .await
}

/// A policy with these statements.
pub fn policy(statements: Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Puts the policy of the access point `uploads`.
pub async fn put_point_policy(client: &Client, statements: Value) -> Response {
    put_point_policy_text(client, &policy(statements)).await
}

/// The same with a text.
pub async fn put_point_policy_text(client: &Client, text: &str) -> Response {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");
    let body = format!(
        r#"<PutAccessPointPolicyRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Policy>{text}</Policy></PutAccessPointPolicyRequest>"#
    );
    control(client, "PUT", "accesspoint/uploads/policy", body).await
}

/// Puts the policy of the bucket `media`.
pub async fn put_bucket_policy(client: &Client, statements: Value) -> Response {
    client
        .send("PUT", "/media?policy", &[], policy(statements))
        .await
}

/// Whatever access points of the owner's account allow, the bucket allows.
pub fn delegation() -> Value {
    json!({
        "Effect": "Allow",
        "Principal": { "AWS": "*" },
        "Action": "*",
        "Resource": ["arn:aws:s3:::media", BUCKET_OBJECTS],
        "Condition": { "StringEquals": { "s3:DataAccessPointAccount": OWNER } },
    })
}

/// An identity statement.
pub fn allow(action: &str, resources: &[&str]) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resources })
}

/// A statement of a resource's policy.
pub fn grant(principal: &str, action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Principal": { "AWS": principal }, "Action": action, "Resource": resource })
}

/// Block Public Access with the same setting four times.
pub fn settings(on: bool) -> String {
    format!(
        "<PublicAccessBlockConfiguration><BlockPublicAcls>{on}</BlockPublicAcls><IgnorePublicAcls>{on}</IgnorePublicAcls><BlockPublicPolicy>{on}</BlockPublicPolicy><RestrictPublicBuckets>{on}</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
    )
}

/// A user of an account with one policy of these statements; with none, without a policy.
pub async fn user(emulator: &Emulator, account: &str, name: &str, statements: Value) -> Client {
    let root = Client::new(emulator, account, "test");
    root.query("iam", &[("Action", "CreateUser"), ("UserName", name)])
        .await
        .expect(200);
    set_policy(&root, name, statements).await;
    let key = root
        .query("iam", &[("Action", "CreateAccessKey"), ("UserName", name)])
        .await
        .expect(200);
    Client::new(
        emulator,
        &key.element("AccessKeyId").unwrap(),
        &key.element("SecretAccessKey").unwrap(),
    )
}

/// Replaces the user's policy.
pub async fn set_policy(root: &Client, name: &str, statements: Value) {
    let nothing = statements.as_array().is_some_and(Vec::is_empty);
    let text = policy(statements);
    let parameters: &[(&str, &str)] = if nothing {
        &[("Action", "ListUserPolicies"), ("UserName", name)]
    } else {
        &[
            ("Action", "PutUserPolicy"),
            ("UserName", name),
            ("PolicyName", "own"),
            ("PolicyDocument", &text),
        ]
    };
    root.query("iam", parameters).await.expect(200);
}
