//! Locks that come with the object: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>.

use bucketproof::base::{Timestamp, time_format};

use super::help::{default_retention, in_seconds, put, started, wait};
use crate::s3_help::{copy, etag};
use crate::s3_uploads::{complete, create, try_create, try_upload};
use crate::support::{Client, wall_now};

const DIGEST: (&str, &str) = ("x-amz-checksum-crc32", "2H9+DA==");
const BODY: &str = "test";
const DAY: i64 = 24 * 3600;

/// Mode, end and legal hold of a key.
async fn lock_of(client: &Client, key: &str) -> [Option<String>; 3] {
    let head = client
        .send("HEAD", &format!("/media/{key}"), &[], "")
        .await
        .expect(200);
    ["mode", "retain-until-date", "legal-hold"].map(|name| {
        head.header(&format!("x-amz-object-lock-{name}"))
            .map(str::to_owned)
    })
}

fn headers(until: &str) -> Vec<(&str, &str)> {
    vec![
        ("x-amz-object-lock-mode", "COMPLIANCE"),
        ("x-amz-object-lock-retain-until-date", until),
        ("x-amz-object-lock-legal-hold", "ON"),
        DIGEST,
    ]
}

#[tokio::test]
async fn headers_lock_what_is_written() {
    let (_emulator, client) = started().await;
    let until = in_seconds(DAY);
    let wanted = [
        Some("COMPLIANCE".to_owned()),
        Some(until.replace('Z', ".000Z")),
        Some("ON".to_owned()),
    ];
    client
        .send("PUT", "/media/put", &headers(&until), BODY)
        .await
        .expect(200);
    assert_eq!(lock_of(&client, "put").await, wanted);
    // A copy gets its own lock, never the source's.
    copy(&client, "media/put", "copied", &[]).await.expect(200);
    assert_eq!(lock_of(&client, "copied").await, [None, None, None]);
    copy(&client, "media/put", "copied", &headers(&until)[..3])
        .await
        .expect(200);
    assert_eq!(lock_of(&client, "copied").await, wanted);

    let id = create(&client, "parts", &headers(&until)[..3]).await;
    let part = try_upload(&client, "parts", &id, 1, &[DIGEST], BODY)
        .await
        .expect(200);
    complete(&client, "parts", &id, &[(1, part.header("etag").unwrap())])
        .await
        .expect(200);
    assert_eq!(lock_of(&client, "parts").await, wanted);
}

#[tokio::test]
async fn a_bucket_without_it_takes_no_lock() {
    let (_emulator, client) = started().await;
    client.send("PUT", "/plain", &[], "").await.expect(200);
    let until = in_seconds(DAY);
    let headers = headers(&until);
    for (method, target, headers) in [
        ("PUT", "/plain/k", &headers[..]),
        ("PUT", "/plain/k", &headers[2..]),
        ("POST", "/plain/k?uploads", &headers[..3]),
    ] {
        let failure = client
            .send(
                method,
                target,
                headers,
                if method == "PUT" { BODY } else { "" },
            )
            .await
            .expect_error(400, "InvalidRequest");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some("Bucket is missing Object Lock Configuration")
        );
    }
}

