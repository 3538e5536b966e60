//! ListMultipartUploads: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>.

use serde_json::json;

use crate::s3_help::{all, allow, started, user};
use crate::s3_uploads::{abort, complete, create, upload};
use crate::support::{Client, Response};

async fn list(client: &Client, query: &str) -> Response {
    client
        .send("GET", &format!("/media?uploads{query}"), &[], "")
        .await
}

/// Keys and ids of a page.
fn uploads(page: &Response) -> Vec<(String, String)> {
    all(page, "Key")
        .into_iter()
        .zip(all(page, "UploadId"))
        .collect()
}

#[tokio::test]
async fn uploads_are_listed_by_key_and_then_as_they_began() {
    let (_emulator, client) = started().await;
    let empty = list(&client, "").await.expect(200);
    for name in [
        "KeyMarker",
        "UploadIdMarker",
        "NextKeyMarker",
        "NextUploadIdMarker",
    ] {
        assert_eq!(empty.element(name).as_deref(), Some(""), "{name}");
    }
    assert_eq!(empty.element("MaxUploads").as_deref(), Some("1000"));
    assert_eq!(empty.element("IsTruncated").as_deref(), Some("false"));

    let c = create(&client, "c", &[]).await;
    let b = create(&client, "b", &[("x-amz-checksum-algorithm", "CRC32")]).await;
    let mut expected = Vec::new();
    for _ in 0..20 {
        expected.push(("a".to_owned(), create(&client, "a", &[]).await));
    }
    expected.push(("b".to_owned(), b));
    expected.push(("c".to_owned(), c.clone()));
    let page = list(&client, "").await.expect(200);
    assert_eq!(uploads(&page), expected);
    assert_eq!(page.element("NextKeyMarker").as_deref(), Some("c"));
    assert_eq!(page.element("NextUploadIdMarker"), Some(c));
    assert_eq!(page.element("ChecksumAlgorithm").as_deref(), Some("CRC32"));

    // Page by page gives the same.
    for size in [1, 3, 7] {
        let mut found = Vec::new();
        let mut query = format!("&max-uploads={size}");
        loop {
            let page = list(&client, &query).await.expect(200);
            found.extend(uploads(&page));
            if page.element("IsTruncated").as_deref() == Some("false") {
                break;
            }
            query = format!(
                "&max-uploads={size}&key-marker={}&upload-id-marker={}",
                page.element("NextKeyMarker").unwrap(),
                page.element("NextUploadIdMarker").unwrap()
            );
        }
        assert_eq!(found, expected, "{size}");
    }
}

#[tokio::test]
async fn markers() {
    let (_emulator, client) = started().await;
    let a = create(&client, "a", &[]).await;
    let b = create(&client, "b", &[]).await;
    let of = |page: &Response| all(page, "UploadId");
    assert_eq!(
        of(&list(&client, "&key-marker=a").await.expect(200)),
        std::slice::from_ref(&b)
    );
    assert!(of(&list(&client, "&key-marker=b").await.expect(200)).is_empty());
    // An upload's id without its key is not looked at.
    let page = list(&client, &format!("&upload-id-marker={a}"))
        .await
        .expect(200);
    assert_eq!(of(&page), [a.clone(), b.clone()]);
    assert_eq!(page.element("UploadIdMarker").as_deref(), Some(""));
    let failure = list(&client, &format!("&key-marker=a&upload-id-marker={b}"))
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Invalid uploadId marker")
    );
    assert_eq!(
        failure.element("ArgumentName").as_deref(),
        Some("upload-id-marker")
    );
    // A marker may be over by the time it is used.
    abort(&client, "a", &a).await.expect(204);
    let page = list(&client, &format!("&key-marker=a&upload-id-marker={a}"))
        .await
        .expect(200);
    assert_eq!(of(&page), [b]);
}

