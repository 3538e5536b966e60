//! The steps of an upload: create, upload, complete, abort, list.

use bucketproof::protocol::checksum::Algorithm;

use crate::s3_help::{
    PART, all, blobs, body, checksum, etag, multipart_etag, set_versioning, started,
};
use crate::s3_uploads::{
    abort, complete, complete_with, create, document, list_parts, listed, manifest, object,
    try_create, try_upload, upload,
};

#[tokio::test]
async fn parts_become_an_object() {
    let (emulator, client) = started().await;
    let headers = [
        ("content-type", "video/mp4"),
        ("x-amz-meta-take", "3"),
        ("x-amz-storage-class", "STANDARD_IA"),
        ("x-amz-tagging", "project=blue"),
    ];
    let id = create(&client, "a/clip", &headers).await;
    let (first, second) = (body(1, PART), body(2, 1000));
    let one = upload(&client, "a/clip", &id, 1, first.clone()).await;
    assert_eq!(one, etag(&first));
    let two = upload(&client, "a/clip", &id, 2, second.clone()).await;
    client
        .send("GET", "/media/a/clip", &[], "")
        .await
        .expect_error(404, "NoSuchKey");

    let done = complete(&client, "a/clip", &id, &[(1, &one), (2, &two)])
        .await
        .expect(200);
    let whole_etag = multipart_etag(&[&first, &second]);
    assert_eq!(
        done.element("ETag").unwrap(),
        whole_etag.replace('"', "&quot;")
    );
    assert_eq!(done.element("Bucket").as_deref(), Some("media"));
    assert_eq!(done.element("Key").as_deref(), Some("a/clip"));
    assert_eq!(
        done.element("Location").unwrap(),
        format!("{}/media/a%2Fclip", emulator.endpoint())
    );
    let whole = [first, second].concat();
    assert_eq!(
        done.element("ChecksumCRC64NVME").unwrap(),
        checksum(Algorithm::Crc64Nvme, &whole)
    );
    assert_eq!(done.element("ChecksumType").as_deref(), Some("FULL_OBJECT"));

    let got = client
        .send("GET", "/media/a/clip", &[], "")
        .await
        .expect(200);
    assert_eq!(got.body, whole);
    assert_eq!(got.header("etag"), Some(&*whole_etag));
    assert_eq!(got.header("content-type"), Some("video/mp4"));
    assert_eq!(got.header("x-amz-meta-take"), Some("3"));
    assert_eq!(got.header("x-amz-storage-class"), Some("STANDARD_IA"));
    assert_eq!(got.header("x-amz-tagging-count"), Some("1"));
    assert_eq!(got.header("x-amz-mp-parts-count"), None);
    assert_eq!(blobs(&emulator), 2);
}

#[tokio::test]
async fn ranges_and_parts_of_a_completed_object() {
    let (_emulator, client) = started().await;
    let (first, second) = (body(1, PART), body(2, 1000));
    object(&client, "k", &[], &[&first, &second]).await;
    let whole = [first.clone(), second.clone()].concat();
    let size = whole.len();
    let ranges = [
        (PART - 3, PART + 4),
        (0, 0),
        (PART - 1, PART - 1),
        (PART, PART),
        (size - 1, size - 1),
        (0, size - 1),
    ];
    for (first_byte, last_byte) in ranges {
        let range = format!("bytes={first_byte}-{last_byte}");
        let got = client
            .send("GET", "/media/k", &[("range", &range)], "")
            .await
            .expect(206);
        assert_eq!(got.body, whole[first_byte..=last_byte], "{range}");
        assert_eq!(
            got.header("content-range").unwrap(),
            format!("bytes {first_byte}-{last_byte}/{size}")
        );
    }
    let part = client
        .send("GET", "/media/k?partNumber=2", &[], "")
        .await
        .expect(206);
    assert_eq!(part.body, second);
    assert_eq!(part.header("x-amz-mp-parts-count"), Some("2"));
    assert_eq!(
        part.header("content-range").unwrap(),
        format!("bytes {PART}-{}/{size}", size - 1)
    );
    let head = client
        .send("HEAD", "/media/k?partNumber=1", &[], "")
        .await
        .expect(206);
    assert_eq!(head.header("content-length").unwrap(), PART.to_string());
    let none = client
        .send("GET", "/media/k?partNumber=3", &[], "")
        .await
        .expect_error(416, "InvalidPartNumber");
    assert_eq!(none.element("ActualPartCount").as_deref(), Some("2"));
    assert_eq!(none.element("PartNumberRequested").as_deref(), Some("3"));
    client
        .send(
            "GET",
            "/media/k?partNumber=1",
            &[("range", "bytes=0-1")],
            "",
        )
        .await
        .expect_error(400, "InvalidRequest");
}

