//! What is told about the whole account: last uses, all details at once, who grants what.

use super::fixture::{ACCOUNT, ALL, Iam, LIST, TRUST, call, elements};

const DAY: i64 = 86_400;

#[tokio::test]
async fn the_last_use_of_a_key_follows_its_use() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", ALL).await;
    let id = [("AccessKeyId", &*joe.access_key_id)];
    let never = iam.ok("GetAccessKeyLastUsed", &id).await;
    assert_eq!(never.element("UserName").as_deref(), Some("joe"));
    assert_eq!(never.element("ServiceName").as_deref(), Some("N/A"));
    assert_eq!(never.element("LastUsedDate"), None);
    joe.clone()
        .in_region("eu-west-1")
        .send("GET", "/", &[], "")
        .await
        .expect(200);
    let once = iam.ok("GetAccessKeyLastUsed", &id).await;
    assert_eq!(once.element("ServiceName").as_deref(), Some("s3"));
    assert_eq!(once.element("Region").as_deref(), Some("eu-west-1"));
    let first = once.element("LastUsedDate").unwrap();
    let clock = &iam.emulator.stack().world.clock;
    clock.advance(40 * DAY).unwrap();
    let unchanged = iam.ok("GetAccessKeyLastUsed", &id).await;
    assert_eq!(unchanged.element("LastUsedDate"), Some(first.clone()));
    call(&joe, "ListUsers", &[]).await.expect(200);
    let again = iam.ok("GetAccessKeyLastUsed", &id).await;
    assert_eq!(again.element("ServiceName").as_deref(), Some("iam"));
    let second = again.element("LastUsedDate").unwrap();
    assert!(second > first, "{second} is not after {first}");
    // A signature that does not fit is no use.
    clock.advance(DAY).unwrap();
    let mut forger = joe.clone();
    forger.secret = "other".to_owned();
    call(&forger, "ListUsers", &[])
        .await
        .expect_error(403, "SignatureDoesNotMatch");
    let again = iam.ok("GetAccessKeyLastUsed", &id).await;
    assert_eq!(again.element("LastUsedDate"), Some(second));
    iam.ok("DeleteAccessKey", &[("UserName", "joe"), id[0]])
        .await;
    iam.call("GetAccessKeyLastUsed", &id)
        .await
        .expect_error(404, "NoSuchEntity");
}

