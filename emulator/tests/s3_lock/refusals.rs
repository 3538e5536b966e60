//! Locks that S3 does not understand, and locks of what is not there.

use super::help::{hold, in_seconds, put, retention, started};
use crate::support::{Client, Response};

const REFUSALS: &str = include_str!("refusals.tsv");

#[tokio::test]
async fn refusals_are_those_of_the_service() {
    let (_emulator, client) = started().await;
    put(&client, "k").await;
    let mut cases = 0;
    for line in REFUSALS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [place, sent, code, message, name, value] = fields[..] else {
            panic!("six fields: {line}")
        };
        for answer in send(&client, place, sent).await {
            assert_eq!(answer.status, 400, "{line}: {}", answer.text());
            let shown = |element| answer.element(element).unwrap_or("-".to_owned());
            assert_eq!(shown("Code"), code, "{line}");
            assert_eq!(shown("Message").replace("&apos;", "'"), message, "{line}");
            assert_eq!(shown("ArgumentName"), name, "{line}");
            assert_eq!(shown("ArgumentValue"), value, "{line}");
            cases += 1;
        }
    }
    assert!(cases > 25, "the table was read");
    // Nothing was stored.
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-object-lock-mode"), None);
    assert_eq!(head.header("x-amz-object-lock-legal-hold"), None);
    let got = client
        .send("GET", "/media?object-lock", &[], "")
        .await
        .expect(200);
    assert_eq!(got.element("Rule"), None);
}

async fn send(client: &Client, place: &str, sent: &str) -> Vec<Response> {
    let (target, root) = match place {
        "configuration" => ("/media?object-lock", "ObjectLockConfiguration"),
        "retention" => ("/media/k?retention", "Retention"),
        "hold" => ("/media/k?legal-hold", "LegalHold"),
        "headers" => {
            let headers: Vec<(&str, &str)> = sent
                .split(';')
                .map(|header| header.split_once('=').unwrap())
                .collect();
            return vec![
                client.send("PUT", "/media/k", &headers, "x").await,
                client.send("POST", "/media/k?uploads", &headers, "").await,
            ];
        }
        other => panic!("no such place: {other}"),
    };
    let document = format!("<{root}>{sent}</{root}>");
    vec![client.send("PUT", target, &[], document).await]
}

#[tokio::test]
async fn what_is_not_there_has_no_lock() {
    let (_emulator, client) = started().await;
    let until = in_seconds(3600);
    let calls = |key: &str| {
        [
            ("GET", format!("{key}?retention"), String::new()),
            (
                "PUT",
                format!("{key}?retention"),
                retention("GOVERNANCE", &until),
            ),
            ("GET", format!("{key}?legal-hold"), String::new()),
            ("PUT", format!("{key}?legal-hold"), hold("ON")),
        ]
    };
    for (method, target, body) in calls("/media/absent") {
        client
            .send(method, &target, &[], body)
            .await
            .expect_error(404, "NoSuchKey");
    }
    for (method, target, body) in calls("/no-such-bucket/k") {
        client
            .send(method, &target, &[], body)
            .await
            .expect_error(404, "NoSuchBucket");
    }
    put(&client, "k").await;
    let deleted = client.send("DELETE", "/media/k", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    for (method, target, body) in calls("/media/k") {
        for target in [target.clone(), format!("{target}&versionId={marker}")] {
            let failure = client
                .send(method, &target, &[], body.clone())
                .await
                .expect_error(405, "MethodNotAllowed");
            assert_eq!(
                failure.element("ResourceType").as_deref(),
                Some("DeleteMarker")
            );
        }
    }
    client.send("PUT", "/plain", &[], "").await.expect(200);
    client.send("PUT", "/plain/k", &[], "x").await.expect(200);
    for (method, target, body) in calls("/plain/k") {
        let failure = client
            .send(method, &target, &[], body)
            .await
            .expect_error(400, "InvalidRequest");
        assert_eq!(
            failure.element("Message").as_deref(),
            Some("Bucket is missing Object Lock Configuration")
        );
    }
}
