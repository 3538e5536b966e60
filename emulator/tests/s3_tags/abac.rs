//! Access by the tags of a bucket:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>.

use serde_json::{Value, json};

use super::objects::tagging;
use crate::s3_help::{set_policy, started, user};
use crate::support::Client;

async fn set(client: &Client, status: &str) {
    let document = format!("<AbacStatus><Status>{status}</Status></AbacStatus>");
    client
        .send("PUT", "/media?abac", &[], document)
        .await
        .expect(200);
}

fn if_tagged(key: &str) -> Value {
    json!([{
        "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*",
        "Condition": {"StringEquals": {key: "media"}},
    }])
}

#[tokio::test]
async fn the_status_is_kept() {
    let (_emulator, client) = started().await;
    let shown = |status: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<AbacStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>{status}</Status></AbacStatus>"
        )
    };
    let got = client.send("GET", "/media?abac", &[], "").await.expect(200);
    assert_eq!(got.text(), shown("Disabled"));
    set(&client, "Enabled").await;
    let got = client.send("GET", "/media?abac", &[], "").await.expect(200);
    assert_eq!(got.text(), shown("Enabled"));
    for document in [
        "<AbacStatus/>",
        "<AbacStatus><Status>enabled</Status></AbacStatus>",
    ] {
        client
            .send("PUT", "/media?abac", &[], document)
            .await
            .expect_error(400, "MalformedXML");
    }
}

#[tokio::test]
async fn tags_take_part_once_that_is_enabled() {
    let (emulator, root) = started().await;
    root.send("PUT", "/media/k", &[], "x").await.expect(200);
    root.send("PUT", "/media?tagging", &[], tagging(&[("team", "media")]))
        .await
        .expect(204);
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([crate::s3_help::allow(&["s3:ListAllMyBuckets"], &["*"])]),
    )
    .await;
    for key in ["aws:ResourceTag/team", "s3:BucketTag/team"] {
        set_policy(&root, "ann", if_tagged(key)).await;
        for (status, answer) in [("Disabled", 403), ("Enabled", 200), ("Disabled", 403)] {
            set(&root, status).await;
            ann.send("GET", "/media/k", &[], "").await.expect(answer);
            ann.send("GET", "/media", &[], "").await.expect(answer);
        }
    }
    set_policy(&root, "ann", if_tagged("aws:ResourceTag/other")).await;
    set(&root, "Enabled").await;
    ann.send("GET", "/media/k", &[], "").await.expect(403);
}

#[tokio::test]
async fn tags_that_decide_are_not_put_in_the_old_way() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media?tagging", &[], tagging(&[("team", "media")]))
        .await
        .expect(204);
    set(&client, "Enabled").await;
    client
        .send("PUT", "/media?tagging", &[], tagging(&[("team", "other")]))
        .await
        .expect_error(405, "MethodNotAllowed");
    client
        .send("DELETE", "/media?tagging", &[], "")
        .await
        .expect_error(405, "MethodNotAllowed");
    let got = client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.element("Value").as_deref(), Some("media"));
}
