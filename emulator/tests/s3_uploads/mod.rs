//! The steps of a multipart upload to the bucket `media`.

#![allow(
    dead_code,
    reason = "every test file compiles this module and uses its own part of it"
)]

use bytes::Bytes;

use crate::support::{Client, Response};

pub async fn create(client: &Client, key: &str, headers: &[(&str, &str)]) -> String {
    let answer = try_create(client, key, headers).await.expect(200);
    answer.element("UploadId").unwrap()
}

pub async fn try_create(client: &Client, key: &str, headers: &[(&str, &str)]) -> Response {
    let path = format!("/media/{key}?uploads");
    client.send("POST", &path, headers, "").await
}

/// Uploads a part and gives its entity tag, with quotes.
pub async fn upload(
    client: &Client,
    key: &str,
    id: &str,
    number: u32,
    bytes: impl Into<Bytes>,
) -> String {
    let answer = try_upload(client, key, id, number, &[], bytes).await;
    answer.expect(200).header("etag").unwrap().to_owned()
}

pub async fn try_upload(
    client: &Client,
    key: &str,
    id: &str,
    number: u32,
    headers: &[(&str, &str)],
    bytes: impl Into<Bytes>,
) -> Response {
    let path = format!("/media/{key}?partNumber={number}&uploadId={id}");
    client.send("PUT", &path, headers, bytes).await
}

/// The document that lists parts by number and entity tag.
pub fn manifest(parts: &[(u32, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(number, etag)| listed(*number, etag, ""))
        .collect();
    document(&parts.concat())
}

pub fn listed(number: u32, etag: &str, checksum: &str) -> String {
    format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag>{checksum}</Part>")
}

pub fn document(parts: &str) -> String {
    format!(
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{parts}</CompleteMultipartUpload>"
    )
}

pub async fn complete(client: &Client, key: &str, id: &str, parts: &[(u32, &str)]) -> Response {
    complete_with(client, key, id, &[], manifest(parts)).await
}

pub async fn complete_with(
    client: &Client,
    key: &str,
    id: &str,
    headers: &[(&str, &str)],
    document: impl Into<Bytes>,
) -> Response {
    let path = format!("/media/{key}?uploadId={id}");
    client.send("POST", &path, headers, document).await
}

pub async fn abort(client: &Client, key: &str, id: &str) -> Response {
    client
        .send("DELETE", &format!("/media/{key}?uploadId={id}"), &[], "")
        .await
}

pub async fn list_parts(client: &Client, key: &str, id: &str, query: &str) -> Response {
    client
        .send(
            "GET",
            &format!("/media/{key}?uploadId={id}{query}"),
            &[],
            "",
        )
        .await
}

/// Uploads an object in these parts and gives the answer of the completion.
pub async fn object(
    client: &Client,
    key: &str,
    headers: &[(&str, &str)],
    parts: &[&[u8]],
) -> Response {
    let id = create(client, key, headers).await;
    let mut listed = Vec::new();
    for (number, bytes) in (1..).zip(parts) {
        let etag = upload(client, key, &id, number, bytes.to_vec()).await;
        listed.push((number, etag));
    }
    let listed: Vec<(u32, &str)> = listed.iter().map(|(n, etag)| (*n, &**etag)).collect();
    complete(client, key, &id, &listed).await.expect(200)
}
