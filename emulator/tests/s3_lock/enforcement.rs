//! What a lock keeps: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-overview>.

use super::help::{
    BYPASS, LOCKED, hold, in_seconds, locked, put, remove, retain, retention, started, wait,
};
use crate::s3_help::all;

const HOUR: i64 = 3600;

#[tokio::test]
async fn governance_can_be_bypassed_and_ends() {
    let (_emulator, client) = started().await;
    let version = put(&client, "k").await;
    let until = in_seconds(HOUR);
    let done = retain(&client, &version, &[], retention("GOVERNANCE", &until)).await;
    assert!(done.expect(200).body.is_empty());
    let target = format!("/media/k?retention&versionId={version}");
    let got = client.send("GET", &target, &[], "").await.expect(200);
    let shown = until.replace('Z', ".000Z");
    assert_eq!(
        got.text(),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Retention xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Mode>GOVERNANCE</Mode><RetainUntilDate>{shown}</RetainUntilDate></Retention>"
        )
    );
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-object-lock-mode"), Some("GOVERNANCE"));
    assert_eq!(
        head.header("x-amz-object-lock-retain-until-date"),
        Some(&*shown)
    );
    assert_eq!(head.header("x-amz-object-lock-legal-hold"), None);

    locked(remove(&client, &version, &[]).await);
    let no = [("x-amz-bypass-governance-retention", "false")];
    locked(remove(&client, &version, &no).await);
    // Longer is always possible, shorter is not.
    let longer = retention("GOVERNANCE", &in_seconds(2 * HOUR));
    retain(&client, &version, &[], longer).await.expect(200);
    let shorter = || retention("GOVERNANCE", &in_seconds(HOUR));
    locked(retain(&client, &version, &[], shorter()).await);
    locked(retain(&client, &version, &[], "<Retention/>".to_owned()).await);
    let stricter = retention("COMPLIANCE", &in_seconds(3 * HOUR));
    locked(retain(&client, &version, &[], stricter).await);
    retain(&client, &version, &BYPASS, shorter())
        .await
        .expect(200);
    retain(&client, &version, &BYPASS, "<Retention/>".to_owned())
        .await
        .expect(200);
    client
        .send("GET", &target, &[], "")
        .await
        .expect_error(404, "NoSuchObjectLockConfiguration");
    retain(&client, &version, &[], shorter()).await.expect(200);
    remove(&client, &version, &BYPASS).await.expect(204);

    let version = put(&client, "k").await;
    retain(&client, &version, &[], shorter()).await.expect(200);
    locked(remove(&client, &version, &[]).await);
    wait(&client, HOUR + 1).await;
    remove(&client, &version, &[]).await.expect(204);
}

#[tokio::test]
async fn compliance_cannot_be_bypassed_and_ends() {
    let (_emulator, client) = started().await;
    let version = put(&client, "k").await;
    let until = in_seconds(HOUR);
    retain(&client, &version, &[], retention("COMPLIANCE", &until))
        .await
        .expect(200);
    for headers in [&[][..], &BYPASS[..]] {
        locked(remove(&client, &version, headers).await);
        for document in [
            "<Retention/>".to_owned(),
            retention("COMPLIANCE", &in_seconds(HOUR - 60)),
            retention("GOVERNANCE", &in_seconds(2 * HOUR)),
        ] {
            locked(retain(&client, &version, headers, document).await);
        }
    }
    let longer = retention("COMPLIANCE", &in_seconds(2 * HOUR));
    retain(&client, &version, &[], longer).await.expect(200);
    wait(&client, HOUR + 1).await;
    locked(remove(&client, &version, &BYPASS).await);
    wait(&client, HOUR).await;
    remove(&client, &version, &[]).await.expect(204);
}

