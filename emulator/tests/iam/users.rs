//! Users, their keys and their tags.

use bucketproof::auth::directory::DirectoryCommit;
use bucketproof::auth::directory::sessions::{Holder, SessionRecord};
use bucketproof::base::Secret;
use bucketproof::storage::Commit;

use super::fixture::{ACCOUNT, ALL, Iam, LIST, TRUST, call, elements};
use crate::support::Client;

#[tokio::test]
async fn a_user_is_made_shown_listed_and_deleted() {
    let iam = Iam::start().await;
    let made = iam
        .ok(
            "CreateUser",
            &[
                ("UserName", "Joe"),
                ("Path", "/team/a/"),
                ("Tags.member.1.Key", "Team"),
                ("Tags.member.1.Value", "Platform"),
                ("Tags.member.2.Key", "Area"),
                ("Tags.member.2.Value", ""),
            ],
        )
        .await;
    let id = made.element("UserId").unwrap();
    assert!(id.starts_with("AIDA"), "{id}");
    assert_eq!(
        made.element("Arn").unwrap(),
        format!("arn:aws:iam::{ACCOUNT}:user/team/a/Joe")
    );
    assert_eq!(elements(&made, "Key"), ["Team", "Area"]);
    let text = made.text();
    let created = made.element("CreateDate").unwrap();
    let expected = format!(
        "<CreateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><CreateUserResult><User>\
         <Path>/team/a/</Path><UserName>Joe</UserName><UserId>{id}</UserId>\
         <Arn>arn:aws:iam::{ACCOUNT}:user/team/a/Joe</Arn><CreateDate>{created}</CreateDate><Tags>"
    );
    assert!(text.starts_with(&expected), "{text}");
    assert_eq!(created.len(), "2026-11-21T10:15:30Z".len());

    let shown = iam.ok("GetUser", &[("UserName", "JOE")]).await;
    assert_eq!(shown.element("UserName").unwrap(), "Joe");
    assert_eq!(elements(&shown, "Key"), ["Area", "Team"]);
    let listed = iam.ok("ListUsers", &[("PathPrefix", "/team")]).await;
    assert_eq!(elements(&listed, "UserId"), [id]);
    assert!(!listed.text().contains("<Tags"), "{}", listed.text());
    assert_eq!(listed.element("IsTruncated").unwrap(), "false");
    let none = iam.ok("ListUsers", &[("PathPrefix", "/other")]).await;
    assert!(none.text().contains("<Users/>"), "{}", none.text());

    iam.ok("DeleteUser", &[("UserName", "Joe")]).await;
    iam.call("GetUser", &[("UserName", "Joe")])
        .await
        .expect_error(404, "NoSuchEntity");
}

#[tokio::test]
async fn users_come_in_pages() {
    let iam = Iam::start().await;
    for name in ["d", "B", "a", "C", "e"] {
        iam.ok("CreateUser", &[("UserName", name)]).await;
    }
    let mut names = Vec::new();
    let mut marker = None::<String>;
    let mut pages = 0;
    loop {
        let mut parameters = vec![("MaxItems", "2")];
        parameters.extend(marker.as_deref().map(|marker| ("Marker", marker)));
        let page = iam.ok("ListUsers", &parameters).await;
        names.extend(elements(&page, "UserName"));
        pages += 1;
        let truncated = page.element("IsTruncated").unwrap() == "true";
        marker = page.element("Marker");
        assert_eq!(truncated, marker.is_some());
        if marker.is_none() {
            break;
        }
    }
    assert_eq!((names.concat().as_str(), pages), ("aBCde", 3));
}

