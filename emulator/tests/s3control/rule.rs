//! Both the access point and the bucket must allow a call.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>

use serde_json::{Value, json};

use crate::fixture::{
    self, BUCKET_OBJECTS, OTHER, OWNER, POINT, POINT_OBJECTS, POINT_PATH, allow, delegation, grant,
    put_bucket_policy, put_point_policy, user,
};
use crate::support::Client;

const NONE: &str = "nothing";

/// Who calls with which identity policy, what access point and bucket say, and the outcome.
struct Case {
    account: &'static str,
    identity: &'static [&'static str],
    point: &'static str,
    bucket: &'static str,
    allowed: bool,
}

const BOTH: &[&str] = &[POINT_OBJECTS, BUCKET_OBJECTS];

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Within the account either side of each question is enough.
    Case { account: OWNER, identity: BOTH, point: NONE, bucket: NONE, allowed: true },
    Case { account: OWNER, identity: &["*"], point: NONE, bucket: NONE, allowed: true },
    Case { account: OWNER, identity: &[BUCKET_OBJECTS], point: NONE, bucket: NONE, allowed: false },
    Case { account: OWNER, identity: &[POINT_OBJECTS], point: NONE, bucket: NONE, allowed: false },
    Case { account: OWNER, identity: &[BUCKET_OBJECTS], point: "grants", bucket: NONE, allowed: true },
    Case { account: OWNER, identity: &[POINT_OBJECTS], point: NONE, bucket: "delegates", allowed: true },
    Case { account: OWNER, identity: &[POINT_OBJECTS], point: NONE, bucket: "grants", allowed: true },
    Case { account: OWNER, identity: &[], point: "grants", bucket: NONE, allowed: false },
    Case { account: OWNER, identity: &[], point: "grants", bucket: "grants", allowed: true },
    Case { account: OWNER, identity: &[], point: "grants", bucket: "delegates", allowed: true },
    Case { account: OWNER, identity: &[], point: NONE, bucket: "grants", allowed: false },
    Case { account: OWNER, identity: &[], point: NONE, bucket: "delegates", allowed: false },
    // A denial anywhere is the end.
    Case { account: OWNER, identity: &["*"], point: "denies", bucket: NONE, allowed: false },
    Case { account: OWNER, identity: &["*"], point: NONE, bucket: "denies", allowed: false },
    // From another account all four must allow.
    Case { account: OTHER, identity: BOTH, point: "grants", bucket: "grants", allowed: true },
    Case { account: OTHER, identity: BOTH, point: "grants", bucket: "delegates", allowed: true },
    Case { account: OTHER, identity: BOTH, point: "grants", bucket: NONE, allowed: false },
    Case { account: OTHER, identity: BOTH, point: NONE, bucket: "grants", allowed: false },
    Case { account: OTHER, identity: BOTH, point: NONE, bucket: "delegates", allowed: false },
    Case { account: OTHER, identity: &[], point: "grants", bucket: "grants", allowed: false },
];