#[tokio::test]
async fn a_legal_hold_stands_until_it_is_lifted() {
    let (_emulator, client) = started().await;
    let version = put(&client, "k").await;
    let target = "/media/k?legal-hold";
    client
        .send("GET", target, &[], "")
        .await
        .expect_error(404, "NoSuchObjectLockConfiguration");
    client
        .send("PUT", target, &[], hold("ON"))
        .await
        .expect(200);
    let got = client.send("GET", target, &[], "").await.expect(200);
    assert_eq!(
        got.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LegalHold xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>ON</Status></LegalHold>"
    );
    let head = client.send("HEAD", "/media/k", &[], "").await.expect(200);
    assert_eq!(head.header("x-amz-object-lock-legal-hold"), Some("ON"));
    locked(remove(&client, &version, &[]).await);
    locked(remove(&client, &version, &BYPASS).await);
    wait(&client, 10 * 365 * 24 * HOUR).await;
    locked(remove(&client, &version, &BYPASS).await);
    client
        .send("PUT", target, &[], hold("OFF"))
        .await
        .expect(200);
    let got = client.send("GET", target, &[], "").await.expect(200);
    assert_eq!(got.element("Status").as_deref(), Some("OFF"));
    remove(&client, &version, &[]).await.expect(204);
}

#[tokio::test]
async fn only_the_version_is_kept() {
    let (_emulator, client) = started().await;
    let version = put(&client, "k").await;
    client
        .send("PUT", "/media/k?legal-hold", &[], hold("ON"))
        .await
        .expect(200);
    // The key can be overwritten and deleted, and other versions have no lock.
    let second = put(&client, "k").await;
    let deleted = client.send("DELETE", "/media/k", &[], "").await.expect(204);
    let marker = deleted.header("x-amz-version-id").unwrap().to_owned();
    remove(&client, &marker, &[]).await.expect(204);
    remove(&client, &second, &[]).await.expect(204);
    locked(remove(&client, &version, &[]).await);
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert_eq!(got.body, "body");
    client
        .send("DELETE", "/media", &[], "")
        .await
        .expect_error(409, "BucketNotEmpty");
}

#[tokio::test]
async fn deletions_of_many_say_which_are_locked() {
    let (_emulator, client) = started().await;
    let held = put(&client, "held").await;
    let governed = put(&client, "governed").await;
    let free = put(&client, "free").await;
    client
        .send("PUT", "/media/held?legal-hold", &[], hold("ON"))
        .await
        .expect(200);
    let document = retention("GOVERNANCE", &in_seconds(HOUR));
    client
        .send("PUT", "/media/governed?retention", &[], document)
        .await
        .expect(200);
    let object = |key: &str, version: &str| {
        format!("<Object><Key>{key}</Key><VersionId>{version}</VersionId></Object>")
    };
    let document = format!(
        "<Delete>{}{}{}</Delete>",
        object("held", &held),
        object("governed", &governed),
        object("free", &free)
    );
    let digest = bucketproof::protocol::checksum::Md5::digest(document.as_bytes()).base64();
    let mut headers = vec![("content-md5", &*digest)];
    for expected in [&["held", "governed"][..], &["held"]] {
        let answer = client
            .send("POST", "/media?delete", &headers, document.clone())
            .await
            .expect(200);
        let refused: Vec<String> = all(&answer, "Error")
            .iter()
            .map(|error| error[5..error.find("</Key>").unwrap()].to_owned())
            .collect();
        assert_eq!(refused, expected);
        assert!(all(&answer, "Message").iter().all(|text| text == LOCKED));
        headers.extend(BYPASS);
    }
}

#[tokio::test]
async fn a_hold_and_a_removal_at_the_same_time_do_not_both_succeed() {
    let (_emulator, client) = started().await;
    for _ in 0..20 {
        let version = put(&client, "k").await;
        let held = format!("/media/k?legal-hold&versionId={version}");
        let (hold, removal) = tokio::join!(
            client.send("PUT", &held, &[], hold("ON")),
            remove(&client, &version, &[])
        );
        match hold.status {
            200 => locked(removal),
            _ => {
                hold.expect_error(404, "NoSuchVersion");
                removal.expect(204);
            }
        }
    }
}
