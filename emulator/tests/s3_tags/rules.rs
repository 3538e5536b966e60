//! What S3 takes for a tag: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>.

use proptest::prelude::*;

use super::objects::tagging;
use crate::s3_help::started;
use crate::support::{Client, Response};

const REFUSALS: &str = include_str!("refusals.tsv");

#[tokio::test]
async fn refusals_are_those_of_the_service() {
    let (_emulator, client) = started().await;
    client.send("PUT", "/media/k", &[], "x").await.expect(200);
    let mut cases = 0;
    for line in REFUSALS.lines().filter(|line| !line.starts_with('#')) {
        let line = filled(line);
        let fields: Vec<&str> = line.split('\t').collect();
        let [place, tags, status, code, message, elements] = fields[..] else {
            panic!("six fields: {line}")
        };
        let answer = send(&client, place, tags).await;
        assert_eq!(answer.status.to_string(), status, "{line}");
        assert_eq!(answer.code().as_deref(), Some(code), "{line}");
        assert_eq!(
            answer.element("Message").as_deref(),
            Some(message),
            "{line}"
        );
        for element in elements.split(';').filter(|element| *element != "-") {
            let (name, value) = element.split_once('=').unwrap();
            if name == "ArgumentValue" {
                let rest = elements.split_once("ArgumentValue=").unwrap().1;
                assert_eq!(answer.element(name).as_deref(), Some(rest), "{line}");
                break;
            }
            assert_eq!(answer.element(name).as_deref(), Some(value), "{line}");
        }
        cases += 1;
    }
    assert!(cases > 30, "the table was read");
    // Nothing was stored.
    let got = client
        .send("GET", "/media/k?tagging", &[], "")
        .await
        .expect(200);
    assert_eq!(got.element("Key"), None);
    client
        .send("GET", "/media?tagging", &[], "")
        .await
        .expect_error(404, "NoSuchTagSet");
    client
        .send("HEAD", "/new-bucket", &[], "")
        .await
        .expect(404);
}

/// Long texts are named in the table, not written out.
fn filled(line: &str) -> String {
    let many = |count: usize| -> String {
        (0..count)
            .map(|n| format!("<Tag><Key>k{n}</Key><Value>v</Value></Tag>"))
            .collect()
    };
    line.replace("{129 k}", &"k".repeat(129))
        .replace("{257 v}", &"v".repeat(257))
        .replace("{11 tags}", &many(11))
        .replace("{51 tags}", &many(51))
}

async fn send(client: &Client, place: &str, tags: &str) -> Response {
    let document = format!("<Tagging><TagSet>{tags}</TagSet></Tagging>");
    match place {
        "object" => client.send("PUT", "/media/k?tagging", &[], document).await,
        "bucket" => client.send("PUT", "/media?tagging", &[], document).await,
        "new-bucket" => {
            let document = format!(
                "<CreateBucketConfiguration><Tags>{tags}</Tags></CreateBucketConfiguration>"
            );
            client.send("PUT", "/new-bucket", &[], document).await
        }
        "header" => {
            client
                .send("PUT", "/media/k", &[("x-amz-tagging", tags)], "y")
                .await
        }
        other => panic!("no such place: {other}"),
    }
}

#[tokio::test]
async fn limits_can_be_reached() {
    let (_emulator, client) = started().await;
    client.send("PUT", "/media/k", &[], "x").await.expect(200);
    let (key, value) = ("ü".repeat(128), "ß".repeat(256));
    let names: Vec<String> = (0..9).map(|n| format!("k{n}")).collect();
    let mut tags = vec![(key.as_str(), value.as_str())];
    tags.extend(names.iter().map(|name| (name.as_str(), "")));
    client
        .send("PUT", "/media/k?tagging", &[], tagging(&tags))
        .await
        .expect(200);
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-tagging-count"), Some("10"));
    let names: Vec<String> = (0..50).map(|n| format!("k{n}")).collect();
    let tags: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
    client
        .send("PUT", "/media?tagging", &[], tagging(&tags))
        .await
        .expect(204);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Header and document are two ways to say the same.
    #[test]
    fn both_forms_store_the_same(
        tags in proptest::collection::btree_map("[a-zA-Z0-9ü+=._:/@ -]{1,12}", "[a-zA-Z0-9 é=.:/@-]{0,12}", 0..8)
    ) {
        let tags: Vec<(String, String)> = tags
            .into_iter()
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .filter(|(key, _)| !key.is_empty() && !key.starts_with("aws:"))
            .collect();
        let distinct: std::collections::BTreeSet<_> = tags.iter().map(|(key, _)| key).collect();
        prop_assume!(distinct.len() == tags.len());
        let pairs: Vec<(&str, &str)> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let encode = bucketproof::protocol::uri::encode_query;
        let header: Vec<String> = pairs
            .iter()
            .map(|(k, v)| format!("{}={}", encode(k), encode(v)))
            .collect();
        let header = header.join("&");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (_emulator, client) = started().await;
            client.send("PUT", "/media/a", &[("x-amz-tagging", &header)], "x").await.expect(200);
            client.send("PUT", "/media/b", &[], "x").await.expect(200);
            client.send("PUT", "/media/b?tagging", &[], tagging(&pairs)).await.expect(200);
            let a = client.send("GET", "/media/a?tagging", &[], "").await.expect(200);
            let b = client.send("GET", "/media/b?tagging", &[], "").await.expect(200);
            assert_eq!(a.text(), b.text());
            assert_eq!(crate::s3_help::all(&a, "Key").len(), pairs.len());
        });
    }
}
