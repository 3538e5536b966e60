//! What is put comes back: canned ACLs, grants in headers, documents.

use super::fixture::{
    ALL_USERS, AUTHENTICATED, House, LOG_DELIVERY, OTHER, OWNER, document, grants, id, owner_of,
};
use crate::s3_help::set_versioning;

#[tokio::test]
async fn an_acl_is_shown_as_s3_shows_it() {
    let house = House::with("ObjectWriter").await;
    house
        .set_acl(&house.owner, "/media", "public-read")
        .await
        .expect(200);
    let answer = house
        .owner
        .send("GET", "/media?acl", &[], "")
        .await
        .expect(200);
    let xsi = r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#;
    let owner = id(OWNER);
    assert_eq!(
        answer.text(),
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>{owner}</ID></Owner><AccessControlList><Grant><Grantee {xsi} xsi:type="CanonicalUser"><ID>{owner}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant><Grant><Grantee {xsi} xsi:type="Group"><URI>{ALL_USERS}</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>"#
        )
    );
    // It can be put back as it is.
    house
        .owner
        .send("PUT", "/media?acl", &[], answer.text())
        .await
        .expect(200);
    let again = house
        .owner
        .send("GET", "/media?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(again.text(), answer.text());
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl>
#[tokio::test]
async fn canned_acls_are_those_of_the_table() {
    let house = House::with("ObjectWriter").await;
    house.let_write(OTHER).await;
    let owner = format!("{OWNER} FULL_CONTROL");
    let writer = format!("{OTHER} FULL_CONTROL");
    let ec2 = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c READ";
    let of_owner = format!("{OWNER} READ");
    let table: [(&str, Vec<&str>, Vec<&str>); 8] = [
        ("private", vec![], vec![]),
        ("public-read", vec!["AllUsers READ"], vec!["AllUsers READ"]),
        (
            "public-read-write",
            vec!["AllUsers READ", "AllUsers WRITE"],
            vec!["AllUsers READ", "AllUsers WRITE"],
        ),
        ("aws-exec-read", vec![ec2], vec![ec2]),
        (
            "authenticated-read",
            vec!["AuthenticatedUsers READ"],
            vec!["AuthenticatedUsers READ"],
        ),
        // Of a bucket these two are ignored.
        ("bucket-owner-read", vec![], vec![&of_owner]),
        ("bucket-owner-full-control", vec![], vec![&owner]),
        (
            "log-delivery-write",
            vec!["LogDelivery WRITE", "LogDelivery READ_ACP"],
            vec!["LogDelivery WRITE", "LogDelivery READ_ACP"],
        ),
    ];
    for (name, on_bucket, on_object) in table {
        house
            .set_acl(&house.owner, "/media", name)
            .await
            .expect(200);
        let answer = house
            .owner
            .send("GET", "/media?acl", &[], "")
            .await
            .expect(200);
        assert_eq!(
            grants(&answer),
            [vec![owner.as_str()], on_bucket].concat(),
            "{name}"
        );
        house
            .other
            .send("PUT", "/media/key", &[("x-amz-acl", name)], "body")
            .await
            .expect(200);
        let answer = house
            .other
            .send("GET", "/media/key?acl", &[], "")
            .await
            .expect(200);
        assert_eq!(owner_of(&answer), OTHER);
        assert_eq!(
            grants(&answer),
            [vec![writer.as_str()], on_object].concat(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn grants_in_headers_are_all_there_is() {
    let house = House::with("BucketOwnerPreferred").await;
    let other = id(OTHER);
    let quoted = format!(r#"id="{other}", uri="{ALL_USERS}""#);
    let bare = format!("id={other},uri={LOG_DELIVERY}");
    let headers = [
        ("x-amz-grant-full-control", format!("id={}", id(OWNER))),
        ("x-amz-grant-read", quoted),
        ("x-amz-grant-write-acp", bare),
        ("x-amz-grant-read-acp", format!(r#"uri="{AUTHENTICATED}""#)),
    ];
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let wanted = [
        format!("{OWNER} FULL_CONTROL"),
        format!("{OTHER} READ"),
        "AllUsers READ".to_owned(),
        "AuthenticatedUsers READ_ACP".to_owned(),
        format!("{OTHER} WRITE_ACP"),
        "LogDelivery WRITE_ACP".to_owned(),
    ];
    house
        .owner
        .send("PUT", "/media/key", &headers, "body")
        .await
        .expect(200);
    for path in ["/media", "/media/key"] {
        house
            .owner
            .send("PUT", &format!("{path}?acl"), &headers, "")
            .await
            .expect(200);
        let answer = house
            .owner
            .send("GET", &format!("{path}?acl"), &[], "")
            .await
            .expect(200);
        assert_eq!(grants(&answer), wanted);
    }
    // The owner is left out when it is not named, and can put that right.
    let only = [("x-amz-grant-read", headers[1].1)];
    house
        .owner
        .send("PUT", "/media/key?acl", &only, "")
        .await
        .expect(200);
    let answer = house
        .owner
        .send("GET", "/media/key?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(grants(&answer), wanted[1..3]);
    house
        .set_acl(&house.owner, "/media/key", "private")
        .await
        .expect(200);
}

#[tokio::test]
async fn documents_hold_any_grants() {
    let house = House::with("ObjectWriter").await;
    house
        .owner
        .send("PUT", "/media/key", &[], "body")
        .await
        .expect(200);
    let several = [
        (OTHER, "READ"),
        (ALL_USERS, "READ_ACP"),
        (OWNER, "WRITE_ACP"),
        (OTHER, "WRITE"),
    ];
    for listed in [&several[..], &[]] {
        for path in ["/media?acl", "/media/key?acl"] {
            house
                .owner
                .send("PUT", path, &[], document(OWNER, listed))
                .await
                .expect(200);
            let answer = house.owner.send("GET", path, &[], "").await.expect(200);
            assert_eq!(owner_of(&answer), OWNER);
            let found = grants(&answer);
            assert_eq!(found.len(), listed.len(), "{found:?}");
            for ((grantee, permission), found) in listed.iter().zip(found) {
                let grantee = grantee.rsplit('/').next().unwrap();
                assert_eq!(found, format!("{grantee} {permission}"));
            }
        }
    }
}

/// Clients send back what older answers held.
#[tokio::test]
async fn display_names_are_taken_and_forgotten() {
    let house = House::with("ObjectWriter").await;
    let named = document(OWNER, &[(OTHER, "READ")])
        .replace("</ID>", "</ID><DisplayName>somebody</DisplayName>");
    house
        .owner
        .send("PUT", "/media?acl", &[], named)
        .await
        .expect(200);
    let answer = house
        .owner
        .send("GET", "/media?acl", &[], "")
        .await
        .expect(200);
    assert_eq!(grants(&answer), [format!("{OTHER} READ")]);
    assert!(!answer.text().contains("DisplayName"));
}

#[tokio::test]
async fn each_version_has_its_own() {
    let house = House::with("ObjectWriter").await;
    let owner = &house.owner;
    set_versioning(owner, "media", "Enabled").await;
    let put = |acl: &'static str| async move {
        let answer = owner
            .send("PUT", "/media/key", &[("x-amz-acl", acl)], "body")
            .await;
        answer
            .expect(200)
            .header("x-amz-version-id")
            .unwrap()
            .to_owned()
    };
    let (first, second) = (put("public-read").await, put("private").await);
    let path = |version: &str| format!("/media/key?acl&versionId={version}");
    let shown = |path: String| async move {
        let answer = owner.send("GET", &path, &[], "").await.expect(200);
        grants(&answer)
    };
    let own = format!("{OWNER} FULL_CONTROL");
    assert_eq!(shown(path(&first)).await, [own.as_str(), "AllUsers READ"]);
    assert_eq!(shown(path(&second)).await, [own.as_str()]);
    assert_eq!(shown("/media/key?acl".to_owned()).await, [own.as_str()]);
    owner
        .send("PUT", &path(&first), &[("x-amz-acl", "private")], "")
        .await
        .expect(200);
    owner
        .send(
            "PUT",
            "/media/key?acl",
            &[("x-amz-acl", "authenticated-read")],
            "",
        )
        .await
        .expect(200);
    assert_eq!(shown(path(&first)).await, [own.as_str()]);
    assert_eq!(
        shown(path(&second)).await,
        [own.as_str(), "AuthenticatedUsers READ"]
    );
    owner
        .unsigned("GET", &format!("/media/key?versionId={first}"), &[], "")
        .await
        .expect(403);

    // As recorded: a reader finds no object under a delete marker, a writer is told what stands there.
    let marker = owner
        .send("DELETE", "/media/key", &[], "")
        .await
        .expect(204);
    let marker = marker.header("x-amz-version-id").unwrap().to_owned();
    owner
        .send("GET", "/media/key?acl", &[], "")
        .await
        .expect_error(404, "NoSuchKey");
    for (method, path) in [
        ("PUT", "/media/key?acl".to_owned()),
        ("PUT", path(&marker)),
        ("GET", path(&marker)),
    ] {
        let refused = owner
            .send(
                method,
                &path,
                if method == "PUT" {
                    &[("x-amz-acl", "private")]
                } else {
                    &[]
                },
                "",
            )
            .await;
        let refused = refused.expect_error(405, "MethodNotAllowed");
        assert_eq!(refused.element("Method").as_deref(), Some(method));
        assert_eq!(
            refused.element("ResourceType").as_deref(),
            Some("DeleteMarker")
        );
    }
}

#[tokio::test]
async fn an_acl_survives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let own = format!("{OWNER} FULL_CONTROL");
    for first in [true, false] {
        let emulator = bucketproof::Emulator::builder()
            .data_dir(folder.path())
            .start()
            .await
            .unwrap();
        let owner = crate::support::Client::new(&emulator, OWNER, "test");
        if first {
            owner
                .send(
                    "PUT",
                    "/media",
                    &[("x-amz-object-ownership", "ObjectWriter")],
                    "",
                )
                .await
                .expect(200);
            owner
                .send(
                    "PUT",
                    "/media?acl",
                    &[("x-amz-acl", "log-delivery-write")],
                    "",
                )
                .await
                .expect(200);
            owner
                .send(
                    "PUT",
                    "/media/key",
                    &[("x-amz-grant-read", &format!("id={}", id(OTHER)))],
                    "body",
                )
                .await
                .expect(200);
        }
        let answer = owner.send("GET", "/media?acl", &[], "").await.expect(200);
        assert_eq!(
            grants(&answer),
            [own.as_str(), "LogDelivery WRITE", "LogDelivery READ_ACP"]
        );
        let answer = owner
            .send("GET", "/media/key?acl", &[], "")
            .await
            .expect(200);
        assert_eq!(grants(&answer), [format!("{OTHER} READ")]);
        emulator.stop().await;
    }
}