#[tokio::test]
async fn the_last_use_of_a_role_follows_its_sessions() {
    let iam = Iam::start().await;
    let trust = TRUST.replace(
        r#""Service":"ec2.amazonaws.com""#,
        &format!(r#""AWS":"{ACCOUNT}""#),
    );
    let role = [
        ("RoleName", "reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    iam.ok("CreateRole", &role).await;
    let joe = iam.user("joe", ALL).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/reader");
    let assume = [
        ("Action", "AssumeRole"),
        ("RoleArn", &*arn),
        ("RoleSessionName", "test"),
    ];
    let session = joe.query("sts", &assume).await.expect(200);
    let never = iam.ok("GetRole", &role[..1]).await;
    assert_eq!(never.element("LastUsedDate"), None);
    let mut client = joe.clone();
    client.access_key_id = session.element("AccessKeyId").unwrap();
    client.secret = session.element("SecretAccessKey").unwrap();
    client = client.with_token(&session.element("SessionToken").unwrap());
    client.send("GET", "/", &[], "").await.expect(403);
    let used = iam.ok("GetRole", &role[..1]).await;
    assert!(used.element("LastUsedDate").is_some());
    assert_eq!(used.element("Region").as_deref(), Some("us-east-1"));
}

#[tokio::test]
async fn all_details_of_an_account() {
    let iam = Iam::start().await;
    iam.user("joe", LIST).await;
    iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    iam.ok(
        "AddUserToGroup",
        &[("GroupName", "devs"), ("UserName", "joe")],
    )
    .await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    let profile = [("InstanceProfileName", "nodes")];
    iam.ok("CreateInstanceProfile", &profile).await;
    iam.ok("AddRoleToInstanceProfile", &[profile[0], role[0]])
        .await;
    let own = iam.policy("own", LIST).await;
    iam.policy("idle", LIST).await;
    iam.ok("AttachRolePolicy", &[role[0], ("PolicyArn", &*own)])
        .await;
    let of_aws = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    iam.ok(
        "AttachGroupPolicy",
        &[("GroupName", "devs"), ("PolicyArn", of_aws)],
    )
    .await;
    let all = iam.ok("GetAccountAuthorizationDetails", &[]).await;
    let list = |name: &str| {
        let all = all.text();
        let (_, rest) = all.split_once(&format!("<{name}>")).unwrap();
        rest.split(&format!("</{name}>")).next().unwrap().to_owned()
    };
    let users = list("UserDetailList");
    assert!(users.contains("<UserPolicyList>") && users.contains("<member>devs</member>"));
    assert!(list("GroupDetailList").contains(of_aws));
    let roles = list("RoleDetailList");
    assert!(roles.contains(&own) && roles.contains("instance-profile/nodes"));
    let policies = list("Policies");
    assert!(policies.contains(of_aws) && policies.contains("policy/idle"));
    assert!(!policies.contains("AdministratorAccess"), "nobody has it");
    assert!(policies.contains("<PolicyVersionList><member><Document>"));
    // By kinds, and in pages that together are the whole.
    let filter = [
        ("Filter.member.1", "Group"),
        ("Filter.member.2", "LocalManagedPolicy"),
    ];
    let some = iam.ok("GetAccountAuthorizationDetails", &filter).await;
    assert_eq!(elements(&some, "GroupName"), ["devs"]);
    assert_eq!(elements(&some, "DefaultVersionId").len(), 2);
    assert!(elements(&some, "UserName").is_empty());
    let (mut seen, mut marker) = (Vec::new(), None::<String>);
    loop {
        let mut page = vec![("MaxItems", "1")];
        if let Some(marker) = &marker {
            page.push(("Marker", marker));
        }
        let page = iam.ok("GetAccountAuthorizationDetails", &page).await;
        seen.extend(elements(&page, "Arn").into_iter().next());
        marker = page.element("Marker");
        if marker.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    let bad = [("Filter.member.1", "Bucket")];
    iam.call("GetAccountAuthorizationDetails", &bad)
        .await
        .expect_error(400, "ValidationError");
}

#[tokio::test]
async fn who_grants_a_service() {
    let iam = Iam::start().await;
    iam.user("joe", LIST).await;
    iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    iam.ok(
        "AddUserToGroup",
        &[("GroupName", "devs"), ("UserName", "joe")],
    )
    .await;
    let not_iam = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#;
    let put = [
        ("GroupName", "devs"),
        ("PolicyName", "rest"),
        ("PolicyDocument", not_iam),
    ];
    iam.ok("PutGroupPolicy", &put).await;
    let administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    let attach = [("UserName", "joe"), ("PolicyArn", administrator)];
    iam.ok("AttachUserPolicy", &attach).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:user/joe");
    let granting = async |service: &str| {
        let ask = [("Arn", &*arn), ("ServiceNamespaces.member.1", service)];
        let answer = iam.ok("ListPoliciesGrantingServiceAccess", &ask).await;
        elements(&answer, "PolicyName")
    };
    assert_eq!(granting("s3").await, ["own", "AdministratorAccess", "rest"]);
    assert_eq!(granting("kms").await, ["AdministratorAccess", "rest"]);
    assert_eq!(granting("iam").await, ["AdministratorAccess"]);
    let ask = [("Arn", &*arn), ("ServiceNamespaces.member.1", "s3")];
    let answer = iam.ok("ListPoliciesGrantingServiceAccess", &ask).await;
    assert_eq!(elements(&answer, "EntityType"), ["USER", "GROUP"]);
    assert_eq!(elements(&answer, "EntityName"), ["joe", "devs"]);
    for (arn, status) in [
        ("arn:aws:iam::000000000000:policy/x", 400),
        ("somebody-by-name-only", 400),
    ] {
        let ask = [("Arn", arn), ("ServiceNamespaces.member.1", "s3")];
        iam.call("ListPoliciesGrantingServiceAccess", &ask)
            .await
            .expect(status);
    }
}
