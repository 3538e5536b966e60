//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>.

use bucketproof::protocol::checksum::Algorithm;
use serde_json::json;

use crate::s3_help::{PART, all, allow, body, checksum, set_policy, set_versioning, started, user};
use crate::s3_uploads::{complete_with, create, document, listed, upload};
use crate::support::{Client, Response};

async fn attributes(client: &Client, target: &str, names: &str, more: &[(&str, &str)]) -> Response {
    let mut headers = vec![("x-amz-object-attributes", names)];
    headers.extend_from_slice(more);
    client
        .send("GET", &format!("/media/{target}"), &headers, "")
        .await
}

const ALL: &str = "ETag,Checksum,ObjectParts,StorageClass,ObjectSize";

#[tokio::test]
async fn a_plain_object_has_them_all_but_parts() {
    let (_emulator, client) = started().await;
    let crc = checksum(Algorithm::Crc64Nvme, b"test");
    let put = client
        .send("PUT", "/media/k", &[], "test")
        .await
        .expect(200);
    assert_eq!(put.header("x-amz-checksum-crc64nvme"), Some(&*crc));
    let got = attributes(&client, "k?attributes", ALL, &[])
        .await
        .expect(200);
    assert_eq!(
        got.text(),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<GetObjectAttributesResponse xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><ETag>098f6bcd4621d373cade4e832627b4f6</ETag><Checksum><ChecksumCRC64NVME>{crc}</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType></Checksum><StorageClass>STANDARD</StorageClass><ObjectSize>4</ObjectSize></GetObjectAttributesResponse>"
        )
    );
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.header("last-modified"), head.header("last-modified"));
    assert_eq!(got.header("x-amz-version-id"), None);

    let got = attributes(&client, "k?attributes", "ObjectSize", &[])
        .await
        .expect(200);
    assert_eq!(got.element("ObjectSize").as_deref(), Some("4"));
    assert_eq!(got.element("ETag"), None);
    // The names may stand in several headers.
    let more = [("x-amz-object-attributes", "ETag")];
    let got = attributes(&client, "k?attributes", "StorageClass", &more)
        .await
        .expect(200);
    assert!(got.element("ETag").is_some() && got.element("StorageClass").is_some());
    let key = [("x-amz-server-side-encryption-customer-algorithm", "AES256")];
    attributes(&client, "k?attributes", ALL, &key)
        .await
        .expect_error(400, "InvalidRequest");
    let other = [("if-match", "\"other\"")];
    attributes(&client, "k?attributes", ALL, &other)
        .await
        .expect_error(412, "PreconditionFailed");
    let failure = attributes(&client, "k?attributes", "ETag,Size", &[])
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(failure.element("ArgumentValue").as_deref(), Some("Size"));
}

#[tokio::test]
async fn an_archived_object_shows_its_class() {
    let (_emulator, client) = started().await;
    for class in ["GLACIER", "STANDARD_IA", "DEEP_ARCHIVE"] {
        client
            .send("PUT", "/media/k", &[("x-amz-storage-class", class)], "x")
            .await
            .expect(200);
        let got = attributes(&client, "k?attributes", ALL, &[])
            .await
            .expect(200);
        assert_eq!(got.element("StorageClass").as_deref(), Some(class));
    }
}

