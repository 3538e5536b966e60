//! Configurations that a bucket has once, and what is refused of all.

use serde_json::json;

use crate::s3_help::{allow, set_policy, started, user};
use crate::support::Client;

const CASES: &str = include_str!("once.tsv");
const REFUSALS: &str = include_str!("refusals.tsv");

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect())
}

/// The document that S3 shows.
fn shown(root: &str, content: &str) -> String {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    if content.is_empty() {
        return format!("{declaration}<{root} {namespace}/>");
    }
    format!("{declaration}<{root} {namespace}>{content}</{root}>")
}

async fn read(client: &Client, query: &str) -> String {
    let answer = client
        .send("GET", &format!("/media?{query}"), &[], "")
        .await;
    answer.expect(200).text()
}

#[tokio::test]
async fn what_is_put_is_read() {
    let (_emulator, client) = started().await;
    let mut cases = 0;
    for line in lines(CASES) {
        let [query, root, put, read_back] = line[..] else {
            panic!("four fields: {line:?}")
        };
        let document = format!("<{root}>{put}</{root}>");
        let done = client
            .send("PUT", &format!("/media?{query}"), &[], document)
            .await
            .expect(200);
        assert!(done.body.is_empty());
        let expected = if read_back == "=" { put } else { read_back };
        assert_eq!(read(&client, query).await, shown(root, expected));
        cases += 1;
    }
    assert!(cases > 10, "the table was read");
}

#[tokio::test]
async fn what_never_was_put() {
    let (_emulator, client) = started().await;
    for (query, root, content) in [
        (
            "requestPayment",
            "RequestPaymentConfiguration",
            "<Payer>BucketOwner</Payer>",
        ),
        ("accelerate", "AccelerateConfiguration", ""),
        ("logging", "BucketLoggingStatus", ""),
        ("notification", "NotificationConfiguration", ""),
    ] {
        assert_eq!(read(&client, query).await, shown(root, content));
    }
    let failure = client
        .send("GET", "/media?website", &[], "")
        .await
        .expect_error(404, "NoSuchWebsiteConfiguration");
    assert_eq!(
        failure.element("Message").as_deref(),
        Some("The specified bucket does not have a website configuration")
    );
    assert_eq!(failure.element("BucketName").as_deref(), Some("media"));
    let site = "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument></WebsiteConfiguration>";
    client
        .send("PUT", "/media?website", &[], site)
        .await
        .expect(200);
    for _ in 0..2 {
        client
            .send("DELETE", "/media?website", &[], "")
            .await
            .expect(204);
    }
    client
        .send("GET", "/media?website", &[], "")
        .await
        .expect(404);
}

#[tokio::test]
async fn refusals_are_those_of_the_service() {
    let (emulator, client) = started().await;
    let constraint = "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    client
        .send("PUT", "/ireland", &[], constraint)
        .await
        .expect(200);
    let mut cases = 0;
    for line in lines(REFUSALS) {
        let [query, root, put, status, code, message, name, value] = line[..] else {
            panic!("eight fields: {line:?}")
        };
        let document = format!("<{root}>{put}</{root}>");
        let answer = client
            .send("PUT", &format!("/media?{query}"), &[], document)
            .await;
        let found = |element: &str| {
            let found = answer.element(element).unwrap_or("-".to_owned());
            found.replace("&apos;", "'")
        };
        assert_eq!(answer.status.to_string(), status, "{line:?}");
        assert_eq!(found("Code"), code, "{line:?}");
        assert_eq!(found("Message"), message, "{line:?}");
        assert_eq!(found("ArgumentName"), name, "{line:?}");
        assert_eq!(found("ArgumentValue"), value, "{line:?}");
        cases += 1;
    }
    assert!(cases > 25, "the table was read");

    // The classic region shows less of a target elsewhere.
    let logging = "<BucketLoggingStatus><LoggingEnabled><TargetBucket>media</TargetBucket><TargetPrefix/></LoggingEnabled></BucketLoggingStatus>";
    let failure = client
        .clone()
        .in_region("eu-west-1")
        .send("PUT", "/ireland?logging", &[], logging)
        .await
        .expect_error(403, "CrossLocationLoggingProhibitted");
    assert_eq!(
        failure.element("SourceBucketLocation").as_deref(),
        Some("eu-west-1")
    );
    assert_eq!(
        failure.element("TargetBucketLocation").as_deref(),
        Some("us-east-1")
    );
    let dots = "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>";
    client.send("PUT", "/with.dots", &[], "").await.expect(200);
    client
        .send("PUT", "/with.dots?accelerate", &[], dots)
        .await
        .expect_error(400, "InvalidRequest");
    let other = Client::new(&emulator, "111122223333", "test");
    other.send("PUT", "/others", &[], "").await.expect(200);
    client
        .send(
            "PUT",
            "/media?logging",
            &[],
            logging.replace("media", "others"),
        )
        .await
        .expect_error(400, "InvalidTargetBucketForLogging");
}

