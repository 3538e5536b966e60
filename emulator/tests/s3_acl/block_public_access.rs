//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use super::fixture::{
    ALL_USERS, AUTHENTICATED, House, LOG_DELIVERY, OTHER, OWNER, THIRD, document, id, message,
};
use crate::s3_help::{allow, user};
use crate::support::Response;
use serde_json::json;

async fn block(house: &House, setting: &str) {
    let document = format!(
        "<PublicAccessBlockConfiguration><{setting}>true</{setting}></PublicAccessBlockConfiguration>"
    );
    house
        .owner
        .send("PUT", "/media?publicAccessBlock", &[], document)
        .await
        .expect(200);
}

#[track_caller]
fn blocked(answer: Response, caller: &str, action: &str, resource: &str) {
    let answer = answer.expect_error(403, "AccessDenied");
    assert_eq!(
        message(&answer),
        format!(
            "User: {caller} is not authorized to perform: {action} on resource: \"{resource}\" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access."
        )
    );
}

#[tokio::test]
async fn public_acls_are_refused_however_they_come() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    block(&house, "BlockPublicAcls").await;
    let root = format!("arn:aws:iam::{OWNER}:root");
    let object = "arn:aws:s3:::media/key";
    let everyone = format!("uri={ALL_USERS}");
    let signed = format!("uri={AUTHENTICATED}");
    for header in [
        ("x-amz-acl", "public-read"),
        ("x-amz-acl", "public-read-write"),
        ("x-amz-acl", "authenticated-read"),
        ("x-amz-grant-read-acp", everyone.as_str()),
        ("x-amz-grant-full-control", signed.as_str()),
    ] {
        let send = |path: &'static str| async move {
            owner
                .send(
                    "PUT",
                    path,
                    &[header],
                    if path.contains('?') { "" } else { "body" },
                )
                .await
        };
        blocked(
            send("/media?acl").await,
            &root,
            "s3:PutBucketAcl",
            "arn:aws:s3:::media",
        );
        blocked(
            send("/media/key?acl").await,
            &root,
            "s3:PutObjectAcl",
            object,
        );
        blocked(send("/media/key").await, &root, "s3:PutObjectAcl", object);
        let copy = [header, ("x-amz-copy-source", "media/key")];
        blocked(
            owner.send("PUT", "/media/key", &copy, "").await,
            &root,
            "s3:PutObjectAcl",
            object,
        );
        let begun = owner
            .send("POST", "/media/key?uploads", &[header], "")
            .await;
        blocked(begun, &root, "s3:PutObjectAcl", object);
    }
    for group in [ALL_USERS, AUTHENTICATED] {
        let body = document(OWNER, &[(OTHER, "READ"), (group, "READ_ACP")]);
        blocked(
            owner.send("PUT", "/media?acl", &[], body.clone()).await,
            &root,
            "s3:PutBucketAcl",
            "arn:aws:s3:::media",
        );
        blocked(
            owner.send("PUT", "/media/key?acl", &[], body).await,
            &root,
            "s3:PutObjectAcl",
            object,
        );
    }
    // Others learn no reason.
    house.let_write(OTHER).await;
    let refused = house
        .other
        .send("PUT", "/media/key", &[("x-amz-acl", "public-read")], "body")
        .await;
    let refused = refused.expect_error(403, "AccessDenied");
    assert_eq!(refused.element("Message").as_deref(), Some("Access Denied"));
    // What names its grantees passes.
    let log = format!("uri={LOG_DELIVERY}");
    let known = format!("id={}", id(OTHER));
    for header in [
        ("x-amz-acl", "log-delivery-write"),
        ("x-amz-acl", "aws-exec-read"),
        ("x-amz-acl", "bucket-owner-full-control"),
        ("x-amz-grant-write", &log),
        ("x-amz-grant-full-control", &known),
    ] {
        owner
            .send("PUT", "/media?acl", &[header], "")
            .await
            .expect(200);
        owner
            .send("PUT", "/media/key", &[header], "body")
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn a_missing_permission_comes_first() {
    let house = House::with("ObjectWriter").await;
    block(&house, "BlockPublicAcls").await;
    let ann = user(
        &house.emulator,
        &house.owner,
        "ann",
        json!([allow(&["s3:PutObject"], &["arn:aws:s3:::media/*"])]),
    )
    .await;
    let refused = ann
        .send("PUT", "/media/key", &[("x-amz-acl", "public-read")], "body")
        .await
        .expect_error(403, "AccessDenied");
    assert!(
        refused
            .element("Message")
            .unwrap()
            .ends_with("because no identity-based policy allows the s3:PutObjectAcl action")
    );
}

#[tokio::test]
async fn public_grants_are_ignored_as_long_as_the_setting_says_so() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    let body = document(
        OWNER,
        &[
            (OWNER, "FULL_CONTROL"),
            (ALL_USERS, "FULL_CONTROL"),
            (AUTHENTICATED, "READ"),
            (OTHER, "READ"),
        ],
    );
    owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    for path in ["/media?acl", "/media/key?acl"] {
        owner.send("PUT", path, &[], body.clone()).await.expect(200);
    }
    let paths = ["/media", "/media/key", "/media/key?acl"];
    for path in paths {
        owner.unsigned("GET", path, &[], "").await.expect(200);
        house.third.send("GET", path, &[], "").await.expect(200);
    }
    block(&house, "IgnorePublicAcls").await;
    for path in paths {
        owner
            .unsigned("GET", path, &[], "")
            .await
            .expect_error(403, "AccessDenied");
        house
            .third
            .send("GET", path, &[], "")
            .await
            .expect_error(403, "AccessDenied");
    }
    // Grants to accounts go on, and new public ones may be put.
    house
        .other
        .send("GET", "/media/key", &[], "")
        .await
        .expect(200);
    house.other.send("GET", "/media", &[], "").await.expect(200);
    house
        .other
        .send("GET", "/media/key?acl", &[], "")
        .await
        .expect(403);
    house
        .set_acl(owner, "/media/key", "public-read")
        .await
        .expect(200);
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect(200);
}

