//! Multipart uploads as documented: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>.

mod support;

use bucketproof::Emulator;
use bucketproof::protocol::checksum::{Algorithm, Hasher, Md5};
use support::{Client, Response};

const MIB: usize = 1024 * 1024;
const PART: usize = 5 * MIB;

async fn started() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::root(&emulator);
    client.send("PUT", "/media", &[], "").await.expect(200);
    (emulator, client)
}

/// Bytes that differ from part to part.
fn body(seed: u8, size: usize) -> Vec<u8> {
    (0..size)
        .map(|at| (at as u8).wrapping_mul(31).wrapping_add(seed))
        .collect()
}

async fn create(client: &Client, key: &str, headers: &[(&str, &str)]) -> String {
    let path = format!("/media/{key}?uploads");
    let answer = client.send("POST", &path, headers, "").await.expect(200);
    answer.element("UploadId").unwrap()
}

async fn upload(client: &Client, key: &str, id: &str, number: u32, bytes: Vec<u8>) -> String {
    let answer = send_part(client, key, id, number, &[], bytes).await;
    answer.expect(200).header("etag").unwrap().to_owned()
}

async fn send_part(
    client: &Client,
    key: &str,
    id: &str,
    number: u32,
    headers: &[(&str, &str)],
    bytes: Vec<u8>,
) -> Response {
    let path = format!("/media/{key}?partNumber={number}&uploadId={id}");
    client.send("PUT", &path, headers, bytes).await
}

fn manifest(parts: &[(u32, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(number, etag)| {
            format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
        })
        .collect();
    document(&parts.concat())
}

fn document(parts: &str) -> String {
    format!(
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{parts}</CompleteMultipartUpload>"
    )
}

async fn complete(client: &Client, key: &str, id: &str, parts: &[(u32, &str)]) -> Response {
    complete_with(client, key, id, &[], manifest(parts)).await
}

async fn complete_with(
    client: &Client,
    key: &str,
    id: &str,
    headers: &[(&str, &str)],
    document: String,
) -> Response {
    let path = format!("/media/{key}?uploadId={id}");
    client.send("POST", &path, headers, document).await
}

fn crc(algorithm: Algorithm, bytes: &[u8]) -> String {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(bytes);
    hasher.finalize().base64()
}

fn multipart_etag(parts: &[&[u8]]) -> String {
    let digests: Vec<u8> = parts.iter().flat_map(|part| Md5::digest(part).0).collect();
    format!("\"{}-{}\"", Md5::digest(&digests).hex(), parts.len())
}

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
    assert_eq!(one, format!("\"{}\"", Md5::digest(&first).hex()));
    let two = upload(&client, "a/clip", &id, 2, second.clone()).await;
    client
        .send("GET", "/media/a/clip", &[], "")
        .await
        .expect_error(404, "NoSuchKey");

    let done = complete(&client, "a/clip", &id, &[(1, &one), (2, &two)])
        .await
        .expect(200);
    let etag = multipart_etag(&[&first, &second]);
    assert_eq!(done.element("ETag").unwrap(), etag.replace('"', "&quot;"));
    assert_eq!(done.element("Bucket").as_deref(), Some("media"));
    assert_eq!(done.element("Key").as_deref(), Some("a/clip"));
    assert_eq!(
        done.element("Location").unwrap(),
        format!("{}/media/a%2Fclip", emulator.endpoint())
    );
    let whole = [first, second].concat();
    assert_eq!(
        done.element("ChecksumCRC64NVME").unwrap(),
        crc(Algorithm::Crc64Nvme, &whole)
    );
    assert_eq!(done.element("ChecksumType").as_deref(), Some("FULL_OBJECT"));

    let got = client
        .send("GET", "/media/a/clip", &[], "")
        .await
        .expect(200);
    assert_eq!(got.body, whole);
    assert_eq!(got.header("etag"), Some(&*etag));
    assert_eq!(got.header("content-type"), Some("video/mp4"));
    assert_eq!(got.header("x-amz-meta-take"), Some("3"));
    assert_eq!(got.header("x-amz-storage-class"), Some("STANDARD_IA"));
    assert_eq!(got.header("x-amz-tagging-count"), Some("1"));
    assert_eq!(got.header("x-amz-mp-parts-count"), None);
}