#[tokio::test]
async fn the_default_holds_for_what_brings_none() {
    let (_emulator, client) = started().await;
    let before = put(&client, "before").await;
    let document = default_retention("GOVERNANCE", "<Days>10</Days>");
    client
        .send("PUT", "/media?object-lock", &[], document)
        .await
        .expect(200);
    assert_eq!(lock_of(&client, "before").await, [None, None, None]);
    let target = format!("/media/before?versionId={before}");
    client.send("DELETE", &target, &[], "").await.expect(204);

    client
        .send("PUT", "/media/put", &[DIGEST], BODY)
        .await
        .expect(200);
    ends_in_days(&lock_of(&client, "put").await, "GOVERNANCE", 10);
    copy(&client, "media/put", "copied", &[]).await.expect(200);
    ends_in_days(&lock_of(&client, "copied").await, "GOVERNANCE", 10);
    let id = create(&client, "parts", &[]).await;
    let part = try_upload(&client, "parts", &id, 1, &[DIGEST], BODY)
        .await
        .expect(200);
    complete(&client, "parts", &id, &[(1, part.header("etag").unwrap())])
        .await
        .expect(200);
    ends_in_days(&lock_of(&client, "parts").await, "GOVERNANCE", 10);

    // What the request says wins, even when it is less.
    let until = in_seconds(DAY);
    client
        .send("PUT", "/media/own", &headers(&until), BODY)
        .await
        .expect(200);
    let [mode, end, _] = lock_of(&client, "own").await;
    assert_eq!(mode.as_deref(), Some("COMPLIANCE"));
    assert_eq!(end, Some(until.replace('Z', ".000Z")));
    let document = default_retention("COMPLIANCE", "<Years>2</Years>");
    client
        .send("PUT", "/media?object-lock", &[], document)
        .await
        .expect(200);
    client
        .send("PUT", "/media/put", &[DIGEST], BODY)
        .await
        .expect(200);
    ends_in_days(&lock_of(&client, "put").await, "COMPLIANCE", 730);
}

#[track_caller]
fn ends_in_days(lock: &[Option<String>; 3], mode: &str, days: i64) {
    assert_eq!(lock[0].as_deref(), Some(mode));
    let end = time_format::parse_iso(lock[1].as_deref().unwrap()).unwrap();
    let expected: Timestamp = wall_now().plus_seconds(days * DAY);
    let off = (end.millis() - expected.millis()).abs();
    assert!(off < 60_000, "{end:?} is not {days} days from now");
}

#[tokio::test]
async fn a_locked_body_needs_a_digest() {
    let (_emulator, client) = started().await;
    let until = in_seconds(DAY);
    let without = &headers(&until)[..3];
    let message = |kind| {
        format!(
            "Content-MD5 OR x-amz-checksum- HTTP header is required for Put {kind} requests with Object Lock parameters"
        )
    };
    let failure = client
        .send("PUT", "/media/k", without, BODY)
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(failure.element("Message"), Some(message("Object")));
    let md5 = data_encoding_of_etag(BODY.as_bytes());
    let mut with_md5 = without.to_vec();
    with_md5.push(("content-md5", &md5));
    client
        .send("PUT", "/media/k", &with_md5, BODY)
        .await
        .expect(200);
    let id = create(&client, "parts", without).await;
    let failure = try_upload(&client, "parts", &id, 1, &[], BODY)
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(failure.element("Message"), Some(message("Part")));

    // Without a lock nothing is needed; the default counts as one.
    put(&client, "free").await;
    let document = default_retention("GOVERNANCE", "<Days>1</Days>");
    client
        .send("PUT", "/media?object-lock", &[], document)
        .await
        .expect(200);
    client
        .send("PUT", "/media/free", &[], BODY)
        .await
        .expect_error(400, "InvalidRequest");
}

/// The MD5 of some bytes in base64, by way of their entity tag.
fn data_encoding_of_etag(bytes: &[u8]) -> String {
    let digest = bucketproof::protocol::checksum::Md5::digest(bytes);
    assert_eq!(etag(bytes), format!("\"{}\"", digest.hex()));
    digest.base64()
}

#[tokio::test]
async fn dates_are_measured_by_the_virtual_clock() {
    let (_emulator, client) = started().await;
    let until = in_seconds(DAY);
    wait(&client, 2 * DAY).await;
    let failure = client
        .send("PUT", "/media/k", &headers(&until), BODY)
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("The retain until date must be in the future!")
    );
    assert_eq!(
        failure.element("ArgumentName").as_deref(),
        Some("x-amz-object-lock-retain-until-date")
    );
    try_create(&client, "k", &headers(&until)[..3])
        .await
        .expect_error(400, "InvalidArgument");
}