#[tokio::test]
async fn numbers_may_be_sparse_and_parts_may_stay_unlisted() {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let parts: Vec<Vec<u8>> = (0..5)
        .map(|seed| body(seed, PART + seed as usize))
        .collect();
    let numbers = [1, 2, 4, 7, 10_000];
    let mut etags = Vec::new();
    for (number, part) in numbers.iter().zip(&parts) {
        etags.push(upload(&client, "k", &id, *number, part.clone()).await);
    }
    assert_eq!(blobs(&emulator), 5);
    complete(
        &client,
        "k",
        &id,
        &[(2, &etags[1]), (7, &etags[3]), (10_000, &etags[4])],
    )
    .await
    .expect(200);
    assert_eq!(blobs(&emulator), 3, "the bodies of unlisted parts are gone");
    let whole = [&parts[1][..], &parts[3], &parts[4]].concat();
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, whole);
    assert_eq!(
        got.header("etag").unwrap(),
        multipart_etag(&[&parts[1], &parts[3], &parts[4]])
    );
    // A part is asked for by its position, not by the number it was uploaded under.
    let second = client
        .send("GET", "/media/k?partNumber=2", &[], "")
        .await
        .expect(206);
    assert_eq!(second.body, parts[3]);
    client.send("DELETE", "/media/k", &[], "").await.expect(204);
    assert_eq!(blobs(&emulator), 0);
}

#[tokio::test]
async fn a_part_is_replaced_by_the_next_one_with_its_number() {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let old = upload(&client, "k", &id, 1, "old").await;
    let new = upload(&client, "k", &id, 1, "new").await;
    assert_eq!(blobs(&emulator), 1);
    let failure = complete(&client, "k", &id, &[(1, &old)])
        .await
        .expect_error(400, "InvalidPart");
    assert_eq!(failure.element("PartNumber").as_deref(), Some("1"));
    assert_eq!(failure.element("ETag").unwrap(), old.trim_matches('"'));
    assert_eq!(failure.element("UploadId").unwrap(), id);
    complete(&client, "k", &id, &[(1, &new)]).await.expect(200);
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, "new");
}

#[tokio::test]
async fn lists_that_cannot_be_completed() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let small = upload(&client, "k", &id, 1, "four").await;
    let last = upload(&client, "k", &id, 2, "last").await;

    let failure = complete(&client, "k", &id, &[(1, &small), (2, &last)])
        .await
        .expect_error(400, "EntityTooSmall");
    assert_eq!(failure.element("ETag").unwrap(), small.trim_matches('"'));
    assert_eq!(
        failure.element("MinSizeAllowed").as_deref(),
        Some("5242880")
    );
    assert_eq!(failure.element("ProposedSize").as_deref(), Some("4"));
    assert_eq!(failure.element("PartNumber").as_deref(), Some("1"));

    let failure = complete(&client, "k", &id, &[(2, &last), (1, &small)])
        .await
        .expect_error(400, "InvalidPartOrder");
    assert_eq!(failure.element("UploadId").unwrap(), id);
    complete(&client, "k", &id, &[(1, &small), (1, &small)])
        .await
        .expect_error(400, "InvalidPartOrder");
    complete(&client, "k", &id, &[(3, &small)])
        .await
        .expect_error(400, "InvalidPart");

    let nothing = complete_with(&client, "k", &id, &[], "")
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        nothing.element("Message").as_deref(),
        Some("You must specify at least one part")
    );
    let odd = [
        document(""),
        "<Other/>".to_owned(),
        "not xml".to_owned(),
        document("<Part><ETag>x</ETag></Part>"),
        document("<Part><PartNumber>1</PartNumber></Part>"),
        document(&listed(1, "x", "").replace("<PartNumber>1", "<PartNumber>one")),
    ];
    for odd in odd {
        complete_with(&client, "k", &id, &[], odd)
            .await
            .expect_error(400, "MalformedXML");
    }
    let negative = listed(1, "x", "").replace("<PartNumber>1", "<PartNumber>0");
    complete_with(&client, "k", &id, &[], document(&negative))
        .await
        .expect_error(400, "InvalidArgument");

    // After all of that the upload is as it was.
    complete(&client, "k", &id, &[(1, &small)])
        .await
        .expect(200);
}

