//! Roles, inline policies and boundaries.

use bucketproof::protocol::uri;

use super::fixture::{ACCOUNT, ALL, Iam, LIST, TRUST, elements};

#[tokio::test]
async fn a_role_is_made_shown_listed_and_deleted() {
    let iam = Iam::start().await;
    let made = iam
        .ok(
            "CreateRole",
            &[
                ("RoleName", "reader"),
                ("Path", "/a/"),
                ("AssumeRolePolicyDocument", TRUST),
                ("Description", "reads"),
                ("MaxSessionDuration", "7200"),
                ("Tags.member.1.Key", "k"),
                ("Tags.member.1.Value", "v"),
            ],
        )
        .await;
    assert!(made.element("RoleId").unwrap().starts_with("AROA"));
    // AWS does not show these when a role is made.
    assert_eq!(made.element("Description"), None);
    assert_eq!(made.element("MaxSessionDuration"), None);
    assert_eq!(
        made.element("AssumeRolePolicyDocument").unwrap(),
        uri::encode_query(TRUST)
    );

    let shown = iam.ok("GetRole", &[("RoleName", "reader")]).await;
    assert_eq!(shown.element("Description").unwrap(), "reads");
    assert_eq!(shown.element("MaxSessionDuration").unwrap(), "7200");
    assert_eq!(elements(&shown, "Key"), ["k"]);
    assert!(shown.text().contains("<RoleLastUsed/>"));
    let listed = iam.ok("ListRoles", &[("PathPrefix", "/a/")]).await;
    assert_eq!(elements(&listed, "RoleName"), ["reader"]);
    assert_eq!(listed.element("Description").unwrap(), "reads");
    assert!(!listed.text().contains("Tags"), "{}", listed.text());
    assert!(!listed.text().contains("RoleLastUsed"));

    let profiles = [("RoleName", "reader")];
    let profiles = iam.ok("ListInstanceProfilesForRole", &profiles).await;
    assert!(profiles.text().contains("<InstanceProfiles/>"));
    iam.ok("DeleteRole", &[("RoleName", "reader")]).await;
    let gone = iam.ok("ListRoles", &[]).await;
    assert!(gone.text().contains("<Roles/>"));
}

#[tokio::test]
async fn what_an_update_leaves_out_stays() {
    let iam = Iam::start().await;
    let role = ("RoleName", "reader");
    iam.ok("CreateRole", &[role, ("AssumeRolePolicyDocument", TRUST)])
        .await;
    let shown = iam.ok("GetRole", &[role]).await;
    assert_eq!(shown.element("MaxSessionDuration").unwrap(), "3600");
    iam.ok("UpdateRole", &[role, ("Description", "one")]).await;
    iam.ok("UpdateRole", &[role, ("MaxSessionDuration", "43200")])
        .await;
    let answer = iam.ok("UpdateRole", &[role]).await;
    assert!(answer.text().contains("<UpdateRoleResult/>"));
    let shown = iam.ok("GetRole", &[role]).await;
    assert_eq!(shown.element("Description").unwrap(), "one");
    assert_eq!(shown.element("MaxSessionDuration").unwrap(), "43200");
    let described = [role, ("Description", "two")];
    let answer = iam.ok("UpdateRoleDescription", &described).await;
    assert_eq!(answer.element("Description").unwrap(), "two");
    assert_eq!(answer.element("MaxSessionDuration"), None);
}

#[tokio::test]
async fn inline_policies_of_both_kinds() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    for (word, owner) in [
        ("User", ("UserName", "joe")),
        ("Role", ("RoleName", "reader")),
    ] {
        let put = |name, text| [owner, ("PolicyName", name), ("PolicyDocument", text)];
        let (putting, getting) = (format!("Put{word}Policy"), format!("Get{word}Policy"));
        let listing = format!("List{word}Policies");
        iam.ok(&putting, &put("b", LIST)).await;
        iam.ok(&putting, &put("Own", LIST)).await;
        // Another spelling replaces, and the last one is shown.
        iam.ok(&putting, &put("OWN", ALL)).await;
        let names = iam.ok(&listing, &[owner]).await;
        assert_eq!(elements(&names, "member"), ["OWN", "b"]);
        let page = iam.ok(&listing, &[owner, ("MaxItems", "1")]).await;
        assert_eq!(elements(&page, "member"), ["OWN"]);
        let marker = page.element("Marker").unwrap();
        let page = iam.ok(&listing, &[owner, ("Marker", &marker)]).await;
        assert_eq!(elements(&page, "member"), ["b"]);
        let shown = iam.ok(&getting, &[owner, ("PolicyName", "own")]).await;
        assert_eq!(shown.element(owner.0).unwrap(), owner.1);
        assert_eq!(shown.element("PolicyName").unwrap(), "OWN");
        assert_eq!(
            shown.element("PolicyDocument").unwrap(),
            uri::encode_query(ALL)
        );
        let deleting = format!("Delete{word}Policy");
        iam.ok(&deleting, &[owner, ("PolicyName", "oWn")]).await;
        let names = iam.ok(&listing, &[owner]).await;
        assert_eq!(elements(&names, "member"), ["b"]);
    }
}

#[tokio::test]
async fn boundaries_of_both_kinds() {
    let iam = Iam::start().await;
    let limit = iam.policy("limit", LIST).await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    for (word, owner) in [
        ("User", ("UserName", "joe")),
        ("Role", ("RoleName", "reader")),
    ] {
        let getting = format!("Get{word}");
        let put = [owner, ("PermissionsBoundary", &*limit)];
        iam.ok(&format!("Put{word}PermissionsBoundary"), &put).await;
        let shown = iam.ok(&getting, &[owner]).await;
        assert_eq!(shown.element("PermissionsBoundaryType").unwrap(), "Policy");
        assert_eq!(shown.element("PermissionsBoundaryArn").unwrap(), limit);
        let policy = iam.ok("GetPolicy", &[("PolicyArn", &limit)]).await;
        let used = policy.element("PermissionsBoundaryUsageCount").unwrap();
        assert_eq!(used, "1");
        iam.call("DeletePolicy", &[("PolicyArn", &limit)])
            .await
            .expect_error(409, "DeleteConflict");
        let deleting = format!("Delete{word}PermissionsBoundary");
        iam.ok(&deleting, &[owner]).await;
        iam.ok(&deleting, &[owner]).await;
        let shown = iam.ok(&getting, &[owner]).await;
        assert_eq!(shown.element("PermissionsBoundaryArn"), None);
    }
    let born_with = [
        ("RoleName", "bounded"),
        ("AssumeRolePolicyDocument", TRUST),
        ("PermissionsBoundary", &*limit),
    ];
    let made = iam.ok("CreateRole", &born_with).await;
    assert_eq!(made.element("PermissionsBoundaryArn").unwrap(), limit);
}

#[tokio::test]
async fn a_boundary_limits_what_a_user_may_do() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", ALL).await;
    joe.send("PUT", "/joes-bucket", &[], "").await.expect(200);
    let limit = iam.policy("limit", LIST).await;
    let put = [("UserName", "joe"), ("PermissionsBoundary", &*limit)];
    iam.ok("PutUserPermissionsBoundary", &put).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    let refused = joe.send("PUT", "/joes-other-bucket", &[], "").await;
    let refused = refused.expect_error(403, "AccessDenied");
    assert!(
        refused
            .text()
            .contains("because no permissions boundary allows the s3:CreateBucket action"),
        "{}",
        refused.text()
    );
    assert!(refused.text().contains(ACCOUNT));
}