#[tokio::test]
async fn an_access_point_ignores_public_grants_by_its_own_setting() {
    let house = House::with("ObjectWriter").await;
    let (owner, third) = (&house.owner, &house.third);
    owner
        .send(
            "PUT",
            "/media/key",
            &[("x-amz-acl", "authenticated-read")],
            "body",
        )
        .await
        .expect(200);
    for (name, ignores) in [("open", false), ("shut", true)] {
        let body = format!(
            r#"<CreateAccessPointRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Bucket>media</Bucket><PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls><IgnorePublicAcls>{ignores}</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration></CreateAccessPointRequest>"#
        );
        let account = [("x-amz-account-id", OWNER)];
        let path = format!("/v20180820/accesspoint/{name}");
        let made = owner.send("PUT", &path, &account, body).await.expect(200);
        let arn = made.element("AccessPointArn").unwrap();
        let policy = json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": THIRD },
            "Action": "s3:GetObject", "Resource": format!("{arn}/object/*") } });
        let text = policy.to_string().replace('"', "&quot;");
        let body = format!(
            r#"<PutAccessPointPolicyRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Policy>{text}</Policy></PutAccessPointPolicyRequest>"#
        );
        owner
            .send("PUT", &format!("{path}/policy"), &account, body)
            .await
            .expect(200);
        let alias = made.element("Alias").unwrap();
        let answer = third.send("GET", &format!("/{alias}/key"), &[], "").await;
        if ignores {
            answer.expect_error(403, "AccessDenied");
        } else {
            answer.expect(200);
        }
    }
    third.send("GET", "/media/key", &[], "").await.expect(200);
}