#[tokio::test]
async fn part_numbers_are_from_1_to_10000() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    for number in ["-1", "0", "10001", "x", ""] {
        let path = format!("/media/k?partNumber={number}&uploadId={id}");
        let failure = client
            .send("PUT", &path, &[], "x")
            .await
            .expect_error(400, "InvalidArgument");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some("Part number must be an integer between 1 and 10000, inclusive")
        );
        assert_eq!(
            failure.element("ArgumentName").as_deref(),
            Some("partNumber")
        );
        assert_eq!(failure.element("ArgumentValue").as_deref(), Some(number));
    }
    // Without its fellow, neither parameter may turn the request into an overwrite.
    client
        .send("PUT", "/media/k?partNumber=1", &[], "x")
        .await
        .expect_error(400, "InvalidArgument");
    client
        .send("PUT", &format!("/media/k?uploadId={id}"), &[], "x")
        .await
        .expect_error(405, "MethodNotAllowed");
}

#[tokio::test]
async fn uploads_that_are_not_there() {
    let (_emulator, client) = started().await;
    let of_other_key = create(&client, "other", &[]).await;
    for id in ["fakeid", of_other_key.as_str(), &of_other_key[1..]] {
        let steps = [
            try_upload(&client, "k", id, 1, &[], "x").await,
            complete(&client, "k", id, &[(1, "x")]).await,
            abort(&client, "k", id).await,
            list_parts(&client, "k", id, "").await,
        ];
        for failure in steps {
            let failure = failure.expect_error(404, "NoSuchUpload");
            assert_eq!(failure.element("UploadId").as_deref(), Some(id));
        }
    }
}

#[tokio::test]
async fn aborting_takes_everything_away_and_may_be_repeated() {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    upload(&client, "k", &id, 1, body(1, 1000)).await;
    upload(&client, "k", &id, 3, body(2, 1000)).await;
    abort(&client, "k", &id).await.expect(204);
    assert_eq!(blobs(&emulator), 0);
    abort(&client, "k", &id).await.expect(204);
    try_upload(&client, "k", &id, 1, &[], "x")
        .await
        .expect_error(404, "NoSuchUpload");
    complete(&client, "k", &id, &[(1, "x")])
        .await
        .expect_error(404, "NoSuchUpload");
    list_parts(&client, "k", &id, "")
        .await
        .expect_error(404, "NoSuchUpload");
    assert_eq!(blobs(&emulator), 0);
}

