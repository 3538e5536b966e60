//! UploadPartCopy: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>.

use bucketproof::protocol::checksum::Algorithm;

use crate::s3_help::{PART, all, blobs, body, checksum, etag, set_versioning, started};
use crate::s3_uploads::{complete, create, list_parts, object, upload};
use crate::support::{Client, Response};

async fn copy_part(
    client: &Client,
    source: &str,
    id: &str,
    number: u32,
    headers: &[(&str, &str)],
) -> Response {
    let mut headers = headers.to_vec();
    headers.push(("x-amz-copy-source", source));
    let path = format!("/media/k?partNumber={number}&uploadId={id}");
    client.send("PUT", &path, &headers, "").await
}

#[tokio::test]
async fn parts_come_from_objects_and_ranges_of_them() {
    let (emulator, client) = started().await;
    let (first, second) = (body(1, PART), body(2, 1000));
    object(&client, "source", &[], &[&first, &second]).await;
    let whole = [first, second].concat();
    let id = create(&client, "k", &[]).await;
    let answer = copy_part(&client, "media/source", &id, 1, &[])
        .await
        .expect(200);
    assert_eq!(
        answer.element("ETag").unwrap(),
        etag(&whole).replace('"', "&quot;")
    );
    assert_eq!(answer.element("ChecksumCRC64NVME"), None);
    assert!(answer.element("LastModified").is_some());
    assert_eq!(
        answer.header("x-amz-server-side-encryption"),
        Some("AES256")
    );
    let one = etag(&whole);
    let slice = &whole[PART - 10..PART + 10];
    let range = format!("bytes={}-{}", PART - 10, PART + 9);
    copy_part(
        &client,
        "media/source",
        &id,
        2,
        &[("x-amz-copy-source-range", &range)],
    )
    .await
    .expect(200);
    let page = list_parts(&client, "k", &id, "").await.expect(200);
    assert_eq!(
        all(&page, "Size"),
        [whole.len().to_string(), "20".to_owned()]
    );
    complete(&client, "k", &id, &[(1, &one), (2, &etag(slice))])
        .await
        .expect(200);
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert!(got.body == [&whole, slice].concat());
    assert_eq!(blobs(&emulator), 4);
}

#[tokio::test]
async fn ranges_lie_inside_the_source() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/source", &[], "0123456789")
        .await
        .expect(200);
    let id = create(&client, "k", &[]).await;
    let ranged = async |range: &str| {
        copy_part(
            &client,
            "media/source",
            &id,
            1,
            &[("x-amz-copy-source-range", range)],
        )
        .await
    };
    for (range, expected) in [
        ("bytes=0-8", "012345678"),
        ("bytes=9-9", "9"),
        ("bytes=0-0", "0"),
    ] {
        let answer = ranged(range).await.expect(200);
        let tag = etag(expected.as_bytes()).replace('"', "&quot;");
        assert_eq!(answer.element("ETag").unwrap(), tag);
    }
    let malformed = [
        "0-8",
        "bytes=1-0",
        "bytes=-1-",
        "bytes=0--1",
        "bytes=0-1,3-4,7-9",
        "bytes=-",
        "bytes=-0",
        "bytes=1-",
        "bytes=-2",
        "bytes=-15",
    ];
    for range in malformed {
        let failure = ranged(range).await.expect_error(400, "InvalidArgument");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy"
            )
        );
        assert_eq!(
            failure.element("ArgumentName").as_deref(),
            Some("x-amz-copy-source-range")
        );
        assert_eq!(failure.element("ArgumentValue").as_deref(), Some(range));
    }
    let failure = ranged("bytes=0-100")
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Range specified is not valid for source object of size: 10")
    );
    let failure = ranged("bytes=100-200")
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("The specified copy range is invalid for the source object size")
    );
}

#[tokio::test]
async fn the_upload_chooses_the_checksum() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/source", &[], "this is a part")
        .await
        .expect(200);
    for kind in ["COMPOSITE", "FULL_OBJECT"] {
        let headers = [
            ("x-amz-checksum-algorithm", "CRC32C"),
            ("x-amz-checksum-type", kind),
        ];
        let id = create(&client, "k", &headers).await;
        let answer = copy_part(&client, "media/source", &id, 1, &[])
            .await
            .expect(200);
        assert_eq!(
            answer.element("ChecksumCRC32C").as_deref(),
            Some("iqJrOQ==")
        );
        assert_eq!(
            checksum(Algorithm::Crc32c, b"this is a part"),
            answer.element("ChecksumCRC32C").unwrap()
        );
        let page = list_parts(&client, "k", &id, "").await.expect(200);
        assert_eq!(page.element("ChecksumCRC32C").as_deref(), Some("iqJrOQ=="));
    }
}

#[tokio::test]
async fn what_cannot_be_copied_into_a_part() {
    let (_emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let cold = [("x-amz-storage-class", "DEEP_ARCHIVE")];
    client
        .send("PUT", "/media/cold", &cold, "test")
        .await
        .expect(200);
    let put = client
        .send("PUT", "/media/source", &[], "test")
        .await
        .expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let id = create(&client, "k", &[]).await;
    copy_part(&client, "media/cold", &id, 1, &[])
        .await
        .expect_error(403, "InvalidObjectState");
    copy_part(&client, "media/absent", &id, 1, &[])
        .await
        .expect_error(404, "NoSuchKey");
    copy_part(&client, "absent-bucket/k", &id, 1, &[])
        .await
        .expect_error(404, "NoSuchBucket");
    copy_part(&client, "media/source", "fakeid", 1, &[])
        .await
        .expect_error(404, "NoSuchUpload");
    copy_part(&client, "media/source", &id, 0, &[])
        .await
        .expect_error(400, "InvalidArgument");
    let failure = copy_part(
        &client,
        "media/source",
        &id,
        1,
        &[("x-amz-copy-source-if-match", "\"other\"")],
    )
    .await
    .expect_error(412, "PreconditionFailed");
    assert_eq!(
        failure.element("Condition").as_deref(),
        Some("x-amz-copy-source-If-Match")
    );
    let answer = copy_part(
        &client,
        &format!("media/source?versionId={version}"),
        &id,
        1,
        &[],
    )
    .await
    .expect(200);
    assert_eq!(
        answer.header("x-amz-copy-source-version-id"),
        Some(&*version)
    );
}

#[tokio::test]
async fn an_uploaded_part_gives_way_to_a_copied_one() {
    let (emulator, client) = started().await;
    client
        .send("PUT", "/media/source", &[], "copied")
        .await
        .expect(200);
    let id = create(&client, "k", &[]).await;
    upload(&client, "k", &id, 1, "uploaded").await;
    copy_part(&client, "media/source", &id, 1, &[])
        .await
        .expect(200);
    complete(&client, "k", &id, &[(1, &etag(b"copied"))])
        .await
        .expect(200);
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, "copied");
    assert_eq!(blobs(&emulator), 2);
}
