//! Who may do which step: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions>.

use serde_json::json;

use crate::s3_help::{allow, body, kms_key, set_policy, started, user};
use crate::s3_uploads::{
    abort, complete, create, list_parts, manifest, try_create, try_upload, upload,
};
use crate::support::{Client, Response};

const OBJECTS: &str = "arn:aws:s3:::media/*";

/// The refusal names the action that was missing.
#[track_caller]
fn denied(answer: Response, action: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    assert!(text.contains(&format!("to perform: {action} on")), "{text}");
}

#[tokio::test]
async fn each_step_needs_its_own_permission() {
    let (emulator, root) = started().await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:GetObject"], &[OBJECTS])]),
    )
    .await;
    denied(try_create(&ann, "k", &[]).await, "s3:PutObject");
    let id = create(&root, "k", &[]).await;
    // A real upload of somebody else: its state is not told.
    denied(
        try_upload(&ann, "k", &id, 1, &[], "x").await,
        "s3:PutObject",
    );
    denied(complete(&ann, "k", &id, &[(1, "x")]).await, "s3:PutObject");
    denied(abort(&ann, "k", &id).await, "s3:AbortMultipartUpload");
    denied(
        list_parts(&ann, "k", &id, "").await,
        "s3:ListMultipartUploadParts",
    );
    // One that never was is missing for everybody.
    abort(&ann, "k", "fakeid")
        .await
        .expect_error(404, "NoSuchUpload");

    set_policy(&root, "ann", json!([allow(&["s3:PutObject"], &[OBJECTS])])).await;
    let own = create(&ann, "k", &[]).await;
    upload(&ann, "k", &own, 1, "x").await;
    denied(
        list_parts(&ann, "k", &own, "").await,
        "s3:ListMultipartUploadParts",
    );
    // Having begun it gives no right to end it.
    denied(abort(&ann, "k", &own).await, "s3:AbortMultipartUpload");
    // The permission to write is enough to go on with somebody else's.
    let part = upload(&ann, "k", &id, 1, "x").await;
    complete(&ann, "k", &id, &[(1, &part)]).await.expect(200);

    set_policy(
        &root,
        "ann",
        json!([allow(&["s3:AbortMultipartUpload"], &[OBJECTS])]),
    )
    .await;
    denied(
        complete(&ann, "k", &own, &[(1, &part)]).await,
        "s3:PutObject",
    );
    abort(&ann, "k", &own).await.expect(204);
    // Whether it is over is told to those who may ask only.
    denied(
        try_upload(&ann, "k", &own, 1, &[], "x").await,
        "s3:PutObject",
    );
    abort(&ann, "k", &own).await.expect(204);
}

#[tokio::test]
async fn tags_and_acls_need_more() {
    let (emulator, root) = started().await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:PutObject"], &[OBJECTS])]),
    )
    .await;
    denied(
        try_create(&ann, "k", &[("x-amz-tagging", "a=1")]).await,
        "s3:PutObjectTagging",
    );
    denied(
        try_create(&ann, "k", &[("x-amz-acl", "bucket-owner-full-control")]).await,
        "s3:PutObjectAcl",
    );
    let both = ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl"];
    set_policy(&root, "ann", json!([allow(&both, &[OBJECTS])])).await;
    let headers = [
        ("x-amz-tagging", "a=1"),
        ("x-amz-acl", "bucket-owner-full-control"),
    ];
    create(&ann, "k", &headers).await;
}

#[tokio::test]
async fn the_encryption_of_the_beginning_counts_in_every_step() {
    let (emulator, root) = started().await;
    let statements = json!([
        allow(&["s3:PutObject"], &[OBJECTS]),
        {
            "Effect": "Deny",
            "Action": "s3:PutObject",
            "Resource": OBJECTS,
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}
        }
    ]);
    let ann = user(&emulator, &root, "ann", statements).await;
    denied(try_create(&ann, "k", &[]).await, "s3:PutObject");
    let sse = [("x-amz-server-side-encryption", "AES256")];
    let id = create(&ann, "k", &sse).await;
    let part = upload(&ann, "k", &id, 1, "x").await;
    complete(&ann, "k", &id, &[(1, &part)]).await.expect(200);

    // The default encryption of the bucket is not what the caller asked for.
    let plain = create(&root, "k", &[]).await;
    denied(
        try_upload(&ann, "k", &plain, 1, &[], "x").await,
        "s3:PutObject",
    );
    // A part cannot choose.
    let failure = try_upload(&root, "k", &plain, 1, &sse, "x")
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        failure.element("ArgumentName").as_deref(),
        Some("x-amz-server-side-encryption")
    );
}