#[tokio::test]
async fn an_exact_repeat_of_a_completion_succeeds_while_the_version_is_there() {
    let (_emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let id = create(&client, "k", &[]).await;
    let (one, two) = (body(1, PART), body(2, 10));
    let one = upload(&client, "k", &id, 1, one).await;
    let two = upload(&client, "k", &id, 2, two).await;
    let list = [(1, one.as_str()), (2, two.as_str())];
    let first = complete(&client, "k", &id, &list).await.expect(200);
    let version = first.header("x-amz-version-id").unwrap().to_owned();
    abort(&client, "k", &id).await.expect(204);

    let again = complete(&client, "k", &id, &list).await.expect(200);
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("x-amz-version-id"), Some(&*version));
    complete(&client, "k", &id, &[(1, &one)])
        .await
        .expect_error(404, "NoSuchUpload");

    // Overwritten, but still a version.
    client.send("PUT", "/media/k", &[], "new").await.expect(200);
    complete(&client, "k", &id, &list).await.expect(200);
    client
        .send("DELETE", &format!("/media/k?versionId={version}"), &[], "")
        .await
        .expect(204);
    complete(&client, "k", &id, &list)
        .await
        .expect_error(404, "NoSuchUpload");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_completion_at_the_same_time_as_another_is_done_once() {
    let (emulator, client) = started().await;
    for round in 0..24 {
        let key = format!("k{round}");
        let id = create(&client, &key, &[]).await;
        let part = upload(&client, &key, &id, 1, "part").await;
        let list = [(1, part.as_str())];
        let (a, b, c) = tokio::join!(
            complete(&client, &key, &id, &list),
            complete(&client, &key, &id, &list),
            abort(&client, &key, &id),
        );
        c.expect(204);
        let statuses = (a.status, b.status);
        assert!(
            matches!(statuses, (200, 200) | (404, 404)),
            "all or nothing: {statuses:?}"
        );
        let got = client.send("GET", &format!("/media/{key}"), &[], "").await;
        assert_eq!(got.status, statuses.0);
    }
    let stored = emulator.stack().world.blobs.usage();
    assert!(stored.blobs <= 24);
}

#[tokio::test]
async fn conditional_completions() {
    let (_emulator, client) = started().await;
    let none = [("if-none-match", "*")];
    let begin = async |key: &str| {
        let id = create(&client, key, &[]).await;
        let part = upload(&client, key, &id, 1, "test").await;
        (id, manifest(&[(1, &part)]))
    };

    let put = client.send("PUT", "/media/k", &[], "old").await.expect(200);
    let old = put.header("etag").unwrap().to_owned();
    let (id, list) = begin("k").await;
    let failure = complete_with(&client, "k", &id, &none, list.clone())
        .await
        .expect_error(412, "PreconditionFailed");
    assert_eq!(
        failure.element("Condition").as_deref(),
        Some("If-None-Match")
    );
    client.send("DELETE", "/media/k", &[], "").await.expect(204);
    // The deletion came between the beginning and the end of the upload.
    let failure = complete_with(&client, "k", &id, &none, list)
        .await
        .expect_error(409, "ConditionalRequestConflict");
    assert_eq!(
        failure.element("Condition").as_deref(),
        Some("If-None-Match")
    );
    assert_eq!(failure.element("Key").as_deref(), Some("k"));
    let (id, list) = begin("k").await;
    complete_with(&client, "k", &id, &none, list)
        .await
        .expect(200);

    client.send("PUT", "/media/k", &[], "old").await.expect(200);
    let (id, list) = begin("k").await;
    client.send("PUT", "/media/k", &[], "old").await.expect(200);
    let failure = complete_with(&client, "k", &id, &[("if-match", &old)], list.clone())
        .await
        .expect_error(409, "ConditionalRequestConflict");
    assert_eq!(failure.element("Condition").as_deref(), Some("If-Match"));
    complete_with(
        &client,
        "k",
        &id,
        &[("if-match", "\"other\"")],
        list.clone(),
    )
    .await
    .expect_error(412, "PreconditionFailed");
    client.send("DELETE", "/media/k", &[], "").await.expect(204);
    complete_with(&client, "k", &id, &[("if-match", &old)], list.clone())
        .await
        .expect_error(404, "NoSuchKey");
    // Without a condition the last writer wins.
    complete_with(&client, "k", &id, &[], list)
        .await
        .expect(200);

    let (id, list) = begin("k").await;
    for header in [("if-match", "*"), ("if-none-match", "\"x\"")] {
        complete_with(&client, "k", &id, &[header], list.clone())
            .await
            .expect_error(501, "NotImplemented");
    }
}

#[tokio::test]
async fn the_announced_size_must_be_right() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let part = upload(&client, "k", &id, 1, "test").await;
    let list = manifest(&[(1, &part)]);
    let header = |size| [("x-amz-mp-object-size", size)];
    let failure = complete_with(&client, "k", &id, &header("5"), list.clone())
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some(
            "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4"
        )
    );
    complete_with(&client, "k", &id, &header("size"), list.clone())
        .await
        .expect_error(400, "InvalidRequest");
    complete_with(&client, "k", &id, &header("4"), list)
        .await
        .expect(200);
}