#[tokio::test]
async fn a_user_keeps_keys_and_policies_under_another_name() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", LIST).await;
    let before = iam.ok("GetUser", &[("UserName", "joe")]).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    iam.ok(
        "UpdateUser",
        &[
            ("UserName", "joe"),
            ("NewUserName", "josef"),
            ("NewPath", "/x/"),
        ],
    )
    .await;
    let after = iam.ok("GetUser", &[("UserName", "josef")]).await;
    assert_eq!(after.element("UserId"), before.element("UserId"));
    assert_eq!(
        after.element("Arn").unwrap(),
        format!("arn:aws:iam::{ACCOUNT}:user/x/josef")
    );
    joe.send("GET", "/", &[], "").await.expect(200);
    let keys = iam.ok("ListAccessKeys", &[("UserName", "josef")]).await;
    assert_eq!(elements(&keys, "UserName"), ["josef"]);
    iam.call("GetUser", &[("UserName", "joe")])
        .await
        .expect_error(404, "NoSuchEntity");
    // The same name in another case is no other name.
    let shout = [("UserName", "josef"), ("NewUserName", "JOSEF")];
    iam.ok("UpdateUser", &shout).await;
    let shouted = iam.ok("GetUser", &[("UserName", "josef")]).await;
    assert_eq!(shouted.element("UserName").unwrap(), "JOSEF");
}

#[tokio::test]
async fn keys_work_while_they_are_active() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", LIST).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    let of_joe = [("UserName", "joe"), ("AccessKeyId", &*joe.access_key_id)];
    let set = |status| [of_joe[0], of_joe[1], ("Status", status)];
    iam.ok("UpdateAccessKey", &set("Inactive")).await;
    let listed = iam.ok("ListAccessKeys", &of_joe[..1]).await;
    assert_eq!(listed.element("Status").unwrap(), "Inactive");
    assert!(!listed.text().contains("SecretAccessKey"));
    joe.send("GET", "/", &[], "")
        .await
        .expect_error(403, "InvalidAccessKeyId");
    iam.ok("UpdateAccessKey", &set("Active")).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    iam.ok("DeleteAccessKey", &of_joe).await;
    joe.send("GET", "/", &[], "")
        .await
        .expect_error(403, "InvalidAccessKeyId");
    let none = iam.ok("ListAccessKeys", &of_joe[..1]).await;
    assert!(none.text().contains("<AccessKeyMetadata/>"));
}

#[tokio::test]
async fn a_user_without_a_name_is_the_caller() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", ALL).await;
    let own = call(&joe, "GetUser", &[]).await.expect(200);
    assert_eq!(own.element("UserName").unwrap(), "joe");
    let key = call(&joe, "CreateAccessKey", &[]).await.expect(200);
    assert_eq!(key.element("UserName").unwrap(), "joe");
    let keys = call(&joe, "ListAccessKeys", &[]).await.expect(200);
    assert_eq!(elements(&keys, "AccessKeyId").len(), 2);
    let id = key.element("AccessKeyId").unwrap();
    call(&joe, "DeleteAccessKey", &[("AccessKeyId", &id)])
        .await
        .expect(200);
    let root = iam.ok("GetUser", &[]).await;
    assert_eq!(
        root.element("Arn").unwrap(),
        format!("arn:aws:iam::{ACCOUNT}:root")
    );
    iam.call("CreateAccessKey", &[])
        .await
        .expect_error(501, "NotImplemented");
}

#[tokio::test]
async fn tag_keys_of_users_are_told_apart_without_case() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = ("UserName", "joe");
    let tag = |key, value| {
        [
            joe,
            ("Tags.member.1.Key", key),
            ("Tags.member.1.Value", value),
        ]
    };
    iam.ok("TagUser", &tag("Team", "a")).await;
    iam.ok("TagUser", &tag("Area", "b")).await;
    iam.ok("TagUser", &tag("TEAM", "c")).await;
    let tags = iam.ok("ListUserTags", &[joe]).await;
    assert_eq!(elements(&tags, "Key"), ["Area", "TEAM"]);
    assert_eq!(elements(&tags, "Value"), ["b", "c"]);
    iam.ok("UntagUser", &[joe, ("TagKeys.member.1", "team")])
        .await;
    let page = iam.ok("ListUserTags", &[joe, ("MaxItems", "1")]).await;
    assert_eq!(elements(&page, "Key"), ["Area"]);
    assert_eq!(page.element("IsTruncated").unwrap(), "false");
    iam.ok("UntagUser", &[joe, ("TagKeys.member.1", "gone")])
        .await;
}

