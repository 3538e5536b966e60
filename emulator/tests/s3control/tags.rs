//! Tags of access points.

use serde_json::json;

use crate::fixture::{self, OWNER, POINT, POINT_PATH, allow, control, user};
use crate::support::{Client, Response};

fn path(arn: &str) -> String {
    format!("tags/{}", bucketproof::protocol::uri::encode_query(arn))
}

fn body(tags: &[(&str, &str)]) -> String {
    let tags: String = tags
        .iter()
        .map(|(key, value)| format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>"))
        .collect();
    format!(
        r#"<TagResourceRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Tags>{tags}</Tags></TagResourceRequest>"#
    )
}

async fn tag(client: &Client, tags: &[(&str, &str)]) -> Response {
    control(client, "POST", &path(POINT), body(tags)).await
}

async fn shown(client: &Client) -> String {
    let answer = control(client, "GET", &path(POINT), "").await.expect(200);
    answer
        .text()
        .split_once(r#"2018-08-20/">"#)
        .unwrap()
        .1
        .to_owned()
}

#[tokio::test]
async fn tags_come_change_and_go() {
    let (_emulator, owner) = fixture::bucket().await;
    let made = "<Tags><Tag><Key>a</Key><Value>1</Value></Tag></Tags>";
    fixture::create(&owner, "uploads", made).await.expect(200);
    tag(&owner, &[("c", "3"), ("b", "")]).await.expect(204);
    tag(&owner, &[("a", "2")]).await.expect(204);
    assert_eq!(
        shown(&owner).await,
        "<Tags><Tag><Key>a</Key><Value>2</Value></Tag><Tag><Key>b</Key><Value></Value></Tag><Tag><Key>c</Key><Value>3</Value></Tag></Tags></ListTagsForResourceResult>"
    );
    for _ in 0..2 {
        let gone = format!("{}?tagKeys=a&tagKeys=c", path(POINT));
        control(&owner, "DELETE", &gone, "").await.expect(204);
    }
    assert_eq!(
        shown(&owner).await,
        "<Tags><Tag><Key>b</Key><Value></Value></Tag></Tags></ListTagsForResourceResult>"
    );
}

#[tokio::test]
async fn bad_tags_are_refused_as_recorded() {
    let (_emulator, owner) = fixture::point().await;
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("aws:a", "1")], "User-defined tag keys can't start with"),
        (&[("a", "1"), ("a", "2")], "There are duplicate tag keys"),
        (&[("a", "b,c")], "This request contains a tag key or value"),
        (&[("a,b", "c")], "This request contains a tag key or value"),
    ];
    for (tags, message) in cases {
        let refused = tag(&owner, tags).await.expect_error(400, "InvalidTag");
        let found = refused.element("Message").unwrap();
        assert!(found.starts_with(message), "{found}");
    }
    let without_value = body(&[]).replace("<Tags>", "<Tags><Tag><Key>a</Key></Tag>");
    control(&owner, "POST", &path(POINT), without_value)
        .await
        .expect_error(400, "MalformedXML");
    let many: Vec<String> = (0..51).map(|number| format!("key-{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "")).collect();
    tag(&owner, &many).await.expect_error(400, "TooManyTags");
    let missing = path(&POINT.replace("uploads", "downloads"));
    for (method, sent) in [
        ("POST", body(&[("a", "b")])),
        ("GET", String::new()),
        ("DELETE", String::new()),
    ] {
        control(&owner, method, &missing, sent)
            .await
            .expect_error(404, "NoSuchResource");
    }
}

#[tokio::test]
async fn tags_are_condition_keys() {
    let (emulator, owner) = fixture::point().await;
    let mut tagging = allow("s3:TagResource", &[POINT]);
    tagging["Condition"] = json!({ "StringEquals": { "aws:RequestTag/team": "film" } });
    let mut reading = allow("s3:GetObject", &["*"]);
    reading["Condition"] = json!({ "StringEquals": { "s3:AccessPointTag/team": "film" } });
    let ann = user(&emulator, OWNER, "ann", json!([tagging, reading])).await;
    let object = format!("{POINT_PATH}/key");
    ann.send("GET", &object, &[], "").await.expect(403);
    tag(&ann, &[("team", "music")])
        .await
        .expect_error(403, "AccessDenied");
    tag(&ann, &[("team", "film")]).await.expect(204);
    ann.send("GET", &object, &[], "").await.expect(200);
    tag(&owner, &[("team", "music")]).await.expect(204);
    ann.send("GET", &object, &[], "").await.expect(403);
}
