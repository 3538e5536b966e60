//! Who gets in by an ACL, and who does not.

use super::fixture::{ALL_USERS, AUTHENTICATED, House, OTHER, OWNER, THIRD, document, id};
use crate::s3_help::{allow, set_policy, user};
use crate::support::Client;
use serde_json::json;

/// Statuses of the calls that a bucket's permissions are about: list, versions, uploads, put, get ACL, put ACL.
async fn bucket_calls(house: &House, client: Option<&Client>, acl: &str) -> Vec<u16> {
    let mut found = Vec::new();
    for (method, path, body) in [
        ("GET", "/media", ""),
        ("GET", "/media?versions", ""),
        ("GET", "/media?uploads", ""),
        ("PUT", "/media/new", "body"),
        ("GET", "/media?acl", ""),
        ("PUT", "/media?acl", acl),
    ] {
        let body = body.to_owned();
        let answer = match client {
            Some(client) => client.send(method, path, &[], body).await,
            None => house.owner.unsigned(method, path, &[], body).await,
        };
        found.push(answer.status);
    }
    // What was made goes, so that the next caller finds the key free.
    house
        .owner
        .send("DELETE", "/media/new", &[], "")
        .await
        .expect(204);
    found
}

#[tokio::test]
async fn bucket_permissions_open_what_they_stand_for() {
    let house = House::with("ObjectWriter").await;
    for (permission, open) in [
        ("READ", [true, true, true, false, false, false]),
        ("WRITE", [false, false, false, true, false, false]),
        ("READ_ACP", [false, false, false, false, true, false]),
        ("WRITE_ACP", [false, false, false, false, false, true]),
        ("FULL_CONTROL", [true; 6]),
    ] {
        for (grantee, reaches) in [
            (ALL_USERS, [true, true, true]),
            (AUTHENTICATED, [false, true, true]),
            (OTHER, [false, true, false]),
        ] {
            let body = document(OWNER, &[(OWNER, "FULL_CONTROL"), (grantee, permission)]);
            house
                .owner
                .send("PUT", "/media?acl", &[], body.clone())
                .await
                .expect(200);
            let clients = [None, Some(&house.other), Some(&house.third)];
            for (client, reached) in clients.into_iter().zip(reaches) {
                let found = bucket_calls(&house, client, &body).await;
                let wanted = open.map(|open| if open && reached { 200 } else { 403 });
                assert_eq!(found, wanted, "{permission} to {grantee}");
            }
        }
    }
}

