//! Managed policies and their versions.

use bucketproof::protocol::uri;

use super::fixture::{ACCOUNT, ALL, Iam, LIST, TRUST, elements};

#[tokio::test]
async fn a_policy_is_made_shown_listed_and_deleted() {
    let iam = Iam::start().await;
    let made = iam
        .ok(
            "CreatePolicy",
            &[
                ("PolicyName", "Own"),
                ("Path", "/a/b/"),
                ("PolicyDocument", LIST),
                ("Description", "lists"),
                ("Tags.member.1.Key", "abc"),
                ("Tags.member.1.Value", "1"),
                ("Tags.member.2.Key", "b"),
                ("Tags.member.2.Value", "2"),
                ("Tags.member.3.Key", "B"),
                ("Tags.member.3.Value", "3"),
            ],
        )
        .await;
    let arn = made.element("Arn").unwrap();
    assert_eq!(arn, format!("arn:aws:iam::{ACCOUNT}:policy/a/b/Own"));
    assert!(made.element("PolicyId").unwrap().starts_with("ANPA"));
    assert_eq!(made.element("DefaultVersionId").unwrap(), "v1");
    assert_eq!(made.element("Description"), None);
    assert_eq!(elements(&made, "Key"), ["abc", "b", "B"]);
    let on = ("PolicyArn", &*arn);
    let shown = iam.ok("GetPolicy", &[on]).await;
    assert_eq!(shown.element("Description").unwrap(), "lists");
    assert_eq!(shown.element("AttachmentCount").unwrap(), "0");
    let tags = iam.ok("ListPolicyTags", &[on]).await;
    assert_eq!(elements(&tags, "Key"), ["B", "b", "abc"]);
    iam.ok("UntagPolicy", &[on, ("TagKeys.member.1", "b")])
        .await;
    let tags = iam.ok("ListPolicyTags", &[on]).await;
    assert_eq!(elements(&tags, "Key"), ["B", "abc"]);
    iam.ok("DeletePolicy", &[on]).await;
    iam.call("GetPolicy", &[on])
        .await
        .expect_error(404, "NoSuchEntity");
}

#[tokio::test]
async fn a_policy_without_tags_says_so() {
    let iam = Iam::start().await;
    let own = iam.policy("own", LIST).await;
    let shown = iam.ok("GetPolicy", &[("PolicyArn", &own)]).await;
    assert!(shown.text().contains("<Tags/>"), "{}", shown.text());
}

#[tokio::test]
async fn versions_follow_each_other_and_one_is_in_force() {
    let iam = Iam::start().await;
    let own = iam.policy("own", LIST).await;
    let on = ("PolicyArn", &*own);
    let second = [on, ("PolicyDocument", ALL), ("SetAsDefault", "true")];
    let second = iam.ok("CreatePolicyVersion", &second).await;
    assert_eq!(second.element("VersionId").unwrap(), "v2");
    assert_eq!(second.element("IsDefaultVersion").unwrap(), "true");
    assert_eq!(second.element("Document"), None);
    let third = [on, ("PolicyDocument", LIST)];
    let third = iam.ok("CreatePolicyVersion", &third).await;
    assert_eq!(third.element("IsDefaultVersion").unwrap(), "false");
    let listed = iam.ok("ListPolicyVersions", &[on]).await;
    assert_eq!(elements(&listed, "VersionId"), ["v3", "v2", "v1"]);
    assert_eq!(
        elements(&listed, "IsDefaultVersion"),
        ["false", "true", "false"]
    );
    let shown = iam.ok("GetPolicyVersion", &[on, ("VersionId", "v2")]).await;
    assert_eq!(shown.element("Document").unwrap(), uri::encode_query(ALL));
    iam.ok("SetDefaultPolicyVersion", &[on, ("VersionId", "v1")])
        .await;
    iam.ok("DeletePolicyVersion", &[on, ("VersionId", "v3")])
        .await;
    // Numbers are not given twice.
    let fourth = [on, ("PolicyDocument", LIST)];
    let fourth = iam.ok("CreatePolicyVersion", &fourth).await;
    assert_eq!(fourth.element("VersionId").unwrap(), "v4");
    let page = iam.ok("ListPolicyVersions", &[on, ("MaxItems", "2")]).await;
    assert_eq!(elements(&page, "VersionId"), ["v4", "v2"]);
    let marker = page.element("Marker").unwrap();
    let behind = [on, ("Marker", &*marker)];
    let page = iam.ok("ListPolicyVersions", &behind).await;
    assert_eq!(elements(&page, "VersionId"), ["v1"]);
}