#[tokio::test]
async fn what_nobody_has_is_an_empty_list() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = ("UserName", "joe");
    let cases = [
        ("ListAccountAliases", "AccountAliases", None),
        ("ListGroups", "Groups", None),
        ("ListGroupsForUser", "Groups", Some(joe)),
        ("ListInstanceProfiles", "InstanceProfiles", None),
        ("ListMFADevices", "MFADevices", Some(joe)),
        ("ListVirtualMFADevices", "VirtualMFADevices", None),
        ("ListSAMLProviders", "SAMLProviderList", None),
        (
            "ListServerCertificates",
            "ServerCertificateMetadataList",
            None,
        ),
        (
            "ListServiceSpecificCredentials",
            "ServiceSpecificCredentials",
            Some(joe),
        ),
        ("ListSigningCertificates", "Certificates", Some(joe)),
        ("ListSSHPublicKeys", "SSHPublicKeys", Some(joe)),
    ];
    for (operation, element, owner) in cases {
        let parameters: Vec<_> = owner.into_iter().collect();
        let answer = iam.ok(operation, &parameters).await;
        assert!(
            answer.text().contains(&format!("<{element}/>")),
            "{operation}: {}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn the_account_is_counted() {
    let iam = Iam::start().await;
    iam.user("joe", LIST).await;
    let policy = iam.policy("own", LIST).await;
    let version = [("PolicyArn", &*policy), ("PolicyDocument", LIST)];
    iam.ok("CreatePolicyVersion", &version).await;
    let summary = iam.ok("GetAccountSummary", &[]).await.text();
    for (name, number) in [
        ("Users", 1),
        ("Roles", 0),
        ("Policies", 1),
        ("PolicyVersionsInUse", 2),
        ("Providers", 0),
        ("AccessKeysPerUserQuota", 2),
        ("UsersQuota", 5000),
    ] {
        let entry = format!("<entry><key>{name}</key><value>{number}</value></entry>");
        assert!(summary.contains(&entry), "{entry} in {summary}");
    }
    assert_eq!(summary.matches("<entry>").count(), 34);
}

/// A session of a role, as AssumeRole would make it.
async fn session(iam: &Iam, role: &str) -> Client {
    let made = iam.ok("GetRole", &[("RoleName", role)]).await;
    let world = &iam.emulator.stack().world;
    let now = world.clock.now();
    let session = SessionRecord {
        access_key_id: world.ids.unique_id("ASIA"),
        secret: Secret::new(world.ids.secret_access_key()),
        token: Secret::new(world.ids.session_token()),
        account: ACCOUNT.to_owned(),
        holder: Holder::Role {
            name: role.to_owned(),
            id: made.element("RoleId").unwrap(),
            session_name: "test".to_owned(),
        },
        issued: now,
        expires: now.plus_seconds(900),
        policy: None,
        policy_arns: Vec::new(),
        tags: Default::default(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        web_identity: None,
    };
    let commit = Commit::new().session(&session);
    world.commit_authority(commit).await.unwrap();
    Client::new(
        &iam.emulator,
        &session.access_key_id,
        session.secret.expose(),
    )
    .with_token(session.token.expose())
}

#[tokio::test]
async fn a_session_is_no_user() {
    let iam = Iam::start().await;
    let role = [("RoleName", "admin"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    let all = [role[0], ("PolicyName", "all"), ("PolicyDocument", ALL)];
    iam.ok("PutRolePolicy", &all).await;
    let session = session(&iam, "admin").await;
    let key = ("AccessKeyId", "AKIAIOSFODNN7EXAMPLE");
    let cases: [(&str, &[(&str, &str)]); 6] = [
        ("GetUser", &[]),
        ("CreateAccessKey", &[]),
        ("ListAccessKeys", &[]),
        ("UpdateAccessKey", &[key, ("Status", "Active")]),
        ("DeleteAccessKey", &[key]),
        ("ListMFADevices", &[]),
    ];
    for (operation, parameters) in cases {
        let refused = call(&session, operation, parameters).await;
        let refused = refused.expect_error(400, "ValidationError");
        assert_eq!(
            refused.element("Message").unwrap(),
            "Must specify userName when calling with non-User credentials",
            "{operation}"
        );
    }
    call(&session, "ListUsers", &[]).await.expect(200);
    // What the role may do changes under the session.
    let gone = [role[0], ("PolicyName", "all")];
    iam.ok("DeleteRolePolicy", &gone).await;
    call(&session, "ListUsers", &[])
        .await
        .expect_error(403, "AccessDenied");
}