#[tokio::test]
async fn write_once_policies_leave_room_for_parts() {
    let (emulator, root) = started().await;
    let statements = json!([
        allow(&["s3:PutObject"], &[OBJECTS]),
        {
            "Effect": "Deny",
            "Action": "s3:PutObject",
            "Resource": OBJECTS,
            "Condition": {
                "Null": {"s3:if-none-match": "true"},
                "Bool": {"s3:ObjectCreationOperation": "true"}
            }
        }
    ]);
    let ann = user(&emulator, &root, "ann", statements).await;
    let id = create(&ann, "k", &[]).await;
    let part = upload(&ann, "k", &id, 1, "x").await;
    denied(
        complete(&ann, "k", &id, &[(1, &part)]).await,
        "s3:PutObject",
    );
    let none = [("if-none-match", "*")];
    crate::s3_uploads::complete_with(&ann, "k", &id, &none, manifest(&[(1, &part)]))
        .await
        .expect(200);
    denied(ann.send("PUT", "/media/k2", &[], "x").await, "s3:PutObject");
    ann.send("PUT", "/media/k2", &none, "x").await.expect(200);
}

async fn with_key(root: &Client, actions: &[&str], key: &str) {
    set_policy(
        root,
        "ann",
        json!([
            allow(
                &[
                    "s3:PutObject",
                    "s3:GetObject",
                    "s3:ListMultipartUploadParts"
                ],
                &[OBJECTS]
            ),
            allow(actions, &[key])
        ]),
    )
    .await;
}

#[tokio::test]
async fn kms_is_asked_in_every_step() {
    let (emulator, root) = started().await;
    let key = kms_key(&root).await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:PutObject"], &[OBJECTS])]),
    )
    .await;
    let headers = [
        ("x-amz-server-side-encryption", "aws:kms"),
        ("x-amz-server-side-encryption-aws-kms-key-id", key.as_str()),
    ];
    denied(try_create(&ann, "k", &headers).await, "kms:GenerateDataKey");
    with_key(&root, &["kms:GenerateDataKey"], &key).await;
    let answer = try_create(&ann, "k", &headers).await.expect(200);
    assert_eq!(
        answer.header("x-amz-server-side-encryption"),
        Some("aws:kms")
    );
    let id = answer.element("UploadId").unwrap();
    denied(try_upload(&ann, "k", &id, 1, &[], "x").await, "kms:Decrypt");
    denied(list_parts(&ann, "k", &id, "").await, "kms:Decrypt");
    with_key(&root, &["kms:Decrypt"], &key).await;
    let bytes = body(7, 100);
    let answer = try_upload(&ann, "k", &id, 1, &[], bytes.clone())
        .await
        .expect(200);
    assert_eq!(
        answer.header("x-amz-server-side-encryption-aws-kms-key-id"),
        Some(key.as_str())
    );
    let part = answer.header("etag").unwrap().to_owned();
    assert_ne!(
        part,
        crate::s3_help::etag(&bytes),
        "no MD5 of what is encrypted"
    );
    list_parts(&ann, "k", &id, "").await.expect(200);
    with_key(&root, &["kms:GenerateDataKey"], &key).await;
    denied(complete(&ann, "k", &id, &[(1, &part)]).await, "kms:Decrypt");
    with_key(&root, &["kms:Decrypt"], &key).await;
    let done = complete(&ann, "k", &id, &[(1, &part)]).await.expect(200);
    assert!(done.element("ETag").unwrap().ends_with("-1&quot;"));
    assert_eq!(done.element("ChecksumCRC64NVME"), None);
    assert_eq!(done.header("x-amz-server-side-encryption"), Some("aws:kms"));
    let again = complete(&ann, "k", &id, &[(1, &part)]).await.expect(200);
    assert_eq!(again.body, done.body);
    let got = ann.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, bytes);
}

#[tokio::test]
async fn nobody_begins_nothing() {
    let (emulator, root) = started().await;
    root.send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": OBJECTS
    }]});
    root.send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    let anybody = Client::root(&emulator);
    let failure = anybody
        .unsigned("POST", "/media/k?uploads", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Anonymous users cannot initiate multipart uploads.  Please authenticate.")
    );
    anybody
        .unsigned("PUT", "/media/k", &[], "x")
        .await
        .expect(200);
}

#[tokio::test]
async fn customers_keys_are_blocked() {
    let (_emulator, client) = started().await;
    let sse_c = [("x-amz-server-side-encryption-customer-algorithm", "AES256")];
    let failure = try_create(&client, "k", &sse_c)
        .await
        .expect_error(403, "AccessDenied");
    assert!(
        failure
            .element("Message")
            .unwrap()
            .contains("has blocked upload requests")
    );
    let id = create(&client, "k", &[]).await;
    try_upload(&client, "k", &id, 1, &sse_c, "x")
        .await
        .expect_error(403, "AccessDenied");
}
