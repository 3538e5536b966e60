//! Block Public Access of account, bucket and access point: the most restrictive combination counts.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::fixture::{
    self, BUCKET_OBJECTS, OTHER, OWNER, POINT_OBJECTS, POINT_PATH, allow, control, grant,
    put_bucket_policy, put_point_policy, settings, user,
};
use crate::support::Client;

const PATH: &str = "configuration/publicAccessBlock";

/// A bucket that blocks nothing.
async fn open_bucket() -> (Emulator, Client) {
    let (emulator, owner) = fixture::bucket().await;
    owner
        .send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    (emulator, owner)
}

fn one(setting: &str) -> String {
    format!(
        "<PublicAccessBlockConfiguration><{setting}>true</{setting}></PublicAccessBlockConfiguration>"
    )
}

fn public(objects: &str) -> Value {
    json!([grant("*", "s3:GetObject", objects)])
}

#[tokio::test]
async fn an_account_has_settings_of_its_own() {
    let (emulator, owner) = fixture::bucket().await;
    let missing = control(&owner, "GET", PATH, "").await;
    let missing = missing.expect_error(404, "NoSuchPublicAccessBlockConfiguration");
    assert_eq!(missing.element("AccountId").as_deref(), Some(OWNER));
    let empty = control(&owner, "PUT", PATH, "<PublicAccessBlockConfiguration/>").await;
    let empty = empty.expect_error(400, "InvalidRequest");
    assert_eq!(
        empty.element("Message").unwrap(),
        "Must specify at least one configuration."
    );
    control(&owner, "PUT", PATH, one("BlockPublicPolicy"))
        .await
        .expect(200);
    let shown = control(&owner, "GET", PATH, "").await.expect(200);
    assert!(shown.text().contains(
        r#"<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">"#
    ));
    assert_eq!(shown.element("BlockPublicPolicy").as_deref(), Some("true"));
    assert_eq!(shown.element("BlockPublicAcls").as_deref(), Some("false"));
    // Of no other account.
    let other = Client::new(&emulator, OTHER, "test");
    fixture::control_of(&other, OTHER, "GET", PATH, "")
        .await
        .expect_error(404, "NoSuchPublicAccessBlockConfiguration");
    for _ in 0..2 {
        control(&owner, "DELETE", PATH, "").await.expect(204);
    }
    control(&owner, "GET", PATH, "").await.expect(404);
}

#[tokio::test]
async fn the_settings_of_an_account_need_permissions_of_their_own() {
    let (emulator, _) = fixture::bucket().await;
    let root = Client::root(&emulator);
    let ann = user(
        &emulator,
        OWNER,
        "ann",
        json!([allow("s3:*BucketPublicAccessBlock", &["*"])]),
    )
    .await;
    for (method, body) in [
        ("PUT", settings(true)),
        ("GET", String::new()),
        ("DELETE", String::new()),
    ] {
        let refused = control(&ann, method, PATH, body).await;
        let refused = refused.expect_error(403, "AccessDenied");
        let action = match method {
            "GET" => "s3:GetAccountPublicAccessBlock",
            _ => "s3:PutAccountPublicAccessBlock",
        };
        assert_eq!(
            refused.element("Message").unwrap(),
            format!(
                "User: arn:aws:iam::{OWNER}:user/ann is not authorized to perform: {action} because no identity-based policy allows the {action} action"
            )
        );
    }
    fixture::set_policy(
        &root,
        "ann",
        json!([allow("s3:PutAccountPublicAccessBlock", &["*"])]),
    )
    .await;
    control(&ann, "PUT", PATH, settings(true)).await.expect(200);
    control(&ann, "DELETE", PATH, "").await.expect(204);
}

