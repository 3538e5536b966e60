//! What the tests of objects share: bodies, digests, people with policies, buckets with versions.

#![allow(
    dead_code,
    reason = "every test file compiles this module and uses its own part of it"
)]

use bucketproof::Emulator;
use bucketproof::protocol::checksum::{Algorithm, Hasher, Md5};
use serde_json::{Value, json};

use crate::support::{Client, Response};

/// The least bytes of a part that is not the last.
pub const PART: usize = 5 * 1024 * 1024;

/// A stack with the bucket `media`, and its owner.
pub async fn started() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    client.send("PUT", "/media", &[], "").await.expect(200);
    (emulator, client)
}

/// Bytes that differ from seed to seed and from place to place.
pub fn body(seed: u8, size: usize) -> Vec<u8> {
    (0..size)
        .map(|at| ((at ^ (at >> 8)) as u8).wrapping_mul(31).wrapping_add(seed))
        .collect()
}

/// The checksum of some bytes in base64.
pub fn checksum(algorithm: Algorithm, bytes: &[u8]) -> String {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(bytes);
    hasher.finalize().base64()
}

/// The entity tag of a plain object, with quotes.
pub fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", Md5::digest(bytes).hex())
}

/// The entity tag of an object in parts, with quotes.
pub fn multipart_etag(parts: &[&[u8]]) -> String {
    let digests: Vec<u8> = parts.iter().flat_map(|part| Md5::digest(part).0).collect();
    format!("\"{}-{}\"", Md5::digest(&digests).hex(), parts.len())
}

/// All texts of an element, in order.
pub fn all(answer: &Response, name: &str) -> Vec<String> {
    let text = answer.text();
    text.split(&format!("<{name}>"))
        .skip(1)
        .map(|rest| rest.split(&format!("</{name}>")).next().unwrap().to_owned())
        .collect()
}

/// Switches a bucket's versioning.
pub async fn set_versioning(client: &Client, bucket: &str, status: &str) {
    let document =
        format!("<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");
    client
        .send("PUT", &format!("/{bucket}?versioning"), &[], document)
        .await
        .expect(200);
}

/// A user of the owner's account with one policy.
pub async fn user(emulator: &Emulator, root: &Client, name: &str, statements: Value) -> Client {
    root.query("iam", &[("Action", "CreateUser"), ("UserName", name)])
        .await
        .expect(200);
    set_policy(root, name, statements).await;
    let answer = root
        .query("iam", &[("Action", "CreateAccessKey"), ("UserName", name)])
        .await
        .expect(200);
    Client::new(
        emulator,
        &answer.element("AccessKeyId").unwrap(),
        &answer.element("SecretAccessKey").unwrap(),
    )
}

/// Replaces the user's policy.
pub async fn set_policy(root: &Client, name: &str, statements: Value) {
    let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    root.query(
        "iam",
        &[
            ("Action", "PutUserPolicy"),
            ("UserName", name),
            ("PolicyName", "inline"),
            ("PolicyDocument", &policy),
        ],
    )
    .await
    .expect(200);
}

/// An `Allow` statement.
pub fn allow(actions: &[&str], resources: &[&str]) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": resources})
}

/// A customer managed key of the owner's account; its ARN.
pub async fn kms_key(root: &Client) -> String {
    let answer = root.json("CreateKey", &json!({})).await.expect(200).json();
    answer["KeyMetadata"]["Arn"].as_str().unwrap().to_owned()
}

/// Nothing is left behind: every body belongs to a record.
pub fn blobs(emulator: &Emulator) -> usize {
    emulator.stack().world.blobs.ids().len()
}

/// Copies to a key of the bucket `media`; the source is sent as it is.
pub async fn copy(client: &Client, source: &str, key: &str, headers: &[(&str, &str)]) -> Response {
    let mut headers = headers.to_vec();
    headers.push(("x-amz-copy-source", source));
    client
        .send("PUT", &format!("/media/{key}"), &headers, "")
        .await
}