#[tokio::test]
async fn object_permissions_open_what_they_stand_for() {
    let house = House::with("ObjectWriter").await;
    house
        .owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    for (permission, read, read_acl, write_acl) in [
        ("READ", true, false, false),
        ("WRITE", false, false, false),
        ("READ_ACP", false, true, false),
        ("WRITE_ACP", false, false, true),
        ("FULL_CONTROL", true, true, true),
    ] {
        for (grantee, reaches) in [
            (ALL_USERS, [true, true, true]),
            (AUTHENTICATED, [false, true, true]),
            (THIRD, [false, false, true]),
        ] {
            let body = document(OWNER, &[(OWNER, "FULL_CONTROL"), (grantee, permission)]);
            house
                .owner
                .send("PUT", "/media/key?acl", &[], body.clone())
                .await
                .expect(200);
            let clients = [None, Some(&house.other), Some(&house.third)];
            for (client, reached) in clients.into_iter().zip(reaches) {
                for (method, path, open) in [
                    ("GET", "/media/key", read),
                    ("HEAD", "/media/key", read),
                    ("GET", "/media/key?versionId=null", read),
                    ("GET", "/media/key?acl", read_acl),
                    ("PUT", "/media/key?acl", write_acl),
                    ("DELETE", "/media/key", false),
                    ("GET", "/media", false),
                ] {
                    let body = if method == "PUT" {
                        body.clone()
                    } else {
                        String::new()
                    };
                    let answer = match client {
                        Some(client) => client.send(method, path, &[], body).await,
                        None => house.owner.unsigned(method, path, &[], body).await,
                    };
                    let wanted = if open && reached { 200 } else { 403 };
                    assert_eq!(
                        answer.status, wanted,
                        "{permission} to {grantee}: {method} {path}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn another_account_must_let_its_users_too() {
    let house = House::with("ObjectWriter").await;
    house
        .owner
        .send("PUT", "/media/key", &[("x-amz-acl", "public-read")], "body")
        .await
        .expect(200);
    let bob = user(
        &house.emulator,
        &house.other,
        "bob",
        json!([allow(&["s3:ListAllMyBuckets"], &["*"])]),
    )
    .await;
    // A key without the permission is worse than none.
    bob.send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    house
        .owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect(200);
    set_policy(
        &house.other,
        "bob",
        json!([allow(&["s3:GetObject"], &["arn:aws:s3:::media/*"])]),
    )
    .await;
    bob.send("GET", "/media/key", &[], "").await.expect(200);
    // In the owner's account a grant to everyone is enough; one to the account is not.
    let ann = user(
        &house.emulator,
        &house.owner,
        "ann",
        json!([allow(&["s3:ListAllMyBuckets"], &["*"])]),
    )
    .await;
    ann.send("GET", "/media/key", &[], "").await.expect(200);
    house
        .set_acl(&house.owner, "/media/key", "private")
        .await
        .expect(200);
    let refused = ann
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    assert!(
        refused
            .element("Message")
            .unwrap()
            .ends_with("because no identity-based policy allows the s3:GetObject action")
    );
}

#[tokio::test]
async fn a_deny_beats_every_grant() {
    let house = House::with("ObjectWriter").await;
    house
        .owner
        .send("PUT", "/media/key", &[("x-amz-acl", "public-read")], "body")
        .await
        .expect(200);
    let policy = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*",
    }});
    house
        .owner
        .send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    for client in [&house.owner, &house.other] {
        client.send("GET", "/media/key", &[], "").await.expect(403);
    }
    house
        .owner
        .unsigned("GET", "/media/key", &[], "")
        .await
        .expect(403);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html>
#[tokio::test]
async fn what_somebody_else_owns_in_a_bucket() {
    let house = House::with("ObjectWriter").await;
    let (owner, other) = (&house.owner, &house.other);
    let everything = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"],
    }});
    owner
        .send("PUT", "/media?policy", &[], everything.to_string())
        .await
        .expect(204);
    other
        .send("PUT", "/media/key", &[("x-amz-tagging", "a=1")], "body")
        .await
        .expect(200);
    // Its owner reads it and says who may; the bucket's policy opens nothing, not even for the bucket's owner.
    other.send("GET", "/media/key", &[], "").await.expect(200);
    let refused = owner
        .send("GET", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    let text = refused.element("Message").unwrap();
    assert!(
        text.ends_with("because no resource-based policy allows the s3:GetObject action"),
        "{text}"
    );
    for path in ["/media/key", "/media/key?acl"] {
        house.third.send("GET", path, &[], "").await.expect(403);
        owner.unsigned("GET", path, &[], "").await.expect(403);
    }
    house
        .set_acl(owner, "/media/key", "private")
        .await
        .expect(403);
    // The bucket's owner still lists, and with a grant reads.
    owner.send("GET", "/media", &[], "").await.expect(200);
    house
        .set_acl(other, "/media/key", "bucket-owner-read")
        .await
        .expect(200);
    owner.send("GET", "/media/key", &[], "").await.expect(200);
    house
        .third
        .send("GET", "/media/key", &[], "")
        .await
        .expect(403);
    // It can keep everyone out, and delete.
    let nothing = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Deny", "Principal": {"AWS": OTHER}, "Action": "s3:*", "Resource": "arn:aws:s3:::media/*",
    }});
    owner
        .send("PUT", "/media?policy", &[], nothing.to_string())
        .await
        .expect(204);
    other.send("GET", "/media/key", &[], "").await.expect(403);
    owner
        .send("DELETE", "/media/key", &[], "")
        .await
        .expect(204);
    owner.send("HEAD", "/media/key", &[], "").await.expect(404);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions>
#[tokio::test]
async fn write_makes_objects_and_touches_those_of_nobody_else() {
    let house = House::with("ObjectWriter").await;
    let (owner, other, third) = (&house.owner, &house.other, &house.third);
    house
        .set_acl(owner, "/media", "public-read-write")
        .await
        .expect(200);
    let delete = |key: &str| format!("<Delete><Object><Key>{key}</Key></Object></Delete>");
    other
        .send("PUT", "/media/key", &[], "one")
        .await
        .expect(200);
    other
        .send("PUT", "/media/key", &[], "two")
        .await
        .expect(200);
    third
        .send("PUT", "/media/key", &[], "three")
        .await
        .expect_error(403, "AccessDenied");
    third
        .send("POST", "/media/key?uploads", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    owner
        .unsigned("PUT", "/media/key", &[], "four")
        .await
        .expect_error(403, "AccessDenied");
    third
        .send("DELETE", "/media/key", &[], "")
        .await
        .expect_error(403, "AccessDenied");
    let digest = bucketproof::protocol::checksum::Md5::digest(delete("key").as_bytes()).base64();
    let headers = [("content-md5", digest.as_str())];
    let answer = third
        .send("POST", "/media?delete", &headers, delete("key"))
        .await
        .expect(200);
    assert_eq!(answer.code().as_deref(), Some("AccessDenied"));
    let answer = other
        .send("POST", "/media?delete", &headers, delete("key"))
        .await
        .expect(200);
    assert_eq!(answer.code(), None);

    // Unsigned callers are one owner: nobody but they can read what they made.
    owner
        .unsigned("PUT", "/media/nobody", &[], "body")
        .await
        .expect(200);
    owner
        .unsigned("GET", "/media/nobody", &[], "")
        .await
        .expect(200);
    other
        .send("GET", "/media/nobody", &[], "")
        .await
        .expect(403);
    owner
        .send("GET", "/media/nobody", &[], "")
        .await
        .expect(403);
    let listed = owner.send("GET", "/media", &[], "").await.expect(200);
    assert_eq!(super::fixture::owner_of(&listed), "anonymous");
    owner
        .unsigned("DELETE", "/media/nobody", &[], "")
        .await
        .expect(204);
    owner
        .unsigned("DELETE", "/media/nobody", &[], "")
        .await
        .expect(403);
}

#[tokio::test]
async fn the_decision_names_the_grant() {
    let house = House::with("ObjectWriter").await;
    let grantee = format!("id={}", id(OTHER));
    house
        .owner
        .send(
            "PUT",
            "/media/key",
            &[("x-amz-grant-read", &grantee)],
            "body",
        )
        .await
        .expect(200);
    for (client, layer, line) in [
        (
            &house.other,
            "Acl",
            "grant of READ to account 444455556666: applies",
        ),
        (
            &house.third,
            "Resource",
            "grant of READ to account 444455556666: is for somebody else",
        ),
    ] {
        let answer = client.send("GET", "/media/key", &[], "").await;
        let request = answer.header("x-amz-request-id").unwrap();
        let told = house
            .owner
            .control("GET", &format!("decisions/{request}"), &json!(null))
            .await
            .expect(200)
            .json();
        let decision = &told["decisions"][0];
        assert_eq!(decision["decision"]["layer"], layer);
        let text = decision["text"].as_str().unwrap();
        assert!(text.contains(line), "{text}");
    }
}
