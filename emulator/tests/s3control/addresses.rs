//! The ways in which a request names an access point, and what it cannot do through one.

use serde_json::json;

use crate::fixture::{self, OTHER, OWNER, POINT, POINT_PATH, control, create};
use crate::support::Client;

#[tokio::test]
async fn hosts_and_paths_lead_to_the_bucket() {
    let (_emulator, owner) = fixture::point().await;
    let made = control(&owner, "GET", "accesspoint/uploads", "").await;
    let alias = made.element("Alias").unwrap();
    let label = format!("uploads-{OWNER}");
    let hosts = [
        format!("{label}.s3-accesspoint.us-east-1.amazonaws.com"),
        format!("{label}.s3-accesspoint.dualstack.us-east-1.amazonaws.com"),
        format!("{label}.s3-accesspoint-fips.us-east-1.amazonaws.com"),
        format!("{label}.s3-accesspoint.us-east-1.localhost:4566"),
        format!("{label}.s3-accesspoint.localhost:4566"),
        // What SDKs make of an ARN and a custom endpoint.
        format!("{label}.localhost:4566"),
        format!("{label}.127.0.0.1:4566"),
        format!("{alias}.s3.us-east-1.amazonaws.com"),
        format!("{alias}.localhost:4566"),
    ];
    for host in &hosts {
        let headers = [("host", host.as_str())];
        let got = owner.send("GET", "/key", &headers, "").await;
        assert_eq!((got.status, got.text()), (200, "body".to_owned()), "{host}");
        let list = owner.send("GET", "/?list-type=2", &headers, "").await;
        assert_eq!(list.element("Key").as_deref(), Some("key"), "{host}");
    }
    let paths = [
        POINT_PATH.to_owned(),
        format!("/arn:aws:s3:us-east-1:{OWNER}:accesspoint/uploads"),
        format!("/{alias}"),
    ];
    for path in &paths {
        let object = format!("{path}/deep//er");
        owner.send("PUT", &object, &[], "new").await.expect(200);
        let got = owner.send("GET", "/media/deep//er", &[], "").await;
        assert_eq!((got.status, got.text()), (200, "new".to_owned()), "{path}");
        owner.send("DELETE", &object, &[], "").await.expect(204);
    }
}

