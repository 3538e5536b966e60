//! Checksums over parts: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>.

use bucketproof::protocol::checksum::{Algorithm, Checksum, Kind};

use crate::s3_help::{PART, all, body, checksum, started};
use crate::s3_uploads::{
    complete, complete_with, create, document, list_parts, listed, manifest, try_create, try_upload,
};
use crate::support::{Client, Response};

const LIST: &str = "x-amz-checksum-algorithm";
const TYPE: &str = "x-amz-checksum-type";

fn message(answer: &Response) -> String {
    answer.element("Message").unwrap()
}

async fn part(
    client: &Client,
    id: &str,
    number: u32,
    algorithm: Option<Algorithm>,
    bytes: &[u8],
) -> Response {
    let value = algorithm.map(|algorithm| checksum(algorithm, bytes));
    let headers: Vec<(&str, &str)> = algorithm
        .iter()
        .zip(&value)
        .map(|(algorithm, value)| (algorithm.header(), value.as_str()))
        .collect();
    try_upload(client, "k", id, number, &headers, bytes.to_vec()).await
}

fn element(algorithm: Algorithm, value: &str) -> String {
    format!("<{0}>{value}</{0}>", algorithm.element())
}

#[tokio::test]
async fn every_algorithm_and_type_from_end_to_end() {
    let (_emulator, client) = started().await;
    let parts = [body(1, PART), body(2, 777)];
    for algorithm in Algorithm::ALL {
        for kind in [Kind::FullObject, Kind::Composite] {
            let headers = [(LIST, algorithm.name()), (TYPE, kind.name())];
            let answer = try_create(&client, "k", &headers).await;
            let lower = algorithm.name().to_ascii_lowercase();
            if !algorithm.supports(kind) {
                let failure = answer.expect_error(400, "InvalidRequest");
                assert_eq!(
                    message(&failure),
                    format!(
                        "The {} checksum type cannot be used with the {lower} checksum algorithm.",
                        kind.name()
                    )
                );
                continue;
            }
            let answer = answer.expect(200);
            assert_eq!(answer.header(LIST), Some(algorithm.name()));
            assert_eq!(answer.header(TYPE), Some(kind.name()));
            let id = answer.element("UploadId").unwrap();
            let mut list = String::new();
            let mut digests = Vec::new();
            for (number, bytes) in (1..).zip(&parts) {
                let answer = part(&client, &id, number, Some(algorithm), bytes)
                    .await
                    .expect(200);
                let value = checksum(algorithm, bytes);
                assert_eq!(answer.header(algorithm.header()), Some(&*value));
                assert_eq!(answer.header(TYPE), None);
                let etag = answer.header("etag").unwrap();
                list += &listed(number, etag, &element(algorithm, &value));
                digests.push(Checksum::decode(algorithm, &value).unwrap());
            }
            let page = list_parts(&client, "k", &id, "").await.expect(200);
            assert_eq!(
                page.element("ChecksumAlgorithm").as_deref(),
                Some(algorithm.name())
            );
            assert_eq!(page.element("ChecksumType").as_deref(), Some(kind.name()));
            assert_eq!(
                all(&page, algorithm.element())[1],
                checksum(algorithm, &parts[1])
            );

            let expected = match kind {
                Kind::FullObject => checksum(algorithm, &parts.concat()),
                Kind::Composite => {
                    let joined: Vec<u8> = digests
                        .iter()
                        .flat_map(|digest| digest.as_bytes().to_vec())
                        .collect();
                    format!("{}-2", checksum(algorithm, &joined))
                }
            };
            let done = complete_with(&client, "k", &id, &[], document(&list))
                .await
                .expect(200);
            assert_eq!(done.element(algorithm.element()).unwrap(), expected);
            assert_eq!(done.element("ChecksumType").as_deref(), Some(kind.name()));
            let enabled = [("x-amz-checksum-mode", "ENABLED")];
            let head = client
                .send("HEAD", "/media/k", &enabled, "")
                .await
                .expect(200);
            assert_eq!(head.header(algorithm.header()), Some(&*expected));
            assert_eq!(head.header(TYPE), Some(kind.name()));
            let silent = client.send("HEAD", "/media/k", &[], "").await.expect(200);
            assert_eq!(silent.header(algorithm.header()), None);
            let second = client
                .send("GET", "/media/k?partNumber=2", &enabled, "")
                .await
                .expect(206);
            // Of a part only composite objects know the checksum.
            let of_part = (kind == Kind::Composite).then(|| checksum(algorithm, &parts[1]));
            assert_eq!(
                second.header(algorithm.header()).map(str::to_owned),
                of_part
            );
        }
    }
}

