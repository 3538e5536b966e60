//! What is copied, what is replaced, and what is refused.

use bucketproof::protocol::checksum::Algorithm;

use crate::s3_help::{PART, blobs, body, checksum, copy, etag, started};
use crate::s3_uploads::object;

#[tokio::test]
async fn everything_but_the_storage_class_and_the_redirect_comes_along() {
    let (emulator, client) = started().await;
    let headers = [
        ("content-type", "text/plain"),
        ("content-language", "en-US"),
        ("cache-control", "no-cache"),
        ("x-amz-meta-key", "value"),
        ("x-amz-tagging", "key1=value1"),
        ("x-amz-storage-class", "STANDARD_IA"),
        ("x-amz-website-redirect-location", "/there"),
        ("x-amz-checksum-algorithm", "CRC32"),
    ];
    client
        .send("PUT", "/media/from", &headers, "test")
        .await
        .expect(200);
    let done = copy(&client, "media/from", "to", &[]).await.expect(200);
    assert_eq!(
        done.element("ETag").unwrap(),
        etag(b"test").replace('"', "&quot;")
    );
    assert_eq!(done.element("ChecksumCRC32").as_deref(), Some("2H9+DA=="));
    assert_eq!(done.element("ChecksumType").as_deref(), Some("FULL_OBJECT"));
    assert!(done.element("LastModified").unwrap().ends_with('Z'));
    assert_eq!(done.header("x-amz-server-side-encryption"), Some("AES256"));
    assert_eq!(done.header("x-amz-version-id"), None);
    assert_eq!(done.header("x-amz-copy-source-version-id"), None);

    let got = client.send("GET", "/media/to", &[], "").await.expect(200);
    assert_eq!(got.body, "test");
    for (name, value) in &headers[..4] {
        assert_eq!(got.header(name), Some(*value));
    }
    assert_eq!(got.header("x-amz-tagging-count"), Some("1"));
    assert_eq!(got.header("x-amz-storage-class"), None);
    assert_eq!(got.header("x-amz-website-redirect-location"), None);
    assert_eq!(blobs(&emulator), 2, "a copy has a body of its own");
    client
        .send("DELETE", "/media/from", &[], "")
        .await
        .expect(204);
    let got = client.send("GET", "/media/to", &[], "").await.expect(200);
    assert_eq!(got.body, "test");
}

#[tokio::test]
async fn directives() {
    let (_emulator, client) = started().await;
    let headers = [
        ("content-type", "text/plain"),
        ("x-amz-meta-key", "value"),
        ("x-amz-tagging", "key1=value1"),
    ];
    client
        .send("PUT", "/media/from", &headers, "test")
        .await
        .expect(200);
    // Without REPLACE the request's own metadata and tags are not looked at.
    let others = [
        ("content-type", "text/html"),
        ("x-amz-meta-key2", "value2"),
        ("x-amz-tagging", "a=1&b=2"),
    ];
    for directive in [None, Some("COPY")] {
        let mut asked = others.to_vec();
        if let Some(directive) = directive {
            asked.push(("x-amz-metadata-directive", directive));
            asked.push(("x-amz-tagging-directive", directive));
        }
        copy(&client, "media/from", "to", &asked).await.expect(200);
        let head = client.send("HEAD", "/media/to", &[], "").await.expect(200);
        assert_eq!(head.header("content-type"), Some("text/plain"));
        assert_eq!(head.header("x-amz-meta-key"), Some("value"));
        assert_eq!(head.header("x-amz-meta-key2"), None);
        assert_eq!(head.header("x-amz-tagging-count"), Some("1"));
    }
    let mut asked = others.to_vec();
    asked.push(("x-amz-metadata-directive", "REPLACE"));
    asked.push(("x-amz-tagging-directive", "REPLACE"));
    copy(&client, "media/from", "to", &asked).await.expect(200);
    let head = client.send("HEAD", "/media/to", &[], "").await.expect(200);
    assert_eq!(head.header("content-type"), Some("text/html"));
    assert_eq!(head.header("x-amz-meta-key"), None);
    assert_eq!(head.header("x-amz-meta-key2"), Some("value2"));
    assert_eq!(head.header("x-amz-tagging-count"), Some("2"));
    // Replaced by nothing.
    let asked = [
        ("x-amz-metadata-directive", "REPLACE"),
        ("x-amz-tagging-directive", "REPLACE"),
    ];
    copy(&client, "media/from", "to", &asked).await.expect(200);
    let head = client.send("HEAD", "/media/to", &[], "").await.expect(200);
    assert_eq!(head.header("content-type"), Some("binary/octet-stream"));
    assert_eq!(head.header("x-amz-meta-key2"), None);
    assert_eq!(head.header("x-amz-tagging-count"), None);
    for (header, text) in [
        ("x-amz-metadata-directive", "Unknown metadata directive."),
        ("x-amz-tagging-directive", "Unknown tagging directive."),
    ] {
        let failure = copy(&client, "media/from", "to", &[(header, "KEEP")])
            .await
            .expect_error(400, "InvalidArgument");
        assert_eq!(failure.element("Message").as_deref(), Some(text));
    }
}