#[tokio::test]
async fn parts_are_listed_in_pages() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[("x-amz-storage-class", "GLACIER_IR")]).await;
    let empty = list_parts(&client, "k", &id, "").await.expect(200);
    assert_eq!(empty.element("NextPartNumberMarker").as_deref(), Some("0"));
    assert_eq!(empty.element("MaxParts").as_deref(), Some("1000"));
    assert_eq!(empty.element("StorageClass").as_deref(), Some("GLACIER_IR"));
    assert_eq!(empty.element("UploadId").unwrap(), id);
    let etags = [
        upload(&client, "k", &id, 2, "two").await,
        upload(&client, "k", &id, 3, "three").await,
        upload(&client, "k", &id, 9, "nine!").await,
    ];

    let first = list_parts(&client, "k", &id, "&max-parts=2")
        .await
        .expect(200);
    assert_eq!(all(&first, "PartNumber"), ["2", "3"]);
    assert_eq!(all(&first, "Size"), ["3", "5"]);
    assert_eq!(all(&first, "ETag")[1], etags[1].replace('"', "&quot;"));
    assert_eq!(first.element("IsTruncated").as_deref(), Some("true"));
    assert_eq!(first.element("NextPartNumberMarker").as_deref(), Some("3"));
    let second = list_parts(&client, "k", &id, "&max-parts=2&part-number-marker=3")
        .await
        .expect(200);
    assert_eq!(all(&second, "PartNumber"), ["9"]);
    assert_eq!(second.element("IsTruncated").as_deref(), Some("false"));
    assert_eq!(second.element("PartNumberMarker").as_deref(), Some("3"));
    let behind = list_parts(&client, "k", &id, "&part-number-marker=10")
        .await
        .expect(200);
    assert_eq!(behind.element("NextPartNumberMarker").as_deref(), Some("0"));
    let empty = list_parts(&client, "k", &id, "&part-number-marker=&max-parts=")
        .await
        .expect(200);
    assert_eq!(all(&empty, "PartNumber").len(), 3);
    for odd in [
        "&max-parts=x",
        "&part-number-marker=-1",
        "&max-parts=99999999999",
    ] {
        list_parts(&client, "k", &id, odd)
            .await
            .expect_error(400, "InvalidArgument");
    }
}

#[tokio::test]
async fn times_follow_the_virtual_clock() {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let clock = &emulator.stack().world.clock;
    clock.advance(3600).unwrap();
    let part = upload(&client, "k", &id, 1, "x").await;
    clock.advance(3600).unwrap();
    let before = clock.now().seconds();
    complete(&client, "k", &id, &[(1, &part)]).await.expect(200);
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    let modified = bucketproof::protocol::dates::parse_http(head.header("last-modified").unwrap());
    assert!(modified.unwrap() >= before);
}

#[tokio::test]
async fn creation_refuses_what_no_object_can_have() {
    let (_emulator, client) = started().await;
    #[allow(clippy::type_complexity, reason = "a table of cases")]
    let cases: [(&[(&str, &str)], u16, &str); 6] = [
        (
            &[("x-amz-storage-class", "COLD")],
            400,
            "InvalidStorageClass",
        ),
        (&[("x-amz-tagging", "a=1&a=2")], 400, "InvalidArgument"),
        (
            &[("x-amz-acl", "public-read")],
            400,
            "AccessControlListNotSupported",
        ),
        (
            &[("x-amz-server-side-encryption", "rot13")],
            400,
            "InvalidEncryptionAlgorithmError",
        ),
        (
            &[("x-amz-object-lock-legal-hold", "ON")],
            400,
            "InvalidRequest",
        ),
        (
            &[("x-amz-checksum-algorithm", "TEST")],
            400,
            "InvalidRequest",
        ),
    ];
    for (headers, status, code) in cases {
        try_create(&client, "k", headers)
            .await
            .expect_error(status, code);
    }
    let long = "k".repeat(1025);
    try_create(&client, &long, &[])
        .await
        .expect_error(400, "KeyTooLongError");
    client
        .send("POST", "/absent/k?uploads", &[], "")
        .await
        .expect_error(404, "NoSuchBucket");
    client
        .unsigned("POST", "/media/k?uploads", &[], "")
        .await
        .expect_error(403, "AccessDenied");
}
