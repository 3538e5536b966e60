//! What the tests of Object Lock share: a bucket with it, documents, moments.

use bucketproof::Emulator;
use bucketproof::base::time_format;
use serde_json::json;

use crate::support::{Client, Response, wall_now};

pub const LOCKED: &str = "Access Denied because object protected by object lock.";
pub const BYPASS: [(&str, &str); 1] = [("x-amz-bypass-governance-retention", "true")];

/// A stack whose bucket `media` has Object Lock, and its owner.
pub async fn started() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    let header = [("x-amz-bucket-object-lock-enabled", "true")];
    client.send("PUT", "/media", &header, "").await.expect(200);
    (emulator, client)
}

/// A moment so many seconds from now, as requests write it. The clock must not have moved.
pub fn in_seconds(seconds: i64) -> String {
    time_format::iso_seconds(wall_now().plus_seconds(seconds))
}

pub fn retention(mode: &str, until: &str) -> String {
    format!("<Retention><Mode>{mode}</Mode><RetainUntilDate>{until}</RetainUntilDate></Retention>")
}

pub fn hold(status: &str) -> String {
    format!("<LegalHold><Status>{status}</Status></LegalHold>")
}

/// A default retention; `period` is an element.
pub fn default_retention(mode: &str, period: &str) -> String {
    format!(
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>{mode}</Mode>{period}</DefaultRetention></Rule></ObjectLockConfiguration>"
    )
}

/// Writes an object and gives its version.
pub async fn put(client: &Client, key: &str) -> String {
    let answer = client
        .send("PUT", &format!("/media/{key}"), &[], "body")
        .await
        .expect(200);
    answer.header("x-amz-version-id").unwrap().to_owned()
}

/// PutObjectRetention on a version.
pub async fn retain(
    client: &Client,
    version: &str,
    headers: &[(&str, &str)],
    document: String,
) -> Response {
    let target = format!("/media/k?retention&versionId={version}");
    client.send("PUT", &target, headers, document).await
}

/// DeleteObject on a version of the key `k`.
pub async fn remove(client: &Client, version: &str, headers: &[(&str, &str)]) -> Response {
    let target = format!("/media/k?versionId={version}");
    client.send("DELETE", &target, headers, "").await
}

/// Lets time pass.
pub async fn wait(client: &Client, seconds: i64) {
    client
        .control("POST", "clock", &json!({ "advance_seconds": seconds }))
        .await
        .expect(200);
}

/// Fails the test unless a lock forbade it.
#[track_caller]
pub fn locked(answer: Response) {
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(answer.element("Message").as_deref(), Some(LOCKED));
}
