//! Tags of objects: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html>.

use crate::s3_help::{copy, set_versioning, started};
use crate::s3_uploads::{complete, create, upload};
use crate::support::Client;

const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet/></Tagging>";

/// A `Tagging` document.
pub fn tagging(tags: &[(&str, &str)]) -> String {
    let tag =
        |(key, value): &(&str, &str)| format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>");
    let tags: String = tags.iter().map(tag).collect();
    format!("<Tagging><TagSet>{tags}</TagSet></Tagging>")
}

/// What GetObjectTagging answers, without declaration and envelope.
async fn tags_of(client: &Client, target: &str) -> String {
    let answer = client
        .send("GET", &format!("/media/{target}"), &[], "")
        .await
        .expect(200);
    answer.element("TagSet").unwrap_or_default()
}

#[tokio::test]
async fn tags_are_put_read_and_removed() {
    let (_emulator, client) = started().await;
    let put = client.send("PUT", "/media/k", &[], "x").await.expect(200);
    let etag = put.header("etag").unwrap().to_owned();
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.text(), EMPTY);
    assert_eq!(got.header("content-type"), Some("application/xml"));
    assert_eq!(got.header("x-amz-version-id"), None);

    let document = tagging(&[("stage", "test"), ("a b/ü+-=._:@", ""), ("who", "&lt;x")]);
    let refused = client
        .send("PUT", "/media/k?tagging", &[], document)
        .await
        .expect_error(400, "InvalidTag");
    assert_eq!(refused.element("TagValue").as_deref(), Some("&lt;x"));
    let document = tagging(&[("stage", "test"), ("a b/ü+-=._:@", "")]);
    let done = client
        .send("PUT", "/media/k?tagging", &[], document)
        .await
        .expect(200);
    assert!(done.body.is_empty());
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(
        got.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>a b/ü+-=._:@</Key><Value></Value></Tag><Tag><Key>stage</Key><Value>test</Value></Tag></TagSet></Tagging>"
    );
    // Tags are no part of the object: entity tag and body stay.
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-tagging-count"), Some("2"));
    assert_eq!(head.header("etag"), Some(&*etag));

    // A new set replaces the old one.
    let document = tagging(&[("other", "1")]);
    client
        .send("PUT", "/media/k?tagging", &[], document)
        .await
        .expect(200);
    assert_eq!(
        tags_of(&client, "k?tagging").await,
        "<Tag><Key>other</Key><Value>1</Value></Tag>"
    );
    let gone = client
        .send("DELETE", "/media/k?tagging", &[], "")
        .await
        .expect(204);
    assert!(gone.body.is_empty());
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.text(), EMPTY);
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-tagging-count"), None);
}

#[tokio::test]
async fn every_version_has_its_own() {
    let (_emulator, client) = started().await;
    set_versioning(&client, "media", "Enabled").await;
    let mut versions = Vec::new();
    for value in ["one", "two"] {
        let header = format!("v={value}");
        let put = client
            .send("PUT", "/media/k", &[("x-amz-tagging", &header)], value)
            .await
            .expect(200);
        versions.push(put.header("x-amz-version-id").unwrap().to_owned());
    }
    let [one, two] = &versions[..] else { panic!() };
    let document = tagging(&[("v", "changed")]);
    let old = format!("/media/k?tagging&versionId={one}");
    let done = client.send("PUT", &old, &[], document).await.expect(200);
    assert_eq!(done.header("x-amz-version-id"), Some(&**one));
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.header("x-amz-version-id"), Some(&**two));
    assert_eq!(got.element("Value").as_deref(), Some("two"));
    let got = client.send("GET", &old, &[], "").await.expect(200);
    assert_eq!(got.header("x-amz-version-id"), Some(&**one));
    assert_eq!(got.element("Value").as_deref(), Some("changed"));
    let body = client
        .send("GET", &format!("/media/k?versionId={one}"), &[], "")
        .await
        .expect(200);
    assert_eq!(body.body, "one");
    assert_eq!(body.header("x-amz-tagging-count"), Some("1"));
    let done = client.send("DELETE", &old, &[], "").await.expect(204);
    assert_eq!(done.header("x-amz-version-id"), Some(&**one));
    assert_eq!(tags_of(&client, &old["/media/".len()..]).await, "");
    assert!(tags_of(&client, "k?tagging").await.contains("two"));
}