#[tokio::test]
async fn another_default_version_counts_at_once() {
    let iam = Iam::start().await;
    let nothing =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    let own = iam.policy("own", LIST).await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = iam.key("joe").await;
    joe.send("GET", "/", &[], "").await.expect(403);
    let attach = [("UserName", "joe"), ("PolicyArn", &*own)];
    iam.ok("AttachUserPolicy", &attach).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    let denied = [
        ("PolicyArn", &*own),
        ("PolicyDocument", nothing),
        ("SetAsDefault", "true"),
    ];
    iam.ok("CreatePolicyVersion", &denied).await;
    joe.send("GET", "/", &[], "").await.expect(403);
    let back = [("PolicyArn", &*own), ("VersionId", "v1")];
    iam.ok("SetDefaultPolicyVersion", &back).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    iam.ok("DetachUserPolicy", &attach).await;
    joe.send("GET", "/", &[], "").await.expect(403);
}

#[tokio::test]
async fn attachments_are_counted_and_listed() {
    let iam = Iam::start().await;
    let own = iam.policy("own", LIST).await;
    let aws = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    let joe = ("UserName", "joe");
    let reader = ("RoleName", "reader");
    iam.ok("CreateUser", &[joe, ("Path", "/p/")]).await;
    iam.ok("CreateRole", &[reader, ("AssumeRolePolicyDocument", TRUST)])
        .await;
    for arn in [&*own, aws, &*own] {
        iam.ok("AttachUserPolicy", &[joe, ("PolicyArn", arn)]).await;
    }
    iam.ok("AttachRolePolicy", &[reader, ("PolicyArn", &own)])
        .await;
    let bounded = [reader, ("PermissionsBoundary", aws)];
    iam.ok("PutRolePermissionsBoundary", &bounded).await;

    let attached = iam.ok("ListAttachedUserPolicies", &[joe]).await;
    assert_eq!(
        elements(&attached, "PolicyName"),
        ["own", "AmazonS3ReadOnlyAccess"]
    );
    let below = [joe, ("PathPrefix", "/none/")];
    let below = iam.ok("ListAttachedUserPolicies", &below).await;
    assert!(below.text().contains("<AttachedPolicies/>"));
    let attached = iam.ok("ListAttachedRolePolicies", &[reader]).await;
    assert_eq!(elements(&attached, "PolicyArn"), [&*own]);

    let shown = iam.ok("GetPolicy", &[("PolicyArn", &own)]).await;
    assert_eq!(shown.element("AttachmentCount").unwrap(), "2");
    let on = ("PolicyArn", &*own);
    let all = iam.ok("ListEntitiesForPolicy", &[on]).await;
    assert_eq!(elements(&all, "UserName"), ["joe"]);
    assert_eq!(elements(&all, "RoleName"), ["reader"]);
    assert!(all.text().contains("<PolicyGroups/>"));
    let roles = [on, ("EntityFilter", "Role")];
    let roles = iam.ok("ListEntitiesForPolicy", &roles).await;
    assert!(roles.text().contains("<PolicyUsers/>"));
    let groups = [on, ("EntityFilter", "Group")];
    let groups = iam.ok("ListEntitiesForPolicy", &groups).await;
    assert!(groups.text().contains("<PolicyRoles/>"));
    let path = [on, ("PathPrefix", "/p/")];
    let path = iam.ok("ListEntitiesForPolicy", &path).await;
    assert!(path.text().contains("<PolicyRoles/>"));
    assert_eq!(elements(&path, "UserName"), ["joe"]);
    let as_boundary = [
        ("PolicyArn", aws),
        ("PolicyUsageFilter", "PermissionsBoundary"),
    ];
    let as_boundary = iam.ok("ListEntitiesForPolicy", &as_boundary).await;
    assert_eq!(elements(&as_boundary, "RoleName"), ["reader"]);
    assert!(as_boundary.text().contains("<PolicyUsers/>"));
    let page = iam
        .ok("ListEntitiesForPolicy", &[on, ("MaxItems", "1")])
        .await;
    assert_eq!(page.element("IsTruncated").unwrap(), "true");
    let marker = page.element("Marker").unwrap();
    let behind = [on, ("Marker", &*marker)];
    let rest = iam.ok("ListEntitiesForPolicy", &behind).await;
    assert_eq!(elements(&rest, "UserName"), ["joe"]);
}