#[tokio::test]
async fn sources_are_written_in_several_ways() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/a%20b/%C3%A9%2B%3F", &[], "odd")
        .await
        .expect(200);
    for source in [
        "media/a%20b/%C3%A9%2B%3F",
        "/media/a%20b/%C3%A9%2B%3F",
        "media/a+b/%C3%A9%2B%3F",
        "media%2Fa%20b%2F%C3%A9%2B%3F",
    ] {
        copy(&client, source, "to", &[]).await.expect(200);
        let got = client.send("GET", "/media/to", &[], "").await.expect(200);
        assert_eq!(got.body, "odd", "{source}");
    }
    let cases = [
        ("wrongformat", "Invalid copy source object key"),
        ("media/", "Invalid copy source object key"),
        ("", "Invalid copy source bucket name"),
        ("//key", "Invalid copy source bucket name"),
        ("media/%FF", "Invalid copy source encoding"),
        ("media/%zz", "Invalid copy source encoding"),
    ];
    for (source, text) in cases {
        let failure = copy(&client, source, "to", &[])
            .await
            .expect_error(400, "InvalidArgument");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some(text),
            "{source}"
        );
        assert_eq!(
            failure.element("ArgumentName").as_deref(),
            Some("x-amz-copy-source")
        );
        assert_eq!(
            failure.element("ArgumentValue").as_deref(),
            Some("x-amz-copy-source")
        );
    }
    let failure = copy(&client, "absent-bucket/key", "to", &[])
        .await
        .expect_error(404, "NoSuchBucket");
    assert_eq!(
        failure.element("BucketName").as_deref(),
        Some("absent-bucket")
    );
    let failure = copy(&client, "media/absent", "to", &[])
        .await
        .expect_error(404, "NoSuchKey");
    assert_eq!(failure.element("Key").as_deref(), Some("absent"));
}

#[tokio::test]
async fn a_copy_onto_itself_must_change_something() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/k", &[("x-amz-meta-a", "1")], "test")
        .await
        .expect(200);
    let illegal: [&[(&str, &str)]; 4] = [
        &[],
        &[("x-amz-meta-b", "2")],
        &[("x-amz-acl", "bucket-owner-full-control")],
        &[
            ("x-amz-tagging-directive", "REPLACE"),
            ("x-amz-tagging", "a=1"),
        ],
    ];
    for headers in illegal {
        let failure = copy(&client, "media/k", "k", headers)
            .await
            .expect_error(400, "InvalidRequest");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
            )
        );
    }
    let legal: [&[(&str, &str)]; 4] = [
        &[("x-amz-metadata-directive", "REPLACE")],
        &[("x-amz-storage-class", "STANDARD")],
        &[("x-amz-website-redirect-location", "/there")],
        &[("x-amz-server-side-encryption", "AES256")],
    ];
    for headers in legal {
        copy(&client, "media/k", "k", headers).await.expect(200);
        let got = client.send("GET", "/media/k", &[], "").await.expect(200);
        assert_eq!(got.body, "test");
    }
    // A default encryption of the bucket's own makes every copy a change.
    let rule = "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";
    client
        .send("PUT", "/media?encryption", &[], rule)
        .await
        .expect(200);
    copy(&client, "media/k", "k", &[]).await.expect(200);
}

#[tokio::test]
async fn storage_classes_and_archived_sources() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/k", &[], "test")
        .await
        .expect(200);
    copy(
        &client,
        "media/k",
        "cold",
        &[("x-amz-storage-class", "GLACIER")],
    )
    .await
    .expect(200);
    let head = client
        .send("HEAD", "/media/cold", &[], "")
        .await
        .expect(200);
    assert_eq!(head.header("x-amz-storage-class"), Some("GLACIER"));
    let failure = copy(&client, "media/cold", "to", &[])
        .await
        .expect_error(403, "InvalidObjectState");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Operation is not valid for the source object's storage class")
    );
    copy(
        &client,
        "media/k",
        "to",
        &[("x-amz-storage-class", "OUTPOSTS")],
    )
    .await
    .expect_error(400, "InvalidStorageClass");
}

