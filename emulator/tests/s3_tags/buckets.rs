//! Tags of buckets: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html>.

use serde_json::json;

use super::objects::tagging;
use crate::s3_help::{allow, set_policy, started, user};

#[tokio::test]
async fn tags_are_put_read_and_removed() {
    let (_emulator, client) = started().await;
    let failure = client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("The TagSet does not exist")
    );
    assert_eq!(failure.element("BucketName").as_deref(), Some("media"));
    let done = client
        .send("PUT", "/media?tagging", &[], tagging(&[("team", "media")]))
        .await
        .expect(204);
    assert!(done.body.is_empty());
    let got = client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(
        got.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>team</Key><Value>media</Value></Tag></TagSet></Tagging>"
    );
    client
        .send("DELETE", "/media?tagging", &[], "")
        .await
        .expect(204);
    client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
    // An empty set is none.
    client
        .send("PUT", "/media?tagging", &[], tagging(&[]))
        .await
        .expect(204);
    client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
    client
        .send("PUT", "/media?tagging", &[], "<Tagging/>")
        .await
        .expect_error(400, "MalformedXML");
}

#[tokio::test]
async fn a_bucket_may_be_made_with_tags() {
    let (emulator, root) = started().await;
    let document = |value: &str| {
        format!(
            "<CreateBucketConfiguration><Tags><Tag><Key>team</Key><Value>{value}</Value></Tag></Tags></CreateBucketConfiguration>"
        )
    };
    root.send("PUT", "/tagged", &[], document("media"))
        .await
        .expect(200);
    let got = root
        .send("GET", "/tagged?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.element("Value").as_deref(), Some("media"));
    let none = "<CreateBucketConfiguration><Tags/></CreateBucketConfiguration>";
    root.send("PUT", "/untagged", &[], none).await.expect(200);
    root.send("GET", "/untagged?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");

    // Tags are a permission of their own, and both see them.
    let create = json!({
        "Effect": "Allow", "Action": ["s3:CreateBucket", "s3:TagResource"], "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:RequestTag/team": "media"},
            "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
        },
    });
    let ann = user(&emulator, &root, "ann", json!([create])).await;
    ann.send("PUT", "/anns", &[], document("media"))
        .await
        .expect(200);
    ann.send("PUT", "/anns-too", &[], document("other"))
        .await
        .expect_error(403, "AccessDenied");
    let only_create = allow(&["s3:CreateBucket"], &["*"]);
    set_policy(&root, "ann", json!([only_create])).await;
    let failure = ann
        .send("PUT", "/anns-too", &[], document("media"))
        .await
        .expect_error(403, "AccessDenied");
    assert!(failure.text().contains("s3:TagResource"));
    ann.send("PUT", "/anns-too", &[], "").await.expect(200);
}

#[tokio::test]
async fn removing_needs_the_permission_to_put() {
    let (emulator, root) = started().await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:GetBucketTagging"], &["*"])]),
    )
    .await;
    ann.send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
    for (method, body) in [("PUT", tagging(&[("a", "1")])), ("DELETE", String::new())] {
        let failure = ann
            .send(method, "/media?tagging", &[], body)
            .await
            .expect_error(403, "AccessDenied");
        assert!(failure.text().contains("s3:PutBucketTagging"));
    }
    set_policy(
        &root,
        "ann",
        json!([allow(&["s3:PutBucketTagging"], &["*"])]),
    )
    .await;
    ann.send("PUT", "/media?tagging", &[], tagging(&[("a", "1")]))
        .await
        .expect(204);
    ann.send("DELETE", "/media?tagging", &[], "")
        .await
        .expect(204);
}

#[tokio::test]
async fn a_new_bucket_of_the_same_name_has_none() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media?tagging", &[], tagging(&[("a", "1")]))
        .await
        .expect(204);
    client.send("DELETE", "/media", &[], "").await.expect(204);
    client.send("PUT", "/media", &[], "").await.expect(200);
    client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
}
