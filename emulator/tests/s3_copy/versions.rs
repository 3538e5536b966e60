//! Copies of versions: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html>.

use crate::s3_help::{copy, set_versioning, started};

#[tokio::test]
async fn versions_are_named_in_source_and_answer() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/k", &[], "null")
        .await
        .expect(200);
    set_versioning(&client, "media", "Enabled").await;
    // The null version has no id to show.
    let done = copy(&client, "media/k", "to", &[]).await.expect(200);
    assert_eq!(done.header("x-amz-copy-source-version-id"), None);
    assert!(done.header("x-amz-version-id").is_some());

    let one = client.send("PUT", "/media/k", &[], "one").await.expect(200);
    let one = one.header("x-amz-version-id").unwrap().to_owned();
    let two = client.send("PUT", "/media/k", &[], "two").await.expect(200);
    let two = two.header("x-amz-version-id").unwrap().to_owned();
    let done = copy(&client, "media/k", "to", &[]).await.expect(200);
    assert_eq!(done.header("x-amz-copy-source-version-id"), Some(&*two));
    let done = copy(&client, &format!("media/k?versionId={one}"), "to", &[])
        .await
        .expect(200);
    assert_eq!(done.header("x-amz-copy-source-version-id"), Some(&*one));
    let got = client.send("GET", "/media/to", &[], "").await.expect(200);
    assert_eq!(got.body, "one");

    // An old version is brought back by a copy onto its own key.
    copy(&client, &format!("media/k?versionId={one}"), "k", &[])
        .await
        .expect(200);
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, "one");
    copy(&client, "media/k", "k", &[])
        .await
        .expect_error(400, "InvalidRequest");
    copy(&client, "media/k?versionId=null", "to", &[])
        .await
        .expect(200);
    let got = client.send("GET", "/media/to", &[], "").await.expect(200);
    assert_eq!(got.body, "null");
}

#[tokio::test]
async fn versions_that_cannot_be_copied() {
    let (_emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let put = client.send("PUT", "/media/k", &[], "one").await.expect(200);
    let version = put.header("x-amz-version-id").unwrap().to_owned();
    let deleted = client.send("DELETE", "/media/k", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    let failure = copy(&client, "media/k", "to", &[])
        .await
        .expect_error(404, "NoSuchKey");
    assert_eq!(failure.element("Key").as_deref(), Some("k"));
    let failure = copy(&client, &format!("media/k?versionId={marker}"), "to", &[])
        .await
        .expect_error(400, "InvalidRequest");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some(
            "The source of a copy request may not specifically refer to a delete marker by version id."
        )
    );
    let forged = format!("{}ABCD", &version[..28]);
    let failure = copy(&client, &format!("media/k?versionId={forged}"), "to", &[])
        .await
        .expect_error(400, "InvalidArgument");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Invalid version id specified")
    );
    client
        .send("DELETE", &format!("/media/k?versionId={version}"), &[], "")
        .await
        .expect(204);
    copy(&client, &format!("media/k?versionId={version}"), "to", &[])
        .await
        .expect_error(404, "NoSuchVersion");
}
