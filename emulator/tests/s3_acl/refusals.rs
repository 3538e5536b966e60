//! What S3 does not take, in its words.

use super::fixture::{ALL_USERS, House, OTHER, OWNER, document, id};
use crate::support::Response;

#[track_caller]
fn argument(answer: Response, message: &str, name: &str, value: &str) {
    let answer = answer.expect_error(400, "InvalidArgument");
    let element = |name| answer.element(name).unwrap_or_default();
    assert_eq!(element("Message"), message);
    assert_eq!(element("ArgumentName"), name);
    assert_eq!(element("ArgumentValue"), value);
}

/// Arguments are read before it matters whether ACLs are on.
#[tokio::test]
async fn headers_that_cannot_be_read() {
    for ownership in ["BucketOwnerEnforced", "ObjectWriter"] {
        let house = House::with(ownership).await;
        let owner = &house.owner;
        owner
            .send("PUT", "/media/key", &[], "body")
            .await
            .expect(200);
        let grant = "x-amz-grant-write";
        for path in ["/media?acl", "/media/key?acl", "/media/other"] {
            let put = |name: &'static str, value: &str| {
                let value = value.to_owned();
                async move { owner.send("PUT", path, &[(name, &value)], "").await }
            };
            argument(
                put("x-amz-acl", "fake-acl").await,
                "",
                "x-amz-acl",
                "fake-acl",
            );
            argument(
                put(grant, r#"id="wrong-id""#).await,
                "Invalid id",
                "id",
                "wrong-id",
            );
            let group = "http://acs.amazonaws.com/groups/s3/FakeGroup";
            argument(
                put(grant, &format!(r#"uri="{group}""#)).await,
                "Invalid group uri",
                "uri",
                group,
            );
            for unreadable in [r#"fakekey="1234""#, "1234", r#"id="1234"#] {
                let answer = put(grant, unreadable)
                    .await
                    .expect_error(400, "InvalidArgument");
                assert_eq!(
                    answer.element("Message").as_deref(),
                    Some("Argument format not recognized")
                );
                assert_eq!(answer.element("ArgumentName").as_deref(), Some(grant));
            }
            let answer = put(grant, r#"emailAddress="nobody@example.com""#).await;
            let answer = answer.expect_error(400, "UnresolvableGrantByEmailAddress");
            assert_eq!(
                answer.element("Message").as_deref(),
                Some("The e-mail address you provided does not match any account on record.")
            );
            let both = [
                ("x-amz-acl", "private"),
                (grant, &*format!("uri={ALL_USERS}")),
            ];
            let answer = owner
                .send("PUT", path, &both, "")
                .await
                .expect_error(400, "InvalidRequest");
            assert_eq!(
                answer.element("Message").as_deref(),
                Some("Specifying both Canned ACLs and Header Grants is not allowed")
            );
        }
    }
}

#[tokio::test]
async fn documents_that_are_no_acl() {
    for ownership in ["BucketOwnerEnforced", "ObjectWriter"] {
        let house = House::with(ownership).await;
        let owner = &house.owner;
        owner
            .send("PUT", "/media/key", &[], "body")
            .await
            .expect(200);
        for path in ["/media?acl", "/media/key?acl"] {
            let put = |body: String| async move { owner.send("PUT", path, &[], body).await };
            let whole = document(OWNER, &[(OTHER, "READ")]);
            let without = |text: &str| whole.replace(text, "");
            for malformed in [
                "<AccessControlPolicy></AccessControlPolicy>".to_owned(),
                "<AccessControlPolicy>".to_owned(),
                "no document".to_owned(),
                without(&format!("<Owner><ID>{}</ID></Owner>", id(OWNER))),
                without("<Permission>READ</Permission>"),
                without(r#"xsi:type="CanonicalUser""#),
                whole.replace("READ", "WRONG-PERMISSION"),
                whole.replace("CanonicalUser", "BadType"),
                whole.replace("AccessControlPolicy", "AccessControlList"),
                document(OWNER, &[(OTHER, "READ"); 101]),
            ] {
                put(malformed).await.expect_error(400, "MalformedACLError");
            }
            put(document(OWNER, &[(OTHER, "READ"); 100])).await;
            let bad_owner = whole.replace(&id(OWNER), "wrong-id");
            argument(
                put(bad_owner).await,
                "Invalid id",
                "CanonicalUser/ID",
                "wrong-id",
            );
            let bad_grantee = whole.replace(&id(OTHER), "wrong-id");
            argument(
                put(bad_grantee).await,
                "Invalid id",
                "CanonicalUser/ID",
                "wrong-id",
            );
            let group = "http://acs.amazonaws.com/groups/s3/FakeGroup";
            let bad_group = document(OWNER, &[(group, "READ")]);
            argument(
                put(bad_group).await,
                "Invalid group uri",
                "Group/URI",
                group,
            );
            let by_mail = whole
                .replace("CanonicalUser", "AmazonCustomerByEmail")
                .replace(
                    &format!("<ID>{}</ID><", id(OTHER)),
                    "<EmailAddress>a@b</EmailAddress><",
                );
            put(by_mail)
                .await
                .expect_error(400, "UnresolvableGrantByEmailAddress");
            // An owner cannot be changed by an ACL.
            put(document(OTHER, &[(OTHER, "READ")]))
                .await
                .expect_error(403, "AccessDenied");

            let nothing = put(String::new())
                .await
                .expect_error(400, "MissingSecurityHeader");
            assert_eq!(
                nothing.element("MissingHeaderName").as_deref(),
                Some("x-amz-acl")
            );
            owner
                .send("PUT", path, &[("x-amz-acl", "private")], whole)
                .await
                .expect_error(400, "UnexpectedContent");
        }
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
#[tokio::test]
async fn where_acls_are_off_none_is_put() {
    let house = House::with("BucketOwnerEnforced").await;
    let owner = &house.owner;
    owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    for path in ["/media", "/media/key"] {
        for acl in ["private", "public-read", "bucket-owner-full-control"] {
            house
                .set_acl(owner, path, acl)
                .await
                .expect_error(400, "AccessControlListNotSupported");
        }
        let body = document(OWNER, &[(OWNER, "FULL_CONTROL")]);
        let refused = owner.send("PUT", &format!("{path}?acl"), &[], body).await;
        let refused = refused.expect_error(400, "AccessControlListNotSupported");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some("The bucket does not allow ACLs")
        );
    }
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "s3:*",
        "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"],
    }});
    owner
        .send("PUT", "/media?policy", &[], policy.to_string())
        .await
        .expect(204);
    let (of_owner, of_other) = (format!("id={}", id(OWNER)), format!("id={}", id(OTHER)));
    // Whether an upload may bring one: by the bucket's owner, by another account.
    for (header, value, own, foreign) in [
        ("x-amz-acl", "bucket-owner-full-control", true, true),
        ("x-amz-acl", "private", true, false),
        ("x-amz-acl", "bucket-owner-read", true, false),
        ("x-amz-acl", "public-read", false, false),
        ("x-amz-acl", "public-read-write", false, false),
        ("x-amz-acl", "authenticated-read", false, false),
        ("x-amz-acl", "aws-exec-read", false, false),
        ("x-amz-acl", "log-delivery-write", false, false),
        ("x-amz-grant-full-control", &of_owner, true, true),
        ("x-amz-grant-full-control", &of_other, false, false),
        ("x-amz-grant-read", &of_owner, false, false),
    ] {
        for (client, taken) in [(owner, own), (&house.other, foreign)] {
            let copy = [("x-amz-copy-source", "media/key"), (header, value)];
            for (method, path, headers) in [
                ("PUT", "/media/new", &copy[1..]),
                ("PUT", "/media/copy", &copy[..]),
                ("POST", "/media/parts?uploads", &copy[1..]),
            ] {
                let body = if path == "/media/new" { "body" } else { "" };
                let answer = client.send(method, path, headers, body).await;
                if taken {
                    answer.expect(200);
                } else {
                    answer.expect_error(400, "AccessControlListNotSupported");
                }
            }
        }
    }
}

#[tokio::test]
async fn objects_that_are_not_there() {
    let house = House::with("ObjectWriter").await;
    for (method, headers) in [("GET", &[][..]), ("PUT", &[("x-amz-acl", "private")][..])] {
        let path = "/media/absent?acl";
        house
            .owner
            .send(method, path, headers, "")
            .await
            .expect_error(404, "NoSuchKey");
        house
            .other
            .send(method, path, headers, "")
            .await
            .expect_error(403, "AccessDenied");
        let version = format!("{path}&versionId=null");
        house
            .owner
            .send(method, &version, headers, "")
            .await
            .expect_error(404, "NoSuchVersion");
        let version = format!("{path}&versionId=wrong");
        house
            .owner
            .send(method, &version, headers, "")
            .await
            .expect_error(400, "InvalidArgument");
        house
            .owner
            .send(method, "/absent?acl", headers, "")
            .await
            .expect_error(404, "NoSuchBucket");
    }
}
