//! Buckets whose requesters pay: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>.

use serde_json::json;

use crate::s3_help::started;
use crate::support::Client;

const KNOWS: [(&str, &str); 1] = [("x-amz-request-payer", "requester")];

#[tokio::test]
async fn others_must_say_that_they_pay() {
    let (emulator, owner) = started().await;
    owner.send("PUT", "/media/k", &[], "x").await.expect(200);
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*",
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"],
    }]});
    owner
        .send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    let other = Client::new(&emulator, "111122223333", "test");
    let set = |payer: &str| {
        format!("<RequestPaymentConfiguration><Payer>{payer}</Payer></RequestPaymentConfiguration>")
    };
    for target in ["/media/k", "/media"] {
        other.send("GET", target, &[], "").await.expect(200);
        other.unsigned("GET", target, &[], "").await.expect(200);
    }
    owner
        .send("PUT", "/media?requestPayment", &[], set("Requester"))
        .await
        .expect(200);
    for target in ["/media/k", "/media"] {
        let failure = other.send("GET", target, &[], "").await;
        failure.expect_error(403, "AccessDenied");
        let paid = other.send("GET", target, &KNOWS, "").await.expect(200);
        assert_eq!(paid.header("x-amz-request-charged"), Some("requester"));
        // Nobody knows whom to charge.
        other.unsigned("GET", target, &KNOWS, "").await.expect(403);
        let own = owner.send("GET", target, &[], "").await.expect(200);
        assert_eq!(own.header("x-amz-request-charged"), None);
    }
    // A copy reads too, and its requester pays.
    other.send("PUT", "/others", &[], "").await.expect(200);
    let mut source = vec![("x-amz-copy-source", "media/k")];
    other
        .send("PUT", "/others/k", &source, "")
        .await
        .expect_error(403, "AccessDenied");
    source.extend(KNOWS);
    other
        .send("PUT", "/others/k", &source, "")
        .await
        .expect(200);
    let link = other.presign("GET", "/media/k", &KNOWS, 60);
    other.unsigned("GET", &link, &[], "").await.expect(200);
    let link = other.presign("GET", "/media/k", &[], 60);
    other.unsigned("GET", &link, &[], "").await.expect(403);
    owner
        .send("PUT", "/media?requestPayment", &[], set("BucketOwner"))
        .await
        .expect(200);
    other.send("GET", "/media/k", &[], "").await.expect(200);
}
