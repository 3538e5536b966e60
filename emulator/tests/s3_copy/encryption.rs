//! The encryption of a copy: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html>.

use serde_json::json;

use crate::s3_help::{allow, copy, etag, kms_key, set_policy, started, user};
use crate::support::Response;

const SSE: &str = "x-amz-server-side-encryption";
const KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";

#[track_caller]
fn denied(answer: Response, action: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    assert!(text.contains(&format!("to perform: {action} on")), "{text}");
}

#[tokio::test]
async fn encryption_is_never_inherited() {
    let (_emulator, client) = started().await;
    let key = kms_key(&client).await;
    let kms = [(SSE, "aws:kms"), (KEY, key.as_str())];
    let put = client
        .send("PUT", "/media/secret", &kms, "test")
        .await
        .expect(200);
    assert_ne!(put.header("etag").unwrap(), etag(b"test"));

    let done = copy(&client, "media/secret", "open", &[]).await.expect(200);
    assert_eq!(done.header(SSE), Some("AES256"));
    assert_eq!(done.header(KEY), None);
    assert_eq!(
        done.element("ETag").unwrap(),
        etag(b"test").replace('"', "&quot;")
    );
    // Without its key, an object may be copied onto itself.
    copy(&client, "media/secret", "secret", &[])
        .await
        .expect(200);
    let head = client
        .send("HEAD", "/media/secret", &[], "")
        .await
        .expect(200);
    assert_eq!(head.header(SSE), Some("AES256"));

    let done = copy(&client, "media/open", "secret", &kms)
        .await
        .expect(200);
    assert_eq!(done.header(SSE), Some("aws:kms"));
    assert_eq!(done.header(KEY), Some(key.as_str()));
    assert_ne!(
        done.element("ETag").unwrap(),
        etag(b"test").replace('"', "&quot;")
    );
    let again = copy(&client, "media/secret", "secret", &kms)
        .await
        .expect(200);
    assert_ne!(again.element("ETag"), done.element("ETag"));
    let got = client
        .send("GET", "/media/secret", &[], "")
        .await
        .expect(200);
    assert_eq!(got.body, "test");

    let failure = copy(
        &client,
        "media/open",
        "to",
        &[(SSE, "aws:kms"), (KEY, "fake-key-id")],
    )
    .await
    .expect_error(400, "KMS.NotFoundException");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Invalid keyId 'fake-key-id'")
    );
    let sse_c = [(
        "x-amz-copy-source-server-side-encryption-customer-algorithm",
        "AES256",
    )];
    copy(&client, "media/open", "to", &sse_c)
        .await
        .expect_error(400, "InvalidRequest");
    let sse_c = [("x-amz-server-side-encryption-customer-algorithm", "AES256")];
    let failure = copy(&client, "media/open", "to", &sse_c)
        .await
        .expect_error(403, "AccessDenied");
    assert!(
        failure
            .element("Message")
            .unwrap()
            .contains("s3:CopyObject")
    );
}

#[tokio::test]
async fn both_keys_are_asked() {
    let (emulator, root) = started().await;
    let (source_key, target_key) = (kms_key(&root).await, kms_key(&root).await);
    let from = [(SSE, "aws:kms"), (KEY, source_key.as_str())];
    let to = [(SSE, "aws:kms"), (KEY, target_key.as_str())];
    root.send("PUT", "/media/from", &from, "test")
        .await
        .expect(200);
    let s3 = allow(&["s3:GetObject", "s3:PutObject"], &["arn:aws:s3:::media/*"]);
    let decrypt = allow(&["kms:Decrypt"], &[&source_key]);
    let generate = allow(&["kms:GenerateDataKey"], &[&target_key]);
    let ann = user(&emulator, &root, "ann", json!([s3, generate])).await;
    denied(copy(&ann, "media/from", "to", &to).await, "kms:Decrypt");
    set_policy(&root, "ann", json!([s3, decrypt])).await;
    denied(
        copy(&ann, "media/from", "to", &to).await,
        "kms:GenerateDataKey",
    );
    set_policy(&root, "ann", json!([s3, decrypt, generate])).await;
    copy(&ann, "media/from", "to", &to).await.expect(200);
}