#[tokio::test]
async fn head_bucket_tells_an_alias() {
    let (_emulator, owner) = fixture::point().await;
    let alias = control(&owner, "GET", "accesspoint/uploads", "").await;
    let alias = alias.element("Alias").unwrap();
    for (path, told) in [
        (format!("/{alias}"), "true"),
        ("/media".to_owned(), "false"),
        (POINT_PATH.to_owned(), "false"),
    ] {
        let head = owner.send("HEAD", &path, &[], "").await.expect(200);
        assert_eq!(
            head.header("x-amz-access-point-alias"),
            Some(told),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_bucket_of_that_name_comes_first() {
    let (_emulator, owner) = fixture::point().await;
    let label = format!("uploads-{OWNER}");
    let host = format!("{label}.localhost:4566");
    let headers = [("host", host.as_str())];
    owner.send("GET", "/key", &headers, "").await.expect(200);
    owner
        .send("PUT", &format!("/{label}"), &[], "")
        .await
        .expect(200);
    owner
        .send("GET", "/key", &headers, "")
        .await
        .expect_error(404, "NoSuchKey");
    // The endpoint for access points has no buckets.
    let host = format!("{label}.s3-accesspoint.localhost:4566");
    let headers = [("host", host.as_str())];
    owner.send("GET", "/key", &headers, "").await.expect(200);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let (_emulator, owner) = fixture::point().await;
    let missing = [
        POINT_PATH.replace("uploads", "downloads"),
        POINT_PATH.replace("us-east-1", "eu-west-1"),
        POINT_PATH.replace(OWNER, OTHER),
    ];
    for path in missing {
        owner
            .send("GET", &format!("{path}/key"), &[], "")
            .await
            .expect_error(404, "NoSuchAccessPoint");
    }
    owner
        .send("GET", "/uploads-abc-s3alias/key", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
}

#[tokio::test]
async fn buckets_are_managed_by_their_own_names() {
    let (_emulator, owner) = fixture::point().await;
    for (method, query) in [
        ("PUT", "?policy"),
        ("DELETE", "?policy"),
        ("PUT", "?versioning"),
        ("GET", "?versioning"),
        ("PUT", "?cors"),
        ("GET", "?publicAccessBlock"),
        ("DELETE", ""),
        ("PUT", ""),
    ] {
        let path = format!("{POINT_PATH}{query}");
        owner
            .send(method, &path, &[], "")
            .await
            .expect_error(405, "MethodNotAllowed");
    }
    let location = owner
        .send("GET", &format!("{POINT_PATH}?location"), &[], "")
        .await;
    location.expect(200);
    // Once more through another region's endpoint: the bucket's region is expected there too.
    let elsewhere = owner.clone().in_region("eu-west-1");
    elsewhere
        .send("GET", &format!("{POINT_PATH}/key"), &[], "")
        .await
        .expect_error(400, "AuthorizationHeaderMalformed");
}

#[tokio::test]
async fn nobody_comes_through_unsigned() {
    let (_emulator, owner) = fixture::point().await;
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    fixture::put_bucket_policy(
        &owner,
        json!([fixture::grant("*", "s3:GetObject", fixture::BUCKET_OBJECTS)]),
    )
    .await
    .expect(204);
    owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect(200);
    owner
        .unsigned("GET", &format!("{POINT_PATH}/key"), &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn presigned_urls_work_through_access_points() {
    let (_emulator, owner) = fixture::point().await;
    let url = owner.presign("GET", &format!("{POINT_PATH}/key"), &[], 60);
    let got = owner.unsigned("GET", &url, &[], "").await.expect(200);
    assert_eq!(got.text(), "body");
}

#[tokio::test]
async fn signature_version_2_is_not_taken() {
    let (_emulator, owner) = fixture::point().await;
    let point = format!("{POINT_PATH}/key?AWSAccessKeyId=test&Expires=9999999999&Signature=a");
    let label = format!("uploads-{OWNER}.localhost:4566");
    for (path, host) in [
        (point.as_str(), "localhost"),
        (
            "/key?AWSAccessKeyId=test&Expires=9999999999&Signature=a",
            label.as_str(),
        ),
    ] {
        let refused = owner.unsigned("GET", path, &[("host", host)], "").await;
        let refused = refused.expect_error(400, "InvalidRequest");
        let message = refused.element("Message").unwrap();
        assert!(message.contains("AWS4-HMAC-SHA256"), "{message}");
    }
}

#[tokio::test]
async fn copies_come_out_of_access_points_and_go_into_them() {
    let (emulator, owner) = fixture::point().await;
    let made = control(&owner, "GET", "accesspoint/uploads", "").await;
    let alias = made.element("Alias").unwrap();
    let object = format!("{POINT}/object/key");
    let sources = [
        object.clone(),
        bucketproof::protocol::uri::encode_query(&object),
        format!("{alias}/key"),
    ];
    for source in &sources {
        let headers = [("x-amz-copy-source", source.as_str())];
        for target in ["/media/copy".to_owned(), format!("{POINT_PATH}/copy")] {
            owner.send("PUT", &target, &headers, "").await.expect(200);
            let got = owner.send("GET", "/media/copy", &[], "").await;
            assert_eq!(got.text(), "body", "{source} to {target}");
            owner
                .send("DELETE", "/media/copy", &[], "")
                .await
                .expect(204);
        }
        // However it is named, an object is not copied onto itself.
        owner
            .send("PUT", "/media/key", &headers, "")
            .await
            .expect_error(400, "InvalidRequest");
    }
    let missing = object.replace("uploads", "downloads");
    let headers = [("x-amz-copy-source", missing.as_str())];
    owner
        .send("PUT", "/media/copy", &headers, "")
        .await
        .expect_error(404, "NoSuchAccessPoint");
    // The source is read through the access point: its permission is asked for.
    let ann = fixture::user(
        &emulator,
        OWNER,
        "ann",
        json!([fixture::allow(
            "s3:*",
            &["arn:aws:s3:::media", fixture::BUCKET_OBJECTS]
        )]),
    )
    .await;
    let headers = [("x-amz-copy-source", object.as_str())];
    ann.send("PUT", "/media/copy", &headers, "")
        .await
        .expect_error(403, "AccessDenied");
    let headers = [("x-amz-copy-source", "media/key")];
    ann.send("PUT", "/media/copy", &headers, "")
        .await
        .expect(200);
}

#[tokio::test]
async fn uploads_in_parts_go_through_access_points() {
    let (_emulator, owner) = fixture::point().await;
    let path = format!("{POINT_PATH}/long");
    let made = owner
        .send("POST", &format!("{path}?uploads"), &[], "")
        .await;
    let upload = made.element("UploadId").unwrap();
    let part = format!("{path}?partNumber=1&uploadId={upload}");
    let part = owner.send("PUT", &part, &[], "part").await.expect(200);
    let etag = part.header("etag").unwrap();
    let done = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    let done = owner
        .send("POST", &format!("{path}?uploadId={upload}"), &[], done)
        .await
        .expect(200);
    // S3 tells the bucket here, and not the access point.
    assert_eq!(done.element("Bucket").as_deref(), Some("media"));
    let got = owner.send("GET", "/media/long", &[], "").await.expect(200);
    assert_eq!(got.text(), "part");
}

#[tokio::test]
async fn the_stack_can_be_the_proxy_to_itself() {
    let (_emulator, owner) = fixture::point().await;
    let url = owner.presign("GET", &format!("{POINT_PATH}/key"), &[], 60);
    let absolute = format!("{}{url}", owner.endpoint);
    let got = owner.unsigned("GET", &absolute, &[], "").await.expect(200);
    assert_eq!(got.text(), "body");
}

#[tokio::test]
async fn a_vpc_origin_answers_nobody_from_the_internet() {
    let (emulator, owner) = fixture::bucket().await;
    let vpc = "<VpcConfiguration><VpcId>vpc-1a2b3c4d</VpcId></VpcConfiguration>";
    create(&owner, "uploads", vpc).await.expect(200);
    let refused = owner
        .send("GET", &format!("{POINT_PATH}/key"), &[], "")
        .await;
    let refused = refused.expect_error(403, "AccessDenied");
    let message = refused.element("Message").unwrap();
    assert!(
        message.ends_with("with an explicit deny in a resource-based policy"),
        "{message}"
    );
    // It is managed from anywhere.
    control(&owner, "GET", "accesspoint/uploads", "")
        .await
        .expect(200);
    let other = Client::new(&emulator, OTHER, "test");
    other
        .send("GET", &format!("{POINT_PATH}/key"), &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn a_bucket_can_be_called_like_the_api() {
    let (_emulator, owner) = fixture::bucket().await;
    owner.send("PUT", "/v20180820", &[], "").await.expect(200);
    let path = "/v20180820/accesspoint/uploads";
    owner.send("PUT", path, &[], "an object").await.expect(200);
    let got = owner.send("GET", path, &[], "").await.expect(200);
    assert_eq!(got.text(), "an object");
}

#[tokio::test]
async fn the_account_before_the_host_is_no_bucket() {
    let (_emulator, owner) = fixture::point().await;
    for host in [
        format!("{OWNER}.s3-control.us-east-1.amazonaws.com"),
        format!("{OWNER}.localhost:4566"),
        format!("{OWNER}.127.0.0.1:4566"),
        "s3-control.us-east-1.amazonaws.com".to_owned(),
    ] {
        let headers = [("host", host.as_str()), ("x-amz-account-id", OWNER)];
        let path = "/v20180820/accesspoint/uploads";
        let shown = owner.send("GET", path, &headers, "").await;
        assert_eq!(shown.element("Name").as_deref(), Some("uploads"), "{host}");
        // The header is required whatever the host says.
        let headers = [("host", host.as_str())];
        owner
            .send("GET", path, &headers, "")
            .await
            .expect_error(400, "InvalidRequest");
    }
}