#[tokio::test]
async fn prefixes_and_delimiters() {
    let (_emulator, client) = started().await;
    for key in [
        "test/bar/1",
        "test/foo/1",
        "test/foo/bar/2",
        "test/foo/bar/3",
        "other",
        "test/z",
    ] {
        create(&client, key, &[]).await;
    }
    let page = list(&client, "&prefix=test/&delimiter=/").await.expect(200);
    assert_eq!(all(&page, "Key"), ["test/z"]);
    assert_eq!(all(&page, "Prefix"), ["test/", "test/bar/", "test/foo/"]);
    assert_eq!(page.element("Delimiter").as_deref(), Some("/"));
    let page = list(&client, "&prefix=test/foo/bar&delimiter=/")
        .await
        .expect(200);
    assert_eq!(all(&page, "Prefix"), ["test/foo/bar", "test/foo/bar/"]);
    let page = list(&client, "&prefix=test/foo").await.expect(200);
    assert_eq!(
        all(&page, "Key"),
        ["test/foo/1", "test/foo/bar/2", "test/foo/bar/3"]
    );
    // A page that ends with a group does not say how to go on; clients give the group as the marker.
    let page = list(&client, "&prefix=test/&delimiter=/&max-uploads=1")
        .await
        .expect(200);
    assert_eq!(all(&page, "Prefix"), ["test/", "test/bar/"]);
    assert_eq!(page.element("IsTruncated").as_deref(), Some("true"));
    assert_eq!(page.element("NextKeyMarker").as_deref(), Some(""));
    let page = list(&client, "&prefix=test/&delimiter=/&key-marker=test/bar/")
        .await
        .expect(200);
    assert_eq!(all(&page, "Prefix"), ["test/", "test/foo/"]);
    assert_eq!(all(&page, "Key"), ["test/z"]);
}

#[tokio::test]
async fn keys_may_be_url_encoded() {
    let (_emulator, client) = started().await;
    create(&client, "a%20b%2Bc/%C3%A9", &[]).await;
    let page = list(&client, "&encoding-type=url").await.expect(200);
    assert_eq!(all(&page, "Key"), ["a+b%2Bc/%C3%A9"]);
    assert_eq!(page.element("EncodingType").as_deref(), Some("url"));
    let page = list(&client, "").await.expect(200);
    assert_eq!(all(&page, "Key"), ["a b+c/é"]);
    assert_eq!(page.element("EncodingType"), None);
    for odd in [
        "&encoding-type=value",
        "&encoding-type=",
        "&max-uploads=-1",
        "&max-uploads=x",
    ] {
        list(&client, odd)
            .await
            .expect_error(400, "InvalidArgument");
    }
}

#[tokio::test]
async fn finished_uploads_are_not_listed() {
    let (_emulator, client) = started().await;
    let one = create(&client, "k", &[]).await;
    let two = create(&client, "k", &[]).await;
    let part = upload(&client, "k", &one, 1, "x").await;
    complete(&client, "k", &one, &[(1, &part)])
        .await
        .expect(200);
    abort(&client, "k", &two).await.expect(204);
    assert!(uploads(&list(&client, "").await.expect(200)).is_empty());
}

#[tokio::test]
async fn people_are_shown() {
    let (emulator, root) = started().await;
    create(&root, "a", &[]).await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:PutObject"], &["arn:aws:s3:::media/*"])]),
    )
    .await;
    create(&ann, "b", &[]).await;
    list(&ann, "").await.expect_error(403, "AccessDenied");
    let page = list(&root, "").await.expect(200);
    let ids = all(&page, "ID");
    let [first_initiator, first_owner, second_initiator, second_owner] = ids.as_slice() else {
        panic!("{ids:?}");
    };
    assert_eq!(first_initiator, first_owner);
    assert_eq!(first_owner.len(), 64);
    assert_eq!(second_initiator, "arn:aws:iam::000000000000:user/ann");
    assert_eq!(second_owner, first_owner);
    assert_eq!(page.element("DisplayName").as_deref(), Some("ann"));
}