#[tokio::test]
async fn listings_choose_by_scope_use_and_path() {
    let iam = Iam::start().await;
    iam.policy("mine", LIST).await;
    let used = iam.policy("used", LIST).await;
    let below = [
        ("PolicyName", "below"),
        ("Path", "/x/"),
        ("PolicyDocument", LIST),
    ];
    iam.ok("CreatePolicy", &below).await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let attach = [("UserName", "joe"), ("PolicyArn", &*used)];
    iam.ok("AttachUserPolicy", &attach).await;
    let bound = [
        ("UserName", "joe"),
        (
            "PermissionsBoundary",
            "arn:aws:iam::aws:policy/PowerUserAccess",
        ),
    ];
    iam.ok("PutUserPermissionsBoundary", &bound).await;

    let names = |parameters: &'static [(&str, &str)]| {
        let iam = &iam;
        async move { elements(&iam.ok("ListPolicies", parameters).await, "PolicyName") }
    };
    assert_eq!(
        names(&[("Scope", "Local")]).await,
        ["below", "mine", "used"]
    );
    assert_eq!(
        names(&[("Scope", "Local"), ("PathPrefix", "/x/")]).await,
        ["below"]
    );
    assert_eq!(names(&[("OnlyAttached", "true")]).await, ["used"]);
    assert_eq!(
        names(&[("PolicyUsageFilter", "PermissionsBoundary")]).await,
        ["PowerUserAccess"]
    );
    let aws = names(&[("Scope", "AWS")]).await;
    assert!(aws.contains(&"AdministratorAccess".to_owned()));
    assert!(!aws.contains(&"mine".to_owned()));
    assert_eq!(names(&[]).await.len(), aws.len() + 3);
}

#[tokio::test]
async fn policies_of_aws_are_read_and_never_changed() {
    let iam = Iam::start().await;
    let on = ("PolicyArn", "arn:aws:iam::aws:policy/AmazonS3FullAccess");
    let shown = iam.ok("GetPolicy", &[on]).await;
    assert_eq!(shown.element("PolicyId").unwrap(), "ANPAIFIR6V6BVTRAHWINE");
    assert_eq!(shown.element("CreateDate").unwrap(), "2015-02-06T18:40:58Z");
    let version = iam.ok("GetPolicyVersion", &[on, ("VersionId", "v2")]).await;
    let document = uri::decode(&version.element("Document").unwrap()).unwrap();
    assert!(document.contains("s3-object-lambda:*"), "{document}");
    iam.call("DeletePolicy", &[on])
        .await
        .expect_error(403, "AccessDenied");
    iam.call("CreatePolicyVersion", &[on, ("PolicyDocument", ALL)])
        .await
        .expect_error(403, "AccessDenied");
}

#[tokio::test]
async fn documents_come_back_as_they_were_given_even_when_they_are_padded() {
    let iam = Iam::start().await;
    let pretty = LIST.replace(',', ",\n    ");
    let own = iam.policy("own", &pretty).await;
    let on = ("PolicyArn", &*own);
    let shown = [on, ("VersionId", "v1")];
    let shown = iam.ok("GetPolicyVersion", &shown).await;
    assert_eq!(
        uri::decode(&shown.element("Document").unwrap()).unwrap(),
        pretty
    );
    // White space does not count, so far more of it is allowed than a record holds: it goes first.
    let padded = LIST.replace(',', &format!(",{}", " ".repeat(25_000)));
    iam.ok("CreatePolicyVersion", &[on, ("PolicyDocument", &padded)])
        .await;
    let shown = [on, ("VersionId", "v2")];
    let shown = iam.ok("GetPolicyVersion", &shown).await;
    assert_eq!(
        uri::decode(&shown.element("Document").unwrap()).unwrap(),
        LIST
    );
}