#[tokio::test]
async fn versions_and_markers() {
    let (_emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let put = client.send("PUT", "/media/k", &[], "one").await.expect(200);
    let one = put.header("x-amz-version-id").unwrap().to_owned();
    let put = client
        .send("PUT", "/media/k", &[], "second")
        .await
        .expect(200);
    let two = put.header("x-amz-version-id").unwrap().to_owned();
    let got = attributes(&client, "k?attributes", "ObjectSize", &[])
        .await
        .expect(200);
    assert_eq!(got.header("x-amz-version-id"), Some(&*two));
    let by_version = format!("k?attributes&versionId={one}");
    let got = attributes(&client, &by_version, "ObjectSize", &[])
        .await
        .expect(200);
    assert_eq!(got.header("x-amz-version-id"), Some(&*one));
    assert_eq!(got.element("ObjectSize").as_deref(), Some("3"));
    let deleted = client.send("DELETE", "/media/k", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    let failure = attributes(&client, "k?attributes", ALL, &[])
        .await
        .expect_error(404, "NoSuchKey");
    assert_eq!(failure.element("Key").as_deref(), Some("k"));
    assert_eq!(failure.header("x-amz-delete-marker"), Some("true"));
    let by_version = format!("k?attributes&versionId={marker}");
    attributes(&client, &by_version, ALL, &[])
        .await
        .expect_error(405, "MethodNotAllowed");
}

#[tokio::test]
async fn parts_with_checksums_come_in_pages() {
    let (_emulator, client) = started().await;
    let headers = [("x-amz-checksum-algorithm", "SHA256")];
    let id = create(&client, "big", &headers).await;
    let mut parts = String::new();
    let mut sums = Vec::new();
    for (number, size) in [(2_u32, PART), (3, PART), (7, 3)] {
        let bytes = body(number as u8, size);
        let sum = checksum(Algorithm::Sha256, &bytes);
        let put = client
            .send(
                "PUT",
                &format!("/media/big?partNumber={number}&uploadId={id}"),
                &[("x-amz-checksum-sha256", &sum)],
                bytes,
            )
            .await
            .expect(200);
        let element = format!("<ChecksumSHA256>{sum}</ChecksumSHA256>");
        parts.push_str(&listed(number, put.header("etag").unwrap(), &element));
        sums.push(sum);
    }
    complete_with(&client, "big", &id, &[], document(&parts))
        .await
        .expect(200);
    let got = attributes(&client, "big?attributes", "ObjectParts", &[])
        .await
        .expect(200);
    assert_eq!(got.element("PartsCount").as_deref(), Some("3"));
    assert_eq!(got.element("MaxParts").as_deref(), Some("1000"));
    assert_eq!(got.element("IsTruncated").as_deref(), Some("false"));
    assert_eq!(got.element("NextPartNumberMarker").as_deref(), Some("7"));
    assert_eq!(all(&got, "PartNumber"), ["2", "3", "7"]);
    assert_eq!(all(&got, "ChecksumSHA256"), sums);
    let size = PART.to_string();
    assert_eq!(all(&got, "Size"), [&*size, &*size, "3"]);

    let page = [("x-amz-max-parts", "2")];
    let got = attributes(&client, "big?attributes", ALL, &page)
        .await
        .expect(200);
    assert_eq!(all(&got, "PartNumber"), ["2", "3"]);
    assert_eq!(got.element("IsTruncated").as_deref(), Some("true"));
    assert_eq!(got.element("NextPartNumberMarker").as_deref(), Some("3"));
    assert_eq!(got.element("ChecksumType").as_deref(), Some("COMPOSITE"));
    let page = [("x-amz-max-parts", "2"), ("x-amz-part-number-marker", "3")];
    let got = attributes(&client, "big?attributes", "ObjectParts", &page)
        .await
        .expect(200);
    assert_eq!(all(&got, "PartNumber"), ["7"]);
    assert_eq!(got.element("PartNumberMarker").as_deref(), Some("3"));
    assert_eq!(got.element("IsTruncated").as_deref(), Some("false"));
    attributes(
        &client,
        "big?attributes",
        ALL,
        &[("x-amz-max-parts", "many")],
    )
    .await
    .expect_error(400, "InvalidArgument");
}

#[tokio::test]
async fn parts_without_checksums_are_only_counted() {
    let (_emulator, client) = started().await;
    let id = create(&client, "big", &[]).await;
    let part = upload(&client, "big", &id, 1, "only").await;
    crate::s3_uploads::complete(&client, "big", &id, &[(1, &part)])
        .await
        .expect(200);
    let got = attributes(&client, "big?attributes", "ObjectParts", &[])
        .await
        .expect(200);
    assert_eq!(
        got.element("ObjectParts").as_deref(),
        Some("<PartsCount>1</PartsCount>")
    );
}

#[tokio::test]
async fn two_permissions_are_needed() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let put = root.send("PUT", "/media/k", &[], "x").await.expect(200);
    let by_version = format!(
        "k?attributes&versionId={}",
        put.header("x-amz-version-id").unwrap()
    );
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:ListAllMyBuckets"], &["*"])]),
    )
    .await;
    for (target, pair) in [
        ("k?attributes", ["s3:GetObject", "s3:GetObjectAttributes"]),
        (
            &*by_version,
            ["s3:GetObjectVersion", "s3:GetObjectVersionAttributes"],
        ),
    ] {
        let needed = |index: usize| format!("to perform: {} on", pair[index]);
        for only in [0, 1] {
            let policy = json!([allow(&pair[only..=only], &["*"])]);
            set_policy(&root, "ann", policy).await;
            let failure = attributes(&ann, target, ALL, &[])
                .await
                .expect_error(403, "AccessDenied");
            assert!(
                failure.text().contains(&needed(1 - only)),
                "{}",
                failure.text()
            );
        }
        set_policy(&root, "ann", json!([allow(&pair, &["*"])])).await;
        attributes(&ann, target, ALL, &[]).await.expect(200);
    }
}
