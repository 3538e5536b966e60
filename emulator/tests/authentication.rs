//! Signatures are verified always, and refused in AWS's words.

mod support;

use bucketproof::Emulator;
use support::Client;

#[tokio::test]
async fn the_root_user_is_a_visible_principal() {
    let emulator = Emulator::start().await.unwrap();
    let answer = Client::root(&emulator)
        .query("sts", &[("Action", "GetCallerIdentity")])
        .await
        .expect(200);
    assert_eq!(
        answer.element("Arn").as_deref(),
        Some("arn:aws:iam::000000000000:root")
    );
    let other = Client::new(&emulator, "111122223333", "test");
    let answer = other
        .query("sts", &[("Action", "GetCallerIdentity")])
        .await
        .expect(200);
    assert_eq!(answer.element("Account").as_deref(), Some("111122223333"));
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::new(&emulator, "test", "wrong");
    let answer = client
        .send("GET", "/", &[], "")
        .await
        .expect_error(403, "SignatureDoesNotMatch");
    assert_eq!(answer.element("AWSAccessKeyId").as_deref(), Some("test"));
    assert!(
        answer
            .element("CanonicalRequest")
            .unwrap()
            .starts_with("GET\n/\n\nhost:")
    );
    client
        .query("sts", &[("Action", "GetCallerIdentity")])
        .await
        .expect_error(403, "SignatureDoesNotMatch");
}

#[tokio::test]
async fn an_unknown_key_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::new(&emulator, "AKIAUNKNOWNUNKNOWN00", "test");
    let answer = client
        .send("GET", "/", &[], "")
        .await
        .expect_error(403, "InvalidAccessKeyId");
    assert_eq!(
        answer.element("AWSAccessKeyId").as_deref(),
        Some("AKIAUNKNOWNUNKNOWN00")
    );
    client
        .query("sts", &[("Action", "GetCallerIdentity")])
        .await
        .expect_error(403, "InvalidClientTokenId");
}

#[tokio::test]
async fn a_presigned_url_ends() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    client.send("PUT", "/photos", &[], "").await.expect(200);
    let url = client.presign("GET", "/", &[], 60);
    client.unsigned("GET", &url, &[], "").await.expect(200);
    client.unsigned("HEAD", &url, &[], "").await.expect(405);
    emulator.stack().world.clock.advance(3600).unwrap();
    let late = client
        .unsigned("GET", &url, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    assert_eq!(
        late.element("Message").as_deref(),
        Some("Request has expired")
    );
    assert_eq!(late.element("X-Amz-Expires").as_deref(), Some("60"));
    // A request signed after the move is fresh.
    client.send("GET", "/", &[], "").await.expect(200);
}

#[tokio::test]
async fn skew_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    let headers = [
        ("x-amz-date", "20200101T000000Z"),
        ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        (
            "authorization",
            "AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
        ),
    ];
    let answer = client
        .unsigned("GET", "/", &headers, "")
        .await
        .expect_error(403, "RequestTimeTooSkewed");
    assert_eq!(
        answer.element("RequestTime").as_deref(),
        Some("20200101T000000Z")
    );
    assert_eq!(
        answer.element("MaxAllowedSkewMilliseconds").as_deref(),
        Some("900000")
    );
}

#[tokio::test]
async fn buckets_are_made_once_and_listed() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    client.send("PUT", "/photos", &[], "").await.expect(200);
    client.send("PUT", "/photos", &[], "").await.expect(200);
    let stranger = Client::new(&emulator, "111122223333", "test");
    stranger
        .send("PUT", "/photos", &[], "")
        .await
        .expect_error(409, "BucketAlreadyExists");
    assert_eq!(
        client
            .send("GET", "/", &[], "")
            .await
            .expect(200)
            .element("Name")
            .as_deref(),
        Some("photos")
    );
    assert_eq!(
        stranger
            .send("GET", "/", &[], "")
            .await
            .expect(200)
            .element("Name"),
        None
    );
    client
        .unsigned("GET", "/", &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn seeded_accounts_do_not_appear_on_first_use() {
    let accounts = bucketproof::world::Accounts::Seeded;
    let emulator = Emulator::builder()
        .accounts(accounts)
        .start()
        .await
        .unwrap();
    Client::root(&emulator)
        .send("GET", "/", &[], "")
        .await
        .expect(200);
    let stranger = Client::new(&emulator, "111122223333", "test");
    stranger
        .send("GET", "/", &[], "")
        .await
        .expect_error(403, "InvalidAccessKeyId");
}
