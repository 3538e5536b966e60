//! ACLs of uploads in parts and of copies.

use super::fixture::{House, OTHER, OWNER, grants, id, message, owner_of};
use crate::s3_help::{allow, copy, user};
use crate::support::{Client, Response};
use serde_json::json;

async fn upload_in_parts(client: &Client, key: &str, headers: &[(&str, &str)]) -> Response {
    let begun = client
        .send("POST", &format!("/media/{key}?uploads"), headers, "")
        .await
        .expect(200);
    let upload = begun.element("UploadId").unwrap();
    let part = format!("/media/{key}?partNumber=1&uploadId={upload}");
    let part = client.send("PUT", &part, &[], "part").await.expect(200);
    let etag = part.header("etag").unwrap();
    let manifest = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    client
        .send(
            "POST",
            &format!("/media/{key}?uploadId={upload}"),
            &[],
            manifest,
        )
        .await
}

#[tokio::test]
async fn an_upload_in_parts_keeps_what_it_was_begun_with() {
    let house = House::with("ObjectWriter").await;
    house.let_write(OTHER).await;
    let begun = house
        .other
        .send("POST", "/media/listed?uploads", &[], "")
        .await
        .expect(200);
    let listed = house
        .owner
        .send("GET", "/media?uploads", &[], "")
        .await
        .expect(200);
    assert_eq!(owner_of(&listed), OTHER);
    assert_eq!(listed.element("UploadId"), begun.element("UploadId"));

    upload_in_parts(&house.other, "parts", &[("x-amz-acl", "bucket-owner-read")])
        .await
        .expect(200);
    let answer = house
        .other
        .send("GET", "/media/parts?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(owner_of(&answer), OTHER);
    assert_eq!(
        grants(&answer),
        [format!("{OTHER} FULL_CONTROL"), format!("{OWNER} READ")]
    );
    house
        .owner
        .send("GET", "/media/parts", &[], "")
        .await
        .expect(200);
    house
        .owner
        .send("GET", "/media/parts?acl", &[], "")
        .await
        .expect(403);
}

#[tokio::test]
async fn full_control_for_the_bucket_owner_hands_an_upload_over() {
    let house = House::with("BucketOwnerPreferred").await;
    house.let_write(OTHER).await;
    upload_in_parts(
        &house.other,
        "parts",
        &[("x-amz-acl", "bucket-owner-full-control")],
    )
    .await
    .expect(200);
    let answer = house
        .owner
        .send("GET", "/media/parts?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(owner_of(&answer), OWNER);
    assert_eq!(grants(&answer), [format!("{OWNER} FULL_CONTROL")]);
    house
        .other
        .send("GET", "/media/parts", &[], "")
        .await
        .expect(403);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>: an ACL is not copied.
#[tokio::test]
async fn a_copy_has_its_own() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    owner
        .send(
            "PUT",
            "/media/from",
            &[("x-amz-acl", "public-read")],
            "body",
        )
        .await
        .expect(200);
    copy(owner, "media/from", "plain", &[]).await.expect(200);
    copy(
        owner,
        "media/from",
        "with",
        &[("x-amz-grant-read", &format!("id={}", id(OTHER)))],
    )
    .await
    .expect(200);
    let answer = owner
        .send("GET", "/media/plain?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(grants(&answer), [format!("{OWNER} FULL_CONTROL")]);
    let answer = owner
        .send("GET", "/media/with?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(grants(&answer), [format!("{OTHER} READ")]);

    // An ACL is no change that makes a copy onto itself legal.
    copy(owner, "media/from", "from", &[("x-amz-acl", "private")])
        .await
        .expect_error(400, "InvalidRequest");

    // The source's ACL says who may copy it; who copies owns the copy.
    house.let_write(OTHER).await;
    copy(&house.other, "media/from", "theirs", &[])
        .await
        .expect(200);
    copy(&house.other, "media/plain", "theirs", &[])
        .await
        .expect(403);
    copy(&house.other, "media/with", "theirs", &[])
        .await
        .expect(200);
    let answer = house
        .other
        .send("GET", "/media/theirs?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(owner_of(&answer), OTHER);
    copy(owner, "media/theirs", "back", &[]).await.expect(403);
}

#[tokio::test]
async fn an_acl_needs_a_permission_of_its_own_and_is_a_condition() {
    let house = House::with("ObjectWriter").await;
    let objects = "arn:aws:s3:::media/*";
    let only = json!({
        "Effect": "Allow", "Action": "s3:PutObjectAcl", "Resource": objects,
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    });
    let write = allow(&["s3:PutObject"], &[objects]);
    let ann = user(&house.emulator, &house.owner, "ann", json!([write, only])).await;
    let put = |acl: &'static str| ann_put(&ann, acl);
    ann.send("PUT", "/media/key", &[], "body").await.expect(200);
    put("bucket-owner-full-control").await.expect(200);
    let refused = put("public-read").await.expect_error(403, "AccessDenied");
    assert!(message(&refused).contains("s3:PutObjectAcl on resource: \"arn:aws:s3:::media/key\""));
    house
        .set_acl(&ann, "/media/key", "bucket-owner-full-control")
        .await
        .expect(200);
    house
        .set_acl(&ann, "/media/key", "private")
        .await
        .expect(403);
    let grantee = format!("id={}", id(OTHER));
    let grant = [("x-amz-grant-read", grantee.as_str())];
    ann.send("PUT", "/media/key", &grant, "body")
        .await
        .expect(403);
    let by_grant = json!({
        "Effect": "Allow", "Action": ["s3:PutObjectAcl", "s3:PutBucketAcl"], "Resource": "*",
        "Condition": {"StringEquals": {"s3:x-amz-grant-read": grantee}},
    });
    crate::s3_help::set_policy(&house.owner, "ann", json!([write, by_grant])).await;
    for path in ["/media/key", "/media/key?acl", "/media?acl"] {
        let body = if path.contains('?') { "" } else { "body" };
        ann.send("PUT", path, &grant, body).await.expect(200);
    }
}

async fn ann_put(ann: &Client, acl: &str) -> Response {
    ann.send("PUT", "/media/key", &[("x-amz-acl", acl)], "body")
        .await
}

/// The guide's policy for buckets that want to own what is uploaded.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ensure-object-ownership.html>
#[tokio::test]
async fn a_bucket_can_insist_on_full_control() {
    let house = House::with("BucketOwnerPreferred").await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "Only allow writes to my bucket with bucket owner full control",
        "Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{OTHER}:root")},
        "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::media/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    }]});
    house
        .owner
        .send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    house
        .other
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(403);
    house
        .other
        .send("PUT", "/media/key", &[("x-amz-acl", "private")], "body")
        .await
        .expect(403);
    house
        .other
        .send(
            "PUT",
            "/media/key",
            &[("x-amz-acl", "bucket-owner-full-control")],
            "body",
        )
        .await
        .expect(200);
    house
        .owner
        .send("GET", "/media/key", &[], "")
        .await
        .expect(200);
}
