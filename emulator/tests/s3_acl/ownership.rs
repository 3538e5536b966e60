//! Who owns what, and what a bucket's setting allows:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>.

use bucketproof::Emulator;
use serde_json::json;

use super::fixture::{ALL_USERS, House, OTHER, OWNER, document, grants, id, owner_of};
use crate::support::{Client, Response};

async fn set(client: &Client, ownership: &str) -> Response {
    let document = format!(
        "<OwnershipControls><Rule><ObjectOwnership>{ownership}</ObjectOwnership></Rule></OwnershipControls>"
    );
    client
        .send("PUT", "/media?ownershipControls", &[], document)
        .await
}

async fn shown(client: &Client) -> String {
    let answer = client
        .send("GET", "/media?ownershipControls", &[], "")
        .await
        .expect(200);
    answer.element("ObjectOwnership").unwrap()
}

#[tokio::test]
async fn the_setting_is_put_shown_and_removed() {
    let house = House::with("BucketOwnerEnforced").await;
    let owner = &house.owner;
    for ownership in [
        "BucketOwnerPreferred",
        "ObjectWriter",
        "BucketOwnerEnforced",
    ] {
        set(owner, ownership).await.expect(200);
        assert_eq!(shown(owner).await, ownership);
    }
    for _ in 0..2 {
        owner
            .send("DELETE", "/media?ownershipControls", &[], "")
            .await
            .expect(204);
    }
    let missing = owner.send("GET", "/media?ownershipControls", &[], "").await;
    let missing = missing.expect_error(404, "OwnershipControlsNotFoundError");
    assert_eq!(
        missing.element("Message").as_deref(),
        Some("The bucket ownership controls were not found")
    );
    assert_eq!(missing.element("BucketName").as_deref(), Some("media"));
    // Without any setting uploaders own what they upload.
    house.let_write(OTHER).await;
    house
        .other
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    owner
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn other_documents_are_refused() {
    let house = House::with("BucketOwnerEnforced").await;
    let rule = "<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>";
    for inner in [
        String::new(),
        "<Rule></Rule>".to_owned(),
        "<Rule><ObjectOwnership>Nobody</ObjectOwnership></Rule>".to_owned(),
        format!("{rule}{rule}"),
        format!("{rule}<Extra/>"),
    ] {
        let document = format!("<OwnershipControls>{inner}</OwnershipControls>");
        house
            .owner
            .send("PUT", "/media?ownershipControls", &[], document)
            .await
            .expect_error(400, "MalformedXML");
    }
    assert_eq!(shown(&house.owner).await, "BucketOwnerEnforced");
}

#[tokio::test]
async fn acls_are_given_up_only_when_they_grant_nothing() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    let listed = document(OWNER, &[(OWNER, "FULL_CONTROL"), (OTHER, "READ")]);
    for acl in [
        ("x-amz-acl", "public-read"),
        ("x-amz-acl", "log-delivery-write"),
        ("", listed.as_str()),
    ] {
        match acl {
            ("", body) => owner.send("PUT", "/media?acl", &[], body.to_owned()).await,
            header => owner.send("PUT", "/media?acl", &[header], "").await,
        }
        .expect(200);
        let refused = set(owner, "BucketOwnerEnforced").await;
        let refused = refused.expect_error(400, "InvalidBucketAclWithObjectOwnership");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some("Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
        );
        set(owner, "BucketOwnerPreferred").await.expect(200);
    }
    house.set_acl(owner, "/media", "private").await.expect(200);
    set(owner, "BucketOwnerEnforced").await.expect(200);
}

#[tokio::test]
async fn ownership_of_uploads_follows_the_setting() {
    let gives = [("x-amz-acl", "bucket-owner-full-control")];
    let full = [("x-amz-grant-full-control", &*format!("id={}", id(OWNER)))];
    for (ownership, headers, expected) in [
        ("BucketOwnerEnforced", &[][..], OWNER),
        ("BucketOwnerEnforced", &gives[..], OWNER),
        ("BucketOwnerPreferred", &[][..], OTHER),
        ("BucketOwnerPreferred", &gives[..], OWNER),
        // Only the canned ACL hands over.
        ("BucketOwnerPreferred", &full[..], OTHER),
        ("ObjectWriter", &[][..], OTHER),
        ("ObjectWriter", &gives[..], OTHER),
    ] {
        let house = House::with(ownership).await;
        let policy = serde_json::json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": ["s3:PutObject", "s3:PutObjectAcl"],
            "Resource": "arn:aws:s3:::media/*",
        }});
        house
            .owner
            .send("PUT", "/media?policy", &[], policy.to_string())
            .await
            .expect(204);
        house
            .other
            .send("PUT", "/media/key", headers, "body")
            .await
            .expect(200);
        let listed = house.owner.send("GET", "/media", &[], "").await.expect(200);
        assert_eq!(owner_of(&listed), expected, "{ownership} {headers:?}");
        let reads = house.owner.send("GET", "/media/key", &[], "").await.status;
        let may = expected == OWNER || !headers.is_empty();
        assert_eq!(reads == 200, may, "{ownership} {headers:?}");
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html#object-ownership-changes>
#[tokio::test]
async fn acls_rest_while_the_owner_is_enforced_and_come_back() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    house.let_write(OTHER).await;
    house
        .other
        .send(
            "PUT",
            "/media/foreign",
            &[("x-amz-acl", "public-read")],
            "body",
        )
        .await
        .expect(200);
    house
        .owner
        .unsigned("GET", "/media/foreign", &[], "")
        .await
        .expect(200);
    owner
        .send("GET", "/media/foreign?acl", &[], "")
        .await
        .expect(403);

    set(owner, "BucketOwnerEnforced").await.expect(200);
    house
        .owner
        .unsigned("GET", "/media/foreign", &[], "")
        .await
        .expect(403);
    owner
        .send("GET", "/media/foreign", &[], "")
        .await
        .expect(200);
    let answer = owner
        .send("GET", "/media/foreign?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(owner_of(&answer), OWNER);
    assert_eq!(grants(&answer), [format!("{OWNER} FULL_CONTROL")]);
    house
        .other
        .send("PUT", "/media/meanwhile", &[], "body")
        .await
        .expect(200);
    let answer = owner.send("GET", "/media?acl", &[], "").await.expect(200);
    assert_eq!(grants(&answer), [format!("{OWNER} FULL_CONTROL")]);

    set(owner, "ObjectWriter").await.expect(200);
    house
        .owner
        .unsigned("GET", "/media/foreign", &[], "")
        .await
        .expect(200);
    owner
        .send("GET", "/media/foreign?acl", &[], "")
        .await
        .expect(403);
    owner
        .send("GET", "/media/meanwhile", &[], "")
        .await
        .expect(200);
}