#[tokio::test]
async fn checksums_are_kept_or_computed_anew() {
    let (_emulator, client) = started().await;
    let bytes = "{\"key\": \"value\"}";
    for algorithm in Algorithm::ALL {
        let value = checksum(algorithm, bytes.as_bytes());
        client
            .send("PUT", "/media/from", &[(algorithm.header(), &value)], bytes)
            .await
            .expect(200);
        let done = copy(&client, "media/from", "to", &[]).await.expect(200);
        assert_eq!(done.element(algorithm.element()), Some(value));
        for other in Algorithm::ALL {
            let asked = [("x-amz-checksum-algorithm", other.name())];
            let done = copy(&client, "media/from", "to", &asked).await.expect(200);
            let value = checksum(other, bytes.as_bytes());
            assert_eq!(done.element(other.element()).as_deref(), Some(&*value));
            let enabled = [("x-amz-checksum-mode", "ENABLED")];
            let head = client
                .send("HEAD", "/media/to", &enabled, "")
                .await
                .expect(200);
            assert_eq!(head.header(other.header()), Some(&*value));
        }
    }
    copy(
        &client,
        "media/from",
        "to",
        &[("x-amz-checksum-algorithm", "CRC99")],
    )
    .await
    .expect_error(400, "InvalidRequest");
}

#[tokio::test]
async fn an_object_in_parts_becomes_one_of_one_piece() {
    let (_emulator, client) = started().await;
    let (first, second) = (body(1, PART), body(2, 10));
    object(&client, "from", &[], &[&first, &second]).await;
    let whole = [first, second].concat();
    let done = copy(&client, "media/from", "to", &[]).await.expect(200);
    assert_eq!(
        done.element("ETag").unwrap(),
        etag(&whole).replace('"', "&quot;")
    );
    assert_eq!(
        done.element("ChecksumCRC64NVME").unwrap(),
        checksum(Algorithm::Crc64Nvme, &whole)
    );
    let got = client.send("GET", "/media/to", &[], "").await.expect(200);
    assert!(got.body == whole);
    assert_eq!(got.header("etag").unwrap(), etag(&whole));
}

#[tokio::test]
async fn a_composite_checksum_becomes_that_of_the_whole() {
    let (_emulator, client) = started().await;
    let bytes = body(3, 100);
    let headers = [("x-amz-checksum-algorithm", "CRC32")];
    let id = crate::s3_uploads::create(&client, "from", &headers).await;
    let value = checksum(Algorithm::Crc32, &bytes);
    let answer = crate::s3_uploads::try_upload(
        &client,
        "from",
        &id,
        1,
        &[("x-amz-checksum-crc32", &value)],
        bytes.clone(),
    )
    .await
    .expect(200);
    let listed = crate::s3_uploads::listed(
        1,
        answer.header("etag").unwrap(),
        &format!("<ChecksumCRC32>{value}</ChecksumCRC32>"),
    );
    let document = crate::s3_uploads::document(&listed);
    crate::s3_uploads::complete_with(&client, "from", &id, &[], document)
        .await
        .expect(200);
    let done = copy(&client, "media/from", "to", &[]).await.expect(200);
    assert_eq!(done.element("ChecksumCRC32"), Some(value));
    assert_eq!(done.element("ChecksumType").as_deref(), Some("FULL_OBJECT"));
}

#[tokio::test]
async fn empty_objects_and_other_buckets() {
    let (_emulator, client) = started().await;
    let far = client.clone().in_region("eu-west-1");
    let place = "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    far.send("PUT", "/far-away", &[], place).await.expect(200);
    client
        .send("PUT", "/media/empty", &[("content-length", "0")], "")
        .await
        .expect(200);
    let source = [("x-amz-copy-source", "media/empty")];
    far.send("PUT", "/far-away/empty", &source, "")
        .await
        .expect(200);
    let got = far
        .send("GET", "/far-away/empty", &[], "")
        .await
        .expect(200);
    assert_eq!(got.body, "");
    assert_eq!(got.header("content-length"), Some("0"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_source_that_is_overwritten_meanwhile_is_copied_whole() {
    let (emulator, client) = started().await;
    let (a, b) = (body(1, 300_000), body(2, 200_000));
    client
        .send("PUT", "/media/from", &[], a.clone())
        .await
        .expect(200);
    let writer = {
        let (client, a, b) = (client.clone(), a.clone(), b.clone());
        tokio::spawn(async move {
            for round in 0..60 {
                let bytes = if round % 2 == 0 { &b } else { &a };
                client
                    .send("PUT", "/media/from", &[], bytes.clone())
                    .await
                    .expect(200);
            }
        })
    };
    for round in 0..60 {
        if round % 2 == 0 {
            copy(&client, "media/from", "to", &[]).await.expect(200);
            let got = client.send("GET", "/media/to", &[], "").await.expect(200);
            assert!(
                got.body == a || got.body == b,
                "neither the old nor the new bytes"
            );
        } else {
            let got = client.send("GET", "/media/from", &[], "").await.expect(200);
            assert!(
                got.body == a || got.body == b,
                "neither the old nor the new bytes"
            );
        }
    }
    writer.await.unwrap();
    assert_eq!(blobs(&emulator), 2);
}
