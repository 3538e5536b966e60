//! DeleteObjects: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html>.

mod s3_help;
mod support;

use bucketproof::protocol::checksum::{Algorithm, Md5};
use s3_help::{all, allow, blobs, checksum, set_versioning, started, user};
use serde_json::json;
use support::{Client, Response};

fn named(key: &str) -> String {
    format!("<Object><Key>{key}</Key></Object>")
}

fn version(key: &str, id: &str) -> String {
    format!("<Object><Key>{key}</Key><VersionId>{id}</VersionId></Object>")
}

fn document(objects: &str) -> String {
    format!("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{objects}</Delete>")
}

async fn send(client: &Client, document: &str) -> Response {
    let md5 = Md5::digest(document.as_bytes()).base64();
    client
        .send(
            "POST",
            "/media?delete",
            &[("content-md5", &md5)],
            document.to_owned(),
        )
        .await
}

async fn delete(client: &Client, objects: &str) -> Response {
    send(client, &document(objects)).await.expect(200)
}

async fn put(client: &Client, key: &str) -> Response {
    client
        .send("PUT", &format!("/media/{key}"), &[], "x")
        .await
        .expect(200)
}

#[tokio::test]
async fn keys_are_deleted_whether_they_exist_or_not() {
    let (emulator, client) = started().await;
    put(&client, "a").await;
    put(&client, "b").await;
    let answer = delete(&client, &[named("a"), named("absent"), named("b")].concat()).await;
    assert_eq!(all(&answer, "Key"), ["a", "absent", "b"]);
    assert_eq!(answer.element("VersionId"), None);
    assert_eq!(answer.element("DeleteMarker"), None);
    assert_eq!(answer.element("Error"), None);
    assert_eq!(blobs(&emulator), 0);
    client.send("GET", "/media/a", &[], "").await.expect(404);
}

#[tokio::test]
async fn quiet_answers_name_failures_only() {
    let (_emulator, client) = started().await;
    put(&client, "a").await;
    let odd = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD";
    let objects = [named("a"), version("b", odd)].concat();
    let answer = delete(&client, &format!("<Quiet>true</Quiet>{objects}")).await;
    assert_eq!(all(&answer, "Key"), ["b"]);
    assert_eq!(answer.code().as_deref(), Some("NoSuchVersion"));
    assert_eq!(
        answer.element("Message").as_deref(),
        Some("The specified version does not exist.")
    );
    assert_eq!(answer.element("VersionId").as_deref(), Some(odd));
    client.send("GET", "/media/a", &[], "").await.expect(404);
}