#[tokio::test]
async fn a_test_of_destinations_can_be_skipped() {
    let (_emulator, client) = started().await;
    let content = "<QueueConfiguration><Id>mine</Id><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue><Event>s3:ObjectCreated:Put</Event><Event>s3:ObjectRemoved:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>a/</Value></FilterRule></S3Key></Filter></QueueConfiguration>";
    let root = "NotificationConfiguration";
    let skip = [("x-amz-skip-destination-validation", "true")];
    let document = |content: &str| format!("<{root}>{content}</{root}>");
    client
        .send("PUT", "/media?notification", &skip, document(content))
        .await
        .expect(200);
    assert_eq!(read(&client, "notification").await, shown(root, content));
    // Who gives no id gets one.
    let without = content.replace("<Id>mine</Id>", "");
    client
        .send("PUT", "/media?notification", &skip, document(&without))
        .await
        .expect(200);
    let got = read(&client, "notification").await;
    let id = got.split("<Id>").nth(1).unwrap().split('<').next().unwrap();
    assert!(!id.is_empty());
    assert_eq!(
        got.replace(&format!("<Id>{id}</Id>"), ""),
        shown(root, &without)
    );
}

#[tokio::test]
async fn each_call_has_its_action() {
    let (emulator, root) = started().await;
    let ann = user(
        &emulator,
        &root,
        "ann",
        json!([allow(&["s3:ListBucket"], &["*"])]),
    )
    .await;
    for (method, query, action) in [
        ("GET", "requestPayment", "s3:GetBucketRequestPayment"),
        ("PUT", "requestPayment", "s3:PutBucketRequestPayment"),
        ("GET", "accelerate", "s3:GetAccelerateConfiguration"),
        ("PUT", "accelerate", "s3:PutAccelerateConfiguration"),
        ("GET", "logging", "s3:GetBucketLogging"),
        ("PUT", "logging", "s3:PutBucketLogging"),
        ("GET", "website", "s3:GetBucketWebsite"),
        ("PUT", "website", "s3:PutBucketWebsite"),
        ("DELETE", "website", "s3:DeleteBucketWebsite"),
        ("GET", "notification", "s3:GetBucketNotification"),
        ("PUT", "notification", "s3:PutBucketNotification"),
        ("GET", "metrics", "s3:GetMetricsConfiguration"),
        ("GET", "metrics&id=x", "s3:GetMetricsConfiguration"),
        ("PUT", "metrics&id=x", "s3:PutMetricsConfiguration"),
        ("DELETE", "metrics&id=x", "s3:PutMetricsConfiguration"),
        ("GET", "analytics", "s3:GetAnalyticsConfiguration"),
        ("PUT", "analytics&id=x", "s3:PutAnalyticsConfiguration"),
        ("GET", "inventory", "s3:GetInventoryConfiguration"),
        ("PUT", "inventory&id=x", "s3:PutInventoryConfiguration"),
        (
            "GET",
            "intelligent-tiering",
            "s3:GetIntelligentTieringConfiguration",
        ),
        (
            "DELETE",
            "intelligent-tiering&id=x",
            "s3:PutIntelligentTieringConfiguration",
        ),
    ] {
        let target = format!("/media?{query}");
        let failure = ann
            .send(method, &target, &[], "")
            .await
            .expect_error(403, "AccessDenied");
        let text = format!("to perform: {action} on");
        assert!(failure.text().contains(&text), "{}", failure.text());
        set_policy(&root, "ann", json!([allow(&[action], &["*"])])).await;
        let answer = ann.send(method, &target, &[], "").await;
        assert_ne!(answer.status, 403, "{method} {query}");
        set_policy(&root, "ann", json!([allow(&["s3:ListBucket"], &["*"])])).await;
    }
}