#[tokio::test]
async fn a_bucket_is_made_with_an_ownership_and_an_acl() {
    let emulator = Emulator::start().await.unwrap();
    let owner = Client::new(&emulator, OWNER, "test");
    let other = format!("id={}", id(OTHER));
    let everyone = format!("uri={ALL_USERS}");
    let (enforced, public) = (
        "InvalidBucketAclWithObjectOwnership",
        "InvalidBucketAclWithBlockPublicAccessError",
    );
    let ownership = |name| ("x-amz-object-ownership", name);
    let acl = |name| ("x-amz-acl", name);
    for (headers, code) in [
        // Without the header ACLs are off.
        (vec![acl("public-read")], enforced),
        (vec![acl("log-delivery-write")], enforced),
        (vec![("x-amz-grant-read", other.as_str())], enforced),
        (
            vec![ownership("BucketOwnerEnforced"), acl("authenticated-read")],
            enforced,
        ),
        // New buckets block public access.
        (
            vec![ownership("BucketOwnerPreferred"), acl("public-read")],
            public,
        ),
        (
            vec![ownership("ObjectWriter"), acl("authenticated-read")],
            public,
        ),
        (
            vec![
                ownership("ObjectWriter"),
                ("x-amz-grant-write", everyone.as_str()),
            ],
            public,
        ),
    ] {
        owner
            .send("PUT", "/media", &headers, "")
            .await
            .expect_error(400, code);
    }
    owner.send("HEAD", "/media", &[], "").await.expect(404);
    for (name, headers, ownership, granted) in [
        ("plain", vec![], "BucketOwnerEnforced", None),
        (
            "closed",
            vec![ownership("BucketOwnerEnforced"), acl("private")],
            "BucketOwnerEnforced",
            None,
        ),
        (
            "old-tool",
            vec![acl("private")],
            "BucketOwnerPreferred",
            None,
        ),
        (
            "logs",
            vec![ownership("ObjectWriter"), acl("log-delivery-write")],
            "ObjectWriter",
            Some("LogDelivery WRITE"),
        ),
    ] {
        owner
            .send("PUT", &format!("/{name}"), &headers, "")
            .await
            .expect(200);
        let answer = owner
            .send("GET", &format!("/{name}?ownershipControls"), &[], "")
            .await
            .expect(200);
        assert_eq!(
            answer.element("ObjectOwnership").as_deref(),
            Some(ownership),
            "{name}"
        );
        let answer = owner
            .send("GET", &format!("/{name}?acl"), &[], "")
            .await
            .expect(200);
        assert_eq!(
            grants(&answer).get(1).map(String::as_str),
            granted,
            "{name}"
        );
    }
    // Making it again resets the ACL, in the region that lets owners do so.
    owner.send("PUT", "/logs", &[], "").await.expect(200);
    let answer = owner.send("GET", "/logs?acl", &[], "").await.expect(200);
    assert_eq!(grants(&answer), [format!("{OWNER} FULL_CONTROL")]);
}

#[tokio::test]
async fn attributes_of_anothers_object_are_not_the_bucket_owners() {
    let house = House::with("ObjectWriter").await;
    house.let_write(OTHER).await;
    let (owner, other) = (&house.owner, &house.other);
    other
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    let wanted = [("x-amz-object-attributes", "ObjectSize")];
    owner
        .send("GET", "/media/key?attributes", &wanted, "")
        .await
        .expect_error(403, "AccessDenied");
    // No permission of ACLs is about tags: they are the bucket owner's to read.
    owner
        .send("GET", "/media/key?tagging", &[], "")
        .await
        .expect(200);
    house
        .set_acl(other, "/media/key", "bucket-owner-full-control")
        .await
        .expect(200);
    owner
        .send("GET", "/media/key?attributes", &wanted, "")
        .await
        .expect(200);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html>
#[tokio::test]
async fn a_bucket_policy_names_another_account_by_its_canonical_user_id() {
    let house = House::with("BucketOwnerEnforced").await;
    let policy = |id: &str| {
        json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "CanonicalUser": id },
            "Action": "s3:PutObject", "Resource": "arn:aws:s3:::media/*" } })
        .to_string()
    };
    let (owner, other, third) = (&house.owner, &house.other, &house.third);
    owner
        .send("PUT", "/media?policy", &[], policy(&id(OTHER)))
        .await
        .expect(204);
    other
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    third
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect_error(403, "AccessDenied");
    for unknown in ["0".repeat(64), id("anonymous")] {
        owner
            .send("PUT", "/media?policy", &[], policy(&unknown))
            .await
            .expect_error(400, "MalformedPolicy");
    }
}