#[tokio::test]
async fn what_is_not_there_has_no_tags() {
    let (_emulator, client) = started().await;
    let document = || tagging(&[("a", "1")]);
    for (method, body, shown) in [
        ("GET", String::new(), "media/absent"),
        ("PUT", document(), "absent"),
        ("DELETE", String::new(), "absent"),
    ] {
        let failure = client
            .send(method, "/media/absent?tagging", &[], body.clone())
            .await
            .expect_error(404, "NoSuchKey");
        assert_eq!(failure.element("Key").as_deref(), Some(shown), "{method}");
        client
            .send(method, "/nothing-here/k?tagging", &[], body)
            .await
            .expect_error(404, "NoSuchBucket");
    }
    set_versioning(&client, "media", "Enabled").await;
    client.send("PUT", "/media/k", &[], "x").await.expect(200);
    let deleted = client.send("DELETE", "/media/k", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    for (method, body) in [("GET", ""), ("PUT", &*document()), ("DELETE", "")] {
        for target in [
            "/media/k?tagging".to_owned(),
            format!("/media/k?tagging&versionId={marker}"),
        ] {
            let failure = client
                .send(method, &target, &[], body.to_owned())
                .await
                .expect_error(405, "MethodNotAllowed");
            assert_eq!(failure.element("Method").as_deref(), Some(method));
            assert_eq!(
                failure.element("ResourceType").as_deref(),
                Some("DeleteMarker")
            );
        }
    }
    let forged = format!("{}ABCD", &marker[..28]);
    client
        .send(
            "GET",
            &format!("/media/k?tagging&versionId={forged}"),
            &[],
            "",
        )
        .await
        .expect_error(400, "InvalidArgument");
}

#[tokio::test]
async fn writes_bring_tags_along() {
    let (_emulator, client) = started().await;
    client
        .send("PUT", "/media/k", &[("x-amz-tagging", "a=1&b=%C3%BC")], "x")
        .await
        .expect(200);
    let both = "<Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value>ü</Value></Tag>";
    assert_eq!(tags_of(&client, "k?tagging").await, both);
    // An overwrite does not keep them.
    client.send("PUT", "/media/k", &[], "x").await.expect(200);
    assert_eq!(tags_of(&client, "k?tagging").await, "");

    client
        .send("PUT", "/media/k", &[("x-amz-tagging", "a=1&b=%C3%BC")], "x")
        .await
        .expect(200);
    copy(&client, "media/k", "copied", &[]).await.expect(200);
    assert_eq!(tags_of(&client, "copied?tagging").await, both);
    // Without the directive the header means nothing.
    copy(&client, "media/k", "copied", &[("x-amz-tagging", "c=3")])
        .await
        .expect(200);
    assert_eq!(tags_of(&client, "copied?tagging").await, both);
    let replace = [
        ("x-amz-tagging", "c=3"),
        ("x-amz-tagging-directive", "REPLACE"),
    ];
    copy(&client, "media/k", "copied", &replace)
        .await
        .expect(200);
    assert_eq!(
        tags_of(&client, "copied?tagging").await,
        "<Tag><Key>c</Key><Value>3</Value></Tag>"
    );
    copy(&client, "media/k", "copied", &replace[1..])
        .await
        .expect(200);
    assert_eq!(tags_of(&client, "copied?tagging").await, "");

    let id = create(&client, "big", &[("x-amz-tagging", "part=many")]).await;
    let part = upload(&client, "big", &id, 1, "only").await;
    complete(&client, "big", &id, &[(1, &part)])
        .await
        .expect(200);
    assert_eq!(
        tags_of(&client, "big?tagging").await,
        "<Tag><Key>part</Key><Value>many</Value></Tag>"
    );
}

#[tokio::test]
async fn changes_at_the_same_time_do_not_mix() {
    let (_emulator, client) = started().await;
    client.send("PUT", "/media/k", &[], "x").await.expect(200);
    let mut running = tokio::task::JoinSet::new();
    for number in 0..16 {
        let client = client.clone();
        running.spawn(async move {
            let number = number.to_string();
            let document = tagging(&[("a", &number), ("b", &number)]);
            client
                .send("PUT", "/media/k?tagging", &[], document)
                .await
                .expect(200);
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    let values = crate::s3_help::all(&got, "Value");
    assert_eq!(values.len(), 2);
    assert_eq!(values[0], values[1], "one whole set wins");
}
