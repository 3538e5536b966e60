//! Conditions on source and target: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>.

use bucketproof::base::time_format;

use crate::s3_help::{copy, started};

const MATCH: &str = "x-amz-copy-source-if-match";
const NONE_MATCH: &str = "x-amz-copy-source-if-none-match";
const MODIFIED: &str = "x-amz-copy-source-if-modified-since";
const UNMODIFIED: &str = "x-amz-copy-source-if-unmodified-since";

#[tokio::test]
async fn the_source_fulfils_the_conditions() {
    let (emulator, client) = started().await;
    let clock = &emulator.stack().world.clock;
    let before = time_format::http_date(clock.now().plus_seconds(-60));
    let put = client
        .send("PUT", "/media/k", &[], "test")
        .await
        .expect(200);
    let etag = put.header("etag").unwrap().to_owned();
    let bare = etag.trim_matches('"').to_owned();
    clock.advance(60).unwrap();
    let after = time_format::http_date(clock.now());
    let future = time_format::http_date(clock.now().plus_seconds(3600));

    let failing: [(&[(&str, &str)], &str); 6] = [
        (&[(MATCH, "\"other\"")], "x-amz-copy-source-If-Match"),
        (
            &[(UNMODIFIED, &before)],
            "x-amz-copy-source-If-Unmodified-Since",
        ),
        (&[(NONE_MATCH, &etag)], "x-amz-copy-source-If-None-Match"),
        (&[(NONE_MATCH, &bare)], "x-amz-copy-source-If-None-Match"),
        (&[(MODIFIED, &after)], "x-amz-copy-source-If-Modified-Since"),
        (
            &[(NONE_MATCH, &etag), (MODIFIED, &before)],
            "x-amz-copy-source-If-None-Match",
        ),
    ];
    for (headers, condition) in failing {
        let failure = copy(&client, "media/k", "to", headers)
            .await
            .expect_error(412, "PreconditionFailed");
        assert_eq!(failure.element("Condition").as_deref(), Some(condition));
    }
    let passing: [&[(&str, &str)]; 6] = [
        &[(MATCH, &etag)],
        &[(MATCH, &bare), (UNMODIFIED, &before)],
        &[(NONE_MATCH, "\"other\""), (MODIFIED, &after)],
        &[(UNMODIFIED, &after)],
        &[(MODIFIED, &before)],
        // A date that is still to come is not looked at.
        &[(MODIFIED, &future)],
    ];
    for headers in passing {
        copy(&client, "media/k", "to", headers).await.expect(200);
    }
}

#[tokio::test]
async fn the_target_fulfils_the_conditions() {
    let (_emulator, client) = started().await;
    let put = client
        .send("PUT", "/media/k", &[], "test")
        .await
        .expect(200);
    let etag = put.header("etag").unwrap().to_owned();
    let none = [("if-none-match", "*")];
    copy(&client, "media/k", "to", &none).await.expect(200);
    let failure = copy(&client, "media/k", "to", &none)
        .await
        .expect_error(412, "PreconditionFailed");
    assert_eq!(
        failure.element("Condition").as_deref(),
        Some("If-None-Match")
    );
    copy(&client, "media/k", "to", &[("if-match", &etag)])
        .await
        .expect(200);
    copy(&client, "media/k", "to", &[("if-match", "\"other\"")])
        .await
        .expect_error(412, "PreconditionFailed");
    let failure = copy(&client, "media/k", "absent", &[("if-match", &etag)])
        .await
        .expect_error(404, "NoSuchKey");
    assert_eq!(failure.element("Key").as_deref(), Some("absent"));
    for odd in [("if-match", "*"), ("if-none-match", "\"x\"")] {
        copy(&client, "media/k", "to", &[odd])
            .await
            .expect_error(501, "NotImplemented");
    }
    copy(
        &client,
        "media/k",
        "to",
        &[("if-match", &etag), ("if-none-match", "*")],
    )
    .await
    .expect_error(501, "NotImplemented");
}