#[tokio::test]
async fn types_need_algorithms_and_have_defaults() {
    let (_emulator, client) = started().await;
    let failure = try_create(&client, "k", &[(TYPE, "COMPOSITE")])
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        message(&failure),
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
    );
    for algorithm in Algorithm::ALL {
        let answer = try_create(&client, "k", &[(LIST, algorithm.name())])
            .await
            .expect(200);
        let usual = if algorithm == Algorithm::Crc64Nvme {
            "FULL_OBJECT"
        } else {
            "COMPOSITE"
        };
        assert_eq!(answer.header(TYPE), Some(usual));
    }
    let plain = try_create(&client, "k", &[]).await.expect(200);
    assert_eq!((plain.header(LIST), plain.header(TYPE)), (None, None));
}

#[tokio::test]
async fn parts_keep_to_the_algorithm_of_the_upload() {
    let (_emulator, client) = started().await;
    let composite = create(&client, "k", &[(LIST, "SHA256")]).await;
    let failure = part(&client, &composite, 1, Some(Algorithm::Crc32), b"abc")
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        message(&failure),
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32"
    );
    let failure = part(&client, &composite, 1, None, b"abc")
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        message(&failure),
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null"
    );
    // A whole object's checksum can be computed from what S3 finds out itself.
    let full = create(&client, "k", &[(LIST, "CRC32C"), (TYPE, "FULL_OBJECT")]).await;
    let answer = part(&client, &full, 1, None, b"abc").await.expect(200);
    assert_eq!(answer.header("x-amz-checksum-crc32c"), Some("Nks/tw=="));
}

#[tokio::test]
async fn bodies_are_checked_as_they_come() {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    #[allow(clippy::type_complexity, reason = "a table of cases")]
    let cases: [(&[(&str, &str)], &str, &str); 5] = [
        (
            &[("x-amz-checksum-crc32", "AAAAAA==")],
            "BadDigest",
            "The CRC32 you specified did not match the calculated checksum.",
        ),
        (
            &[("x-amz-checksum-sha256", "short")],
            "InvalidRequest",
            "Value for x-amz-checksum-sha256 header is invalid.",
        ),
        (
            &[
                ("x-amz-checksum-crc32", "AAAAAA=="),
                ("x-amz-checksum-crc32c", "AAAAAA=="),
            ],
            "InvalidRequest",
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
        ),
        (
            &[("content-md5", "nonsense")],
            "InvalidDigest",
            "The Content-MD5 you specified was invalid.",
        ),
        (
            &[("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")],
            "BadDigest",
            "The Content-MD5 you specified did not match what we received.",
        ),
    ];
    for (headers, code, text) in cases {
        let failure = try_upload(&client, "k", &id, 1, headers, "abc")
            .await
            .expect_error(400, code);
        assert_eq!(message(&failure), text);
    }
    let failure = try_upload(
        &client,
        "k",
        &id,
        1,
        &[("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")],
        "abc",
    )
    .await;
    assert_eq!(
        failure.element("ExpectedDigest").as_deref(),
        Some("1B2M2Y8AsgTpgAmY7PhCfg==")
    );
    assert_eq!(
        crate::s3_help::blobs(&emulator),
        0,
        "refused bodies leave nothing behind"
    );
}