#[tokio::test]
async fn versions_and_delete_markers() {
    let (emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let first = put(&client, "k")
        .await
        .header("x-amz-version-id")
        .unwrap()
        .to_owned();
    let answer = delete(&client, &[named("k"), named("absent")].concat()).await;
    assert_eq!(all(&answer, "DeleteMarker"), ["true", "true"]);
    assert_eq!(answer.element("VersionId"), None);
    let marker = all(&answer, "DeleteMarkerVersionId")[0].clone();

    let answer = delete(&client, &version("k", &marker)).await;
    assert_eq!(answer.element("VersionId"), Some(marker.clone()));
    assert_eq!(answer.element("DeleteMarker").as_deref(), Some("true"));
    assert_eq!(
        answer.element("DeleteMarkerVersionId"),
        Some(marker.clone())
    );
    client.send("GET", "/media/k", &[], "").await.expect(200);

    let answer = delete(&client, &version("k", &first)).await;
    assert_eq!(answer.element("VersionId"), Some(first.clone()));
    assert_eq!(answer.element("DeleteMarker"), None);
    // Once more: an id that was given out may be deleted again.
    let answer = delete(
        &client,
        &[version("k", &first), version("k", &marker)].concat(),
    )
    .await;
    assert_eq!(all(&answer, "VersionId"), [first, marker]);
    assert_eq!(answer.element("Error"), None);
    assert_eq!(blobs(&emulator), 0);
}

#[tokio::test]
async fn every_key_needs_its_own_permission() {
    let (emulator, root) = started().await;
    set_versioning(&root, "media", "Enabled").await;
    let id = put(&root, "mine/a")
        .await
        .header("x-amz-version-id")
        .unwrap()
        .to_owned();
    put(&root, "theirs/b").await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:DeleteObject"], &["arn:aws:s3:::media/mine/*"])]),
    )
    .await;
    let objects = [named("mine/a"), named("theirs/b"), version("mine/a", &id)].concat();
    let answer = delete(&ann, &objects).await;
    assert_eq!(all(&answer, "Key"), ["mine/a", "theirs/b", "mine/a"]);
    assert_eq!(all(&answer, "Code"), ["AccessDenied", "AccessDenied"]);
    let texts = all(&answer, "Message");
    assert!(texts[0].contains("s3:DeleteObject on resource: &quot;arn:aws:s3:::media/theirs/b"));
    assert!(texts[1].contains("s3:DeleteObjectVersion on resource"));
    root.send("GET", "/media/theirs/b", &[], "")
        .await
        .expect(200);
    let stranger = Client::new(&emulator, "111122223333", "test");
    let answer = delete(&stranger, &named("theirs/b")).await;
    assert_eq!(answer.element("Message").as_deref(), Some("Access Denied"));
    assert_eq!(answer.element("Deleted"), None);
}

#[tokio::test]
async fn conditions_of_single_keys() {
    let (_emulator, client) = started().await;
    let etag = put(&client, "a").await.header("etag").unwrap().to_owned();
    put(&client, "b").await;
    let conditional =
        |key: &str, etag: &str| format!("<Object><Key>{key}</Key><ETag>{etag}</ETag></Object>");
    let objects = [
        conditional("a", &etag),
        conditional("b", "\"other\""),
        conditional("absent", &etag),
    ];
    let answer = delete(&client, &objects.concat()).await;
    assert_eq!(all(&answer, "Key"), ["a", "b", "absent"]);
    assert_eq!(all(&answer, "Code"), ["PreconditionFailed", "NoSuchKey"]);
    client.send("GET", "/media/b", &[], "").await.expect(200);
    for condition in [
        "<Size>1</Size>",
        "<LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>",
    ] {
        let object = format!("<Object><Key>b</Key>{condition}</Object>");
        send(&client, &document(&object))
            .await
            .expect_error(501, "NotImplemented");
    }
    client.send("GET", "/media/b", &[], "").await.expect(200);
}

#[tokio::test]
async fn keys_are_taken_as_they_are() {
    let (emulator, client) = started().await;
    let keys = [
        ("a%252Fb", "a%2Fb"),
        ("%20lead%20and%20trail%20", " lead and trail "),
        ("amp%26lt%3C", "amp&amp;lt&lt;"),
        ("%C3%A9%F0%9F%98%80", "é&#x1F600;"),
        ("a%0Ab", "a&#xA;b"),
    ];
    for (path, _) in keys {
        put(&client, path).await;
    }
    let objects: String = keys.iter().map(|(_, key)| named(key)).collect();
    let answer = delete(&client, &objects).await;
    assert_eq!(all(&answer, "Deleted").len(), keys.len());
    assert_eq!(blobs(&emulator), 0);
}

#[tokio::test]
async fn a_digest_is_required_and_must_fit() {
    let (_emulator, client) = started().await;
    put(&client, "a").await;
    let body = document(&named("a"));
    let failure = client
        .send("POST", "/media?delete", &[], body.clone())
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
    );
    let other = Md5::digest(b"other").base64();
    client
        .send(
            "POST",
            "/media?delete",
            &[("content-md5", &other)],
            body.clone(),
        )
        .await
        .expect_error(400, "BadDigest");
    for algorithm in Algorithm::ALL {
        let wrong = checksum(algorithm, b"other");
        client
            .send(
                "POST",
                "/media?delete",
                &[(algorithm.header(), &wrong)],
                body.clone(),
            )
            .await
            .expect_error(400, "BadDigest");
    }
    client.send("GET", "/media/a", &[], "").await.expect(200);
    let right = checksum(Algorithm::Crc32, body.as_bytes());
    client
        .send(
            "POST",
            "/media?delete",
            &[("x-amz-checksum-crc32", &right)],
            body,
        )
        .await
        .expect(200);
    client.send("GET", "/media/a", &[], "").await.expect(404);
}

#[tokio::test]
async fn documents_that_are_refused() {
    let (_emulator, client) = started().await;
    put(&client, "k0").await;
    let many: String = (0..1001)
        .map(|number| named(&format!("k{number}")))
        .collect();
    let odd = [
        document(""),
        document(&many),
        document("<Object></Object>"),
        document(&named("")),
        document(&format!("<Quiet>perhaps</Quiet>{}", named("k0"))),
        "<Other/>".to_owned(),
        String::new(),
    ];
    for odd in odd {
        send(&client, &odd).await.expect_error(400, "MalformedXML");
    }
    client.send("GET", "/media/k0", &[], "").await.expect(200);
    let long = "k".repeat(1025);
    let answer = delete(&client, &[named(&long), named("k0")].concat()).await;
    assert_eq!(all(&answer, "Code"), ["KeyTooLongError"]);
    client.send("GET", "/media/k0", &[], "").await.expect(404);
    client
        .send("POST", "/absent-bucket?delete", &[("content-md5", "x")], "")
        .await
        .expect_error(404, "NoSuchBucket");
}

#[tokio::test]
async fn a_thousand_keys_at_once() {
    let (emulator, client) = started().await;
    for number in 0..20 {
        put(&client, &format!("k{number}")).await;
    }
    let many: String = (0..1000)
        .map(|number| named(&format!("k{number}")))
        .collect();
    let answer = delete(&client, &many).await;
    assert_eq!(all(&answer, "Deleted").len(), 1000);
    assert_eq!(blobs(&emulator), 0);
}
