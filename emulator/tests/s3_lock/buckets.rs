//! Object Lock of buckets:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html>.

use serde_json::json;

use super::help::{default_retention, started};
use crate::s3_help::{allow, set_policy, set_versioning, user};

const DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ObjectLockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><ObjectLockEnabled>Enabled</ObjectLockEnabled>";

#[tokio::test]
async fn a_bucket_made_with_it_has_versions_for_ever() {
    let (_emulator, client) = started().await;
    let got = client
        .send("GET", "/media?versioning", &[], "")
        .await
        .expect(200);
    assert_eq!(got.element("Status").as_deref(), Some("Enabled"));
    let got = client
        .send("GET", "/media?object-lock", &[], "")
        .await
        .expect(200);
    assert_eq!(got.text(), format!("{DOCUMENT}</ObjectLockConfiguration>"));
    let suspended = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
    let failure = client
        .send("PUT", "/media?versioning", &[], suspended)
        .await
        .expect_error(409, "InvalidBucketState");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some(
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        )
    );
    set_versioning(&client, "media", "Enabled").await;
    // It goes with the bucket.
    client.send("DELETE", "/media", &[], "").await.expect(204);
    client.send("PUT", "/media", &[], "").await.expect(200);
    let failure = client
        .send("GET", "/media?object-lock", &[], "")
        .await
        .expect_error(404, "ObjectLockConfigurationNotFoundError");
    assert_eq!(failure.element("BucketName").as_deref(), Some("media"));
}

#[tokio::test]
async fn the_header_must_be_true_or_false() {
    let (_emulator, client) = started().await;
    let header = |value| [("x-amz-bucket-object-lock-enabled", value)];
    client
        .send("PUT", "/plain", &header("false"), "")
        .await
        .expect(200);
    client
        .send("GET", "/plain?object-lock", &[], "")
        .await
        .expect(404);
    client
        .send("PUT", "/other", &header("maybe"), "")
        .await
        .expect_error(400, "InvalidArgument");
}

#[tokio::test]
async fn a_bucket_with_versions_may_get_it_later() {
    let (_emulator, client) = started().await;
    client.send("PUT", "/later", &[], "").await.expect(200);
    let plain = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
    let failure = client
        .send("PUT", "/later?object-lock", &[], plain)
        .await
        .expect_error(409, "InvalidBucketState");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    );
    set_versioning(&client, "later", "Enabled").await;
    client
        .send("PUT", "/later?object-lock", &[], plain)
        .await
        .expect(200);
    for (document, rule) in [
        (
            default_retention("GOVERNANCE", "<Days>30</Days>"),
            "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention></Rule>",
        ),
        (
            default_retention("COMPLIANCE", "<Years>7</Years>"),
            "<Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Years>7</Years></DefaultRetention></Rule>",
        ),
        // Without a rule there is no default any more.
        (plain.to_owned(), ""),
    ] {
        client
            .send("PUT", "/later?object-lock", &[], document)
            .await
            .expect(200);
        let got = client
            .send("GET", "/later?object-lock", &[], "")
            .await
            .expect(200);
        assert_eq!(
            got.text(),
            format!("{DOCUMENT}{rule}</ObjectLockConfiguration>")
        );
    }
}

#[tokio::test]
async fn making_one_needs_more_permissions() {
    let (emulator, root) = started().await;
    let pairs = [
        "s3:CreateBucket",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketVersioning",
    ];
    let ann = user(&emulator, &root, "ann", json!([allow(&pairs[..1], &["*"])])).await;
    let header = [("x-amz-bucket-object-lock-enabled", "true")];
    for (count, missing) in [(1, pairs[1]), (2, pairs[2])] {
        set_policy(&root, "ann", json!([allow(&pairs[..count], &["*"])])).await;
        let failure = ann
            .send("PUT", "/anns", &header, "")
            .await
            .expect_error(403, "AccessDenied");
        assert!(
            failure
                .text()
                .contains(&format!("to perform: {missing} on")),
            "{}",
            failure.text()
        );
    }
    set_policy(&root, "ann", json!([allow(&pairs, &["*"])])).await;
    ann.send("PUT", "/anns", &header, "").await.expect(200);
    for (method, action) in [
        ("GET", "s3:GetBucketObjectLockConfiguration"),
        ("PUT", "s3:PutBucketObjectLockConfiguration"),
    ] {
        set_policy(&root, "ann", json!([allow(&["s3:ListBucket"], &["*"])])).await;
        let document = default_retention("GOVERNANCE", "<Days>1</Days>");
        let failure = ann
            .send(method, "/media?object-lock", &[], document.clone())
            .await
            .expect_error(403, "AccessDenied");
        assert!(failure.text().contains(action));
        set_policy(&root, "ann", json!([allow(&[action], &["*"])])).await;
        ann.send(method, "/media?object-lock", &[], document)
            .await
            .expect(200);
    }
}