#[tokio::test]
async fn an_upload_without_an_algorithm_keeps_none_of_the_parts() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let answer = part(&client, &id, 1, Some(Algorithm::Crc32c), b"aaa")
        .await
        .expect(200);
    assert_eq!(answer.header("x-amz-checksum-crc32c"), Some("45fn2Q=="));
    let etag = answer.header("etag").unwrap().to_owned();
    let page = list_parts(&client, "k", &id, "").await.expect(200);
    assert_eq!(page.element("ChecksumAlgorithm"), None);
    assert_eq!(page.element("ChecksumCRC32C"), None);

    for algorithm in [Algorithm::Crc32c, Algorithm::Sha256] {
        let value = element(algorithm, &checksum(algorithm, b"aaa"));
        complete_with(&client, "k", &id, &[], document(&listed(1, &etag, &value)))
            .await
            .expect_error(400, "InvalidPart");
    }
    for kind in ["FULL_OBJECT", "COMPOSITE"] {
        let failure = complete_with(&client, "k", &id, &[(TYPE, kind)], manifest(&[(1, &etag)]))
            .await
            .expect_error(400, "InvalidRequest");
        assert_eq!(
            message(&failure),
            "The upload was created using the null checksum mode. The complete request must use the same checksum mode."
        );
    }
    // A checksum that the upload was not begun for is not looked at.
    let ignored = [("x-amz-checksum-crc32c", "AAAAAA==-2")];
    let done = complete_with(&client, "k", &id, &ignored, manifest(&[(1, &etag)]))
        .await
        .expect(200);
    assert_eq!(
        done.element("ChecksumCRC64NVME").as_deref(),
        Some("Rnr2/5P7Gsk=")
    );
}

#[tokio::test]
async fn composite_completions_list_every_checksum() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[(LIST, "CRC32")]).await;
    let answer = part(&client, &id, 1, Some(Algorithm::Crc32), b"abc")
        .await
        .expect(200);
    let etag = answer.header("etag").unwrap().to_owned();
    let failure = complete(&client, "k", &id, &[(1, &etag)])
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        message(&failure),
        "The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request."
    );
    let with = |value: &str| document(&listed(1, &etag, value));
    let other = element(Algorithm::Sha256, &checksum(Algorithm::Sha256, b"abc"));
    let failure = complete_with(&client, "k", &id, &[], with(&other))
        .await
        .expect_error(400, "BadDigest");
    assert_eq!(
        message(&failure),
        "The sha256 you specified for part 1 did not match what we received."
    );
    let right = element(Algorithm::Crc32, "NSRBwg==");
    complete_with(&client, "k", &id, &[], with(&(right.clone() + &other)))
        .await
        .expect_error(400, "InvalidArgument");
    complete_with(
        &client,
        "k",
        &id,
        &[],
        with(&element(Algorithm::Crc32, "AAAAAA==")),
    )
    .await
    .expect_error(400, "InvalidPart");
    let failure = complete_with(&client, "k", &id, &[(TYPE, "FULL_OBJECT")], with(&right))
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        message(&failure),
        "The upload was created using the COMPOSITE checksum mode. The complete request must use the same checksum mode."
    );
    complete_with(&client, "k", &id, &[], with(&right))
        .await
        .expect(200);
}

#[tokio::test]
async fn whole_objects_have_the_announced_checksum() {
    let (_emulator, client) = started().await;
    let id = create(&client, "k", &[(LIST, "CRC32C"), (TYPE, "FULL_OBJECT")]).await;
    let answer = part(&client, &id, 1, Some(Algorithm::Crc32c), b"abc")
        .await
        .expect(200);
    let etag = answer.header("etag").unwrap().to_owned();
    let list = manifest(&[(1, &etag)]);
    let right = "Nks/tw==";
    let bad = checksum(Algorithm::Crc32c, b"bad string");
    let refused: [&[(&str, &str)]; 5] = [
        // Without a type, the algorithm's usual one is meant, which is not the upload's.
        &[("x-amz-checksum-crc32c", right)],
        &[("x-amz-checksum-crc32c", "Nks/tw==-1")],
        &[("x-amz-checksum-crc64nvme", "BeXKuz/B+us=")],
        &[("x-amz-checksum-crc32c", &bad), (TYPE, "FULL_OBJECT")],
        &[("x-amz-checksum-crc32", "NSRBwg=="), (TYPE, "FULL_OBJECT")],
    ];
    for headers in refused {
        let failure = complete_with(&client, "k", &id, headers, list.clone())
            .await
            .expect_error(400, "BadDigest");
        assert_eq!(
            message(&failure),
            "The crc32c you specified did not match the calculated checksum."
        );
    }
    complete_with(&client, "k", &id, &[(TYPE, "COMPOSITE")], list.clone())
        .await
        .expect_error(400, "InvalidRequest");
    let headers = [("x-amz-checksum-crc32c", right), (TYPE, "FULL_OBJECT")];
    let done = complete_with(&client, "k", &id, &headers, list)
        .await
        .expect(200);
    assert_eq!(done.element("ChecksumCRC32C").as_deref(), Some(right));
}