fn statements(kind: &str, caller: &str, objects: &str) -> Value {
    match kind {
        "grants" => json!([grant(caller, "s3:GetObject", objects)]),
        "delegates" => json!([delegation()]),
        _ => {
            json!([{ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": objects }])
        }
    }
}

#[tokio::test]
async fn both_sides_must_allow() {
    for (number, case) in CASES.iter().enumerate() {
        let (emulator, owner) = fixture::point().await;
        let identity = match case.identity {
            [] => json!([]),
            resources => json!([allow("s3:GetObject", resources)]),
        };
        let caller = user(&emulator, case.account, "ann", identity).await;
        let arn = format!("arn:aws:iam::{}:user/ann", case.account);
        if case.point != NONE {
            put_point_policy(&owner, statements(case.point, &arn, POINT_OBJECTS))
                .await
                .expect(200);
        }
        if case.bucket != NONE {
            put_bucket_policy(&owner, statements(case.bucket, &arn, BUCKET_OBJECTS))
                .await
                .expect(204);
        }
        let got = caller
            .send("GET", &format!("{POINT_PATH}/key"), &[], "")
            .await;
        let expected = if case.allowed { 200 } else { 403 };
        assert_eq!(got.status, expected, "case {number}: {}", got.text());
    }
}

#[tokio::test]
async fn a_refusal_names_the_side_that_refused() {
    let (emulator, _) = fixture::point().await;
    let ann = user(
        &emulator,
        OWNER,
        "ann",
        json!([allow("s3:GetObject", &[BUCKET_OBJECTS])]),
    )
    .await;
    let path = format!("{POINT_PATH}/a%20b");
    let refused = ann.send("GET", &path, &[], "").await;
    let because = "because no identity-based policy allows the s3:GetObject action";
    let caller = format!("User: arn:aws:iam::{OWNER}:user/ann is not authorized to perform:");
    assert_eq!(
        refused.element("Message").unwrap(),
        format!("{caller} s3:GetObject on resource: &quot;{POINT}/object/a b&quot; {because}")
    );
    let root = Client::root(&emulator);
    fixture::set_policy(
        &root,
        "ann",
        json!([allow("s3:GetObject", &[POINT_OBJECTS])]),
    )
    .await;
    let refused = ann.send("GET", &path, &[], "").await;
    assert_eq!(
        refused.element("Message").unwrap(),
        format!("{caller} s3:GetObject on resource: &quot;arn:aws:s3:::media/a b&quot; {because}")
    );
    // Listings are asked for on the access point itself.
    let refused = ann.send("GET", POINT_PATH, &[], "").await;
    let because = "because no identity-based policy allows the s3:ListBucket action";
    assert_eq!(
        refused.element("Message").unwrap(),
        format!("{caller} s3:ListBucket on resource: &quot;{POINT}&quot; {because}")
    );
    // Other accounts learn nothing.
    let bob = user(&emulator, OTHER, "bob", json!([allow("s3:*", &["*"])])).await;
    let refused = bob.send("GET", &path, &[], "").await;
    assert_eq!(refused.element("Message").unwrap(), "Access Denied");
}

#[tokio::test]
async fn the_keys_of_access_points_are_there_and_only_there() {
    let (emulator, _) = fixture::point().await;
    let conditions = [
        json!({ "StringEquals": { "s3:DataAccessPointAccount": OWNER } }),
        json!({ "ArnEquals": { "s3:DataAccessPointArn": POINT } }),
        json!({ "StringLike": { "s3:DataAccessPointArn": "arn:aws:s3:us-east-1:*:accesspoint/*" } }),
        json!({ "StringEquals": { "s3:AccessPointNetworkOrigin": "Internet" } }),
        json!({ "Null": { "s3:DataAccessPointArn": "false" } }),
    ];
    let ann = user(&emulator, OWNER, "ann", json!([])).await;
    let root = Client::root(&emulator);
    for condition in conditions {
        let mut statement = allow("s3:GetObject", &["*"]);
        statement["Condition"] = condition.clone();
        fixture::set_policy(&root, "ann", json!([statement])).await;
        let through = ann.send("GET", &format!("{POINT_PATH}/key"), &[], "").await;
        assert_eq!(through.status, 200, "{condition}");
        let direct = ann.send("GET", "/media/key", &[], "").await;
        assert_eq!(direct.status, 403, "{condition}");
    }
}

#[tokio::test]
async fn a_bucket_can_refuse_everything_that_comes_directly() {
    let (_emulator, owner) = fixture::point().await;
    let deny = json!({
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": BUCKET_OBJECTS,
        "Condition": { "StringNotEquals": { "s3:DataAccessPointAccount": OWNER } },
    });
    put_bucket_policy(&owner, json!([deny])).await.expect(204);
    owner
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner
        .send("GET", &format!("{POINT_PATH}/key"), &[], "")
        .await
        .expect(200);
}

#[tokio::test]
async fn an_access_point_of_another_account_needs_the_bucket_to_trust_it() {
    let (emulator, owner) = fixture::bucket().await;
    let other = Client::new(&emulator, OTHER, "test");
    let body = fixture::create_body(&format!("<BucketAccountId>{OWNER}</BucketAccountId>"));
    fixture::control_of(&other, OTHER, "PUT", "accesspoint/uploads", body)
        .await
        .expect(200);
    let path = format!("{}/key", POINT_PATH.replace(OWNER, OTHER));
    other
        .send("GET", &path, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    let mut trust = delegation();
    trust["Condition"]["StringEquals"]["s3:DataAccessPointAccount"] = json!(OTHER);
    put_bucket_policy(&owner, json!([trust])).await.expect(204);
    let got = other.send("GET", &path, &[], "").await.expect(200);
    assert_eq!(got.text(), "body");
    // The bucket's owner is a stranger to that access point.
    owner
        .send("GET", &path, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    // And the trust does not open the bucket itself.
    other
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn each_key_of_a_deletion_is_asked_for_through_the_access_point() {
    let (emulator, owner) = fixture::point().await;
    for key in ["a/1", "b/1"] {
        owner
            .send("PUT", &format!("/media/{key}"), &[], "x")
            .await
            .expect(200);
    }
    let resources = [
        "arn:aws:s3:us-east-1:000000000000:accesspoint/uploads/object/a/*",
        BUCKET_OBJECTS,
    ];
    let ann = user(
        &emulator,
        OWNER,
        "ann",
        json!([allow("s3:DeleteObject", &resources)]),
    )
    .await;
    let body = "<Delete><Object><Key>a/1</Key></Object><Object><Key>b/1</Key></Object></Delete>";
    let digest = bucketproof::protocol::checksum::Md5::digest(body.as_bytes()).base64();
    let answer = ann
        .send(
            "POST",
            &format!("{POINT_PATH}?delete"),
            &[("content-md5", &digest)],
            body,
        )
        .await
        .expect(200);
    let text = answer.text();
    assert!(text.contains("<Deleted><Key>a/1</Key></Deleted>"), "{text}");
    assert!(
        text.contains("<Error><Key>b/1</Key><Code>AccessDenied</Code>"),
        "{text}"
    );
    owner.send("GET", "/media/b/1", &[], "").await.expect(200);
}