#[tokio::test]
async fn the_account_blocks_public_bucket_policies() {
    let (_emulator, owner) = open_bucket().await;
    control(&owner, "PUT", PATH, one("BlockPublicPolicy"))
        .await
        .expect(200);
    let refused = put_bucket_policy(&owner, public(BUCKET_OBJECTS)).await;
    let refused = refused.expect_error(403, "AccessDenied");
    assert!(
        refused
            .element("Message")
            .unwrap()
            .contains("BlockPublicPolicy")
    );
    put_bucket_policy(
        &owner,
        json!([grant(OTHER, "s3:GetObject", BUCKET_OBJECTS)]),
    )
    .await
    .expect(204);
    control(&owner, "DELETE", PATH, "").await.expect(204);
    put_bucket_policy(&owner, public(BUCKET_OBJECTS))
        .await
        .expect(204);
    // A setting that is off in the account takes none away from the bucket.
    control(&owner, "PUT", PATH, settings(false))
        .await
        .expect(200);
    owner
        .send(
            "PUT",
            "/media?publicAccessBlock",
            &[],
            one("BlockPublicPolicy"),
        )
        .await
        .expect(200);
    put_bucket_policy(&owner, public(BUCKET_OBJECTS))
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn a_restricted_public_policy_opens_nothing_to_other_accounts() {
    let (emulator, owner) = open_bucket().await;
    let named = grant(OTHER, "s3:GetObject", BUCKET_OBJECTS);
    let everyone = grant("*", "s3:GetObject", "arn:aws:s3:::media/public/*");
    let own = format!("arn:aws:iam::{OWNER}:user/ann");
    let ann = user(&emulator, OWNER, "ann", json!([])).await;
    let other = Client::new(&emulator, OTHER, "test");
    let statements = json!([named, everyone, grant(&own, "s3:GetObject", BUCKET_OBJECTS)]);
    put_bucket_policy(&owner, statements).await.expect(204);
    other.send("GET", "/media/key", &[], "").await.expect(200);
    // Somebody else's part of the policy is public: the grant to a named account is cut too, one's own users are not.
    control(&owner, "PUT", PATH, one("RestrictPublicBuckets"))
        .await
        .expect(200);
    other
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner
        .unsigned("GET", "/media/public/x", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    ann.send("GET", "/media/key", &[], "").await.expect(200);
    // Without the public statement nothing is restricted.
    put_bucket_policy(&owner, json!([named])).await.expect(204);
    other.send("GET", "/media/key", &[], "").await.expect(200);
}

#[tokio::test]
async fn public_access_point_policies_are_blocked_by_each_of_three() {
    let blockers: [(&str, bool, bool, bool); 4] = [
        ("the access point", true, false, false),
        ("the bucket", false, true, false),
        ("the account", false, false, true),
        ("nobody", false, false, false),
    ];
    for (who, point, bucket, account) in blockers {
        let (_emulator, owner) = open_bucket().await;
        fixture::create(&owner, "uploads", &settings(point))
            .await
            .expect(200);
        owner
            .send("PUT", "/media?publicAccessBlock", &[], settings(bucket))
            .await
            .expect(200);
        control(&owner, "PUT", PATH, settings(account))
            .await
            .expect(200);
        let answer = put_point_policy(&owner, public(POINT_OBJECTS)).await;
        if who == "nobody" {
            answer.expect(200);
        } else {
            let answer = answer.expect_error(403, "AccessDenied");
            let message = answer.element("Message").unwrap();
            assert!(
                message.contains("s3:PutAccessPointPolicy"),
                "{who}: {message}"
            );
        }
        put_point_policy(&owner, json!([grant(OTHER, "s3:GetObject", POINT_OBJECTS)]))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn an_access_points_restriction_is_for_what_comes_through_it() {
    let (emulator, owner) = open_bucket().await;
    fixture::create(&owner, "uploads", "").await.expect(200);
    let named = grant(OTHER, "s3:GetObject", POINT_OBJECTS);
    put_point_policy(&owner, json!([named])).await.expect(200);
    put_bucket_policy(&owner, public(BUCKET_OBJECTS))
        .await
        .expect(204);
    let other = Client::new(&emulator, OTHER, "test");
    let through = format!("{POINT_PATH}/key");
    other.send("GET", "/media/key", &[], "").await.expect(200);
    other
        .send("GET", &through, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner.send("GET", &through, &[], "").await.expect(200);
    // A bucket policy that is not public is no matter of that setting.
    put_bucket_policy(
        &owner,
        json!([grant(OTHER, "s3:GetObject", BUCKET_OBJECTS)]),
    )
    .await
    .expect(204);
    other.send("GET", &through, &[], "").await.expect(200);
}

#[tokio::test]
async fn the_account_of_an_access_point_blocks_for_it() {
    let (emulator, owner) = open_bucket().await;
    let other = Client::new(&emulator, OTHER, "test");
    let body = fixture::create_body(&format!(
        "<BucketAccountId>{OWNER}</BucketAccountId>{}",
        settings(false)
    ));
    fixture::control_of(&other, OTHER, "PUT", "accesspoint/uploads", body)
        .await
        .expect(200);
    // The bucket's own settings are no matter of another account's access point.
    owner
        .send("PUT", "/media?publicAccessBlock", &[], settings(true))
        .await
        .expect(200);
    let objects = POINT_OBJECTS.replace(OWNER, OTHER);
    let text = fixture::policy(public(&objects)).replace('"', "&quot;");
    let put = format!(
        "<PutAccessPointPolicyRequest><Policy>{text}</Policy></PutAccessPointPolicyRequest>"
    );
    let path = "accesspoint/uploads/policy";
    fixture::control_of(&other, OTHER, "PUT", path, put.clone())
        .await
        .expect(200);
    fixture::control_of(&other, OTHER, "PUT", PATH, one("BlockPublicPolicy"))
        .await
        .expect(200);
    fixture::control_of(&other, OTHER, "PUT", path, put)
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn a_restricted_public_access_point_policy_opens_nothing_to_other_accounts() {
    let (emulator, owner) = open_bucket().await;
    fixture::create(&owner, "uploads", &settings(false))
        .await
        .expect(200);
    put_bucket_policy(&owner, json!([fixture::delegation()]))
        .await
        .expect(204);
    put_point_policy(&owner, public(POINT_OBJECTS))
        .await
        .expect(200);
    let other = Client::new(&emulator, OTHER, "test");
    let path = format!("{POINT_PATH}/key");
    other.send("GET", &path, &[], "").await.expect(200);
    control(&owner, "PUT", PATH, one("RestrictPublicBuckets"))
        .await
        .expect(200);
    other
        .send("GET", &path, &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner.send("GET", &path, &[], "").await.expect(200);
}
