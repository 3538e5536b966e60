//! A copy reads and writes: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html#API_CopyObject_RequestSyntax>.

use serde_json::{Value, json};

use crate::s3_help::{allow, copy, set_policy, set_versioning, started, user};
use crate::s3_uploads::{create, list_parts};
use crate::support::{Client, Response};

const FROM: &str = "arn:aws:s3:::media/from";
const TO: &str = "arn:aws:s3:::media/to";

#[track_caller]
fn denied(answer: Response, action: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    let text = answer.element("Message").unwrap();
    assert!(text.contains(&format!("to perform: {action} on")), "{text}");
}

#[tokio::test]
async fn source_and_target_are_asked_for_on_their_own() {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/from", &[], "test")
        .await
        .expect(200);
    let read = allow(&["s3:GetObject"], &[FROM]);
    let write = allow(&["s3:PutObject"], &[TO]);
    let ann = user(&emulator, &root, "ann", json!([write])).await;
    denied(copy(&ann, "media/from", "to", &[]).await, "s3:GetObject");
    set_policy(&root, "ann", json!([read])).await;
    denied(copy(&ann, "media/from", "to", &[]).await, "s3:PutObject");
    set_policy(&root, "ann", json!([read, write])).await;
    copy(&ann, "media/from", "to", &[]).await.expect(200);

    // Without the permission to list, a missing source is a missing permission.
    let read = allow(&["s3:GetObject"], &["arn:aws:s3:::media/*"]);
    set_policy(&root, "ann", json!([read, write])).await;
    denied(copy(&ann, "media/absent", "to", &[]).await, "s3:ListBucket");
    let list = allow(&["s3:ListBucket"], &["arn:aws:s3:::media"]);
    set_policy(&root, "ann", json!([read, write, list])).await;
    copy(&ann, "media/absent", "to", &[])
        .await
        .expect_error(404, "NoSuchKey");
}

#[tokio::test]
async fn versions_and_tags_need_more() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let put = root
        .send("PUT", "/media/from", &[("x-amz-tagging", "a=1")], "test")
        .await
        .expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let by_version = format!("media/from?versionId={version}");
    let steps = [
        ("s3:GetObject", FROM),
        ("s3:GetObjectTagging", FROM),
        ("s3:PutObject", TO),
        ("s3:PutObjectTagging", TO),
    ];
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:ListBucket"], &["*"])]),
    )
    .await;
    let mut statements: Vec<Value> = Vec::new();
    for (action, resource) in steps {
        denied(copy(&ann, "media/from", "to", &[]).await, action);
        statements.push(allow(&[action], &[resource]));
        set_policy(&root, "ann", json!(statements)).await;
    }
    copy(&ann, "media/from", "to", &[]).await.expect(200);

    denied(
        copy(&ann, &by_version, "to", &[]).await,
        "s3:GetObjectVersion",
    );
    statements.push(allow(&["s3:GetObjectVersion"], &[FROM]));
    set_policy(&root, "ann", json!(statements)).await;
    denied(
        copy(&ann, &by_version, "to", &[]).await,
        "s3:GetObjectVersionTagging",
    );
    statements.push(allow(&["s3:GetObjectVersionTagging"], &[FROM]));
    set_policy(&root, "ann", json!(statements)).await;
    copy(&ann, &by_version, "to", &[]).await.expect(200);

    // Tags that do not come along are not asked for.
    let plain = json!([
        allow(&["s3:GetObject"], &[FROM]),
        allow(&["s3:PutObject"], &[TO])
    ]);
    set_policy(&root, "ann", plain).await;
    let replace = [("x-amz-tagging-directive", "REPLACE")];
    copy(&ann, "media/from", "to", &replace).await.expect(200);
    let replace = [
        ("x-amz-tagging-directive", "REPLACE"),
        ("x-amz-tagging", "b=2"),
    ];
    denied(
        copy(&ann, "media/from", "to", &replace).await,
        "s3:PutObjectTagging",
    );
}

#[tokio::test]
async fn the_source_header_is_a_condition_key_of_the_write_as_it_was_sent() {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/from", &[], "test")
        .await
        .expect(200);
    root.send("PUT", "/media/other", &[], "test")
        .await
        .expect(200);
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([
            allow(&["s3:GetObject"], &["arn:aws:s3:::media/*"]),
            {
                "Effect": "Allow",
                "Action": "s3:PutObject",
                "Resource": TO,
                "Condition": {"StringEquals": {"s3:x-amz-copy-source": "media/from"}}
            }
        ]),
    )
    .await;
    copy(&ann, "media/from", "to", &[]).await.expect(200);
    denied(copy(&ann, "media/other", "to", &[]).await, "s3:PutObject");
    denied(copy(&ann, "media/%66rom", "to", &[]).await, "s3:PutObject");
    denied(ann.send("PUT", "/media/to", &[], "x").await, "s3:PutObject");
}

#[tokio::test]
async fn tags_of_the_source_count_for_parts_only() {
    let (emulator, root) = started().await;
    let tagged = [("x-amz-tagging", "stage=final")];
    root.send("PUT", "/media/from", &tagged, "test")
        .await
        .expect(200);
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([
            {
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": FROM,
                "Condition": {"StringEquals": {"s3:ExistingObjectTag/stage": "final"}}
            },
            allow(&["s3:PutObject"], &[TO])
        ]),
    )
    .await;
    denied(copy(&ann, "media/from", "to", &[]).await, "s3:GetObject");
    let id = create(&root, "to", &[]).await;
    let path = format!("/media/to?partNumber=1&uploadId={id}");
    let source = [("x-amz-copy-source", "media/from")];
    ann.send("PUT", &path, &source, "").await.expect(200);
    let page = list_parts(&root, "to", &id, "").await.expect(200);
    assert_eq!(page.element("Size").as_deref(), Some("4"));
}

#[tokio::test]
async fn another_account_needs_both_sides_of_both_buckets() {
    let (emulator, root) = started().await;
    let stranger = Client::new(&emulator, "111122223333", "test");
    stranger
        .send("PUT", "/their-bucket", &[], "")
        .await
        .expect(200);
    root.send("PUT", "/media/from", &[], "test")
        .await
        .expect(200);
    let source = [("x-amz-copy-source", "media/from")];
    let failure = stranger
        .send("PUT", "/their-bucket/to", &source, "")
        .await
        .expect_error(403, "AccessDenied");
    assert_eq!(failure.element("Message").as_deref(), Some("Access Denied"));
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::media/*"
    }]});
    root.send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    stranger
        .send("PUT", "/their-bucket/to", &source, "")
        .await
        .expect(200);

    let expected = |owner| [source[0], ("x-amz-source-expected-bucket-owner", owner)];
    stranger
        .send("PUT", "/their-bucket/to", &expected("000000000000"), "")
        .await
        .expect(200);
    stranger
        .send("PUT", "/their-bucket/to", &expected("111122223333"), "")
        .await
        .expect_error(403, "AccessDenied");
    stranger
        .send("PUT", "/their-bucket/to", &expected("me"), "")
        .await
        .expect_error(400, "InvalidBucketOwnerAWSAccountID");
}
