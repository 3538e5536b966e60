//! Who may call IAM: every call is asked for with the entity's ARN and the condition keys that AWS has.

use super::fixture::{ACCOUNT, Iam, LIST, TRUST, call};
use crate::support::Client;

/// An operation, its parameters, and what its refusal speaks of.
type Case<'c, T> = (&'c str, &'c [(&'c str, &'c str)], T);

fn allow(action: &str, resource: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{action},"Resource":"{resource}"{condition}}}]}}"#
    )
}

async fn refused(client: &Client, action: &str, parameters: &[(&str, &str)]) -> String {
    let answer = call(client, action, parameters).await;
    let answer = answer.expect_error(403, "AccessDenied");
    answer.element("Message").unwrap()
}

#[tokio::test]
async fn refusals_name_the_resource_as_iam_does() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", LIST).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}");
    let policy = format!("{arn}:policy/own");
    let provider = format!("{arn}:oidc-provider/idp.example");
    let cases: &[Case<'_, String>] = &[
        ("GetUser", &[("UserName", "joe")], "user joe".to_owned()),
        (
            "GetUser",
            &[("UserName", "nobody")],
            "user nobody".to_owned(),
        ),
        (
            "CreateUser",
            &[("UserName", "ann"), ("Path", "/x/")],
            format!("{arn}:user/x/ann"),
        ),
        ("ListUsers", &[], format!("{arn}:user/")),
        (
            "ListRoles",
            &[("PathPrefix", "/a/")],
            format!("{arn}:role/a/"),
        ),
        ("GetRole", &[("RoleName", "none")], "role none".to_owned()),
        (
            "CreateRole",
            &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)],
            format!("{arn}:role/r"),
        ),
        ("ListPolicies", &[], "policy path /".to_owned()),
        (
            "GetPolicy",
            &[("PolicyArn", &policy)],
            format!("policy {policy}"),
        ),
        (
            "CreatePolicy",
            &[("PolicyName", "own"), ("PolicyDocument", LIST)],
            "policy own".to_owned(),
        ),
        (
            "CreateOpenIDConnectProvider",
            &[("Url", "https://idp.example")],
            provider.clone(),
        ),
        (
            "GetOpenIDConnectProvider",
            &[("OpenIDConnectProviderArn", &provider)],
            provider.clone(),
        ),
        (
            "ListOpenIDConnectProviders",
            &[],
            format!("{arn}:oidc-provider/*"),
        ),
        ("GetAccountSummary", &[], "*".to_owned()),
        ("ListGroups", &[], format!("{arn}:group/")),
        (
            "CreateGroup",
            &[("GroupName", "devs")],
            format!("{arn}:group/devs"),
        ),
        (
            "AddUserToGroup",
            &[("GroupName", "devs"), ("UserName", "joe")],
            "group devs".to_owned(),
        ),
        (
            "ListGroupsForUser",
            &[("UserName", "joe")],
            "user joe".to_owned(),
        ),
        (
            "GetInstanceProfile",
            &[("InstanceProfileName", "nodes")],
            "instance profile nodes".to_owned(),
        ),
        (
            "CreateInstanceProfile",
            &[("InstanceProfileName", "nodes")],
            format!("{arn}:instance-profile/nodes"),
        ),
        (
            "CreateServiceLinkedRole",
            &[("AWSServiceName", "ecs.amazonaws.com")],
            format!("{arn}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
        ),
        ("ListAccountAliases", &[], "*".to_owned()),
        ("GetAccountAuthorizationDetails", &[], "*".to_owned()),
    ];
    for (action, parameters, resource) in cases {
        assert_eq!(
            refused(&joe, action, parameters).await,
            format!(
                "User: {arn}:user/joe is not authorized to perform: iam:{action} on resource: {resource} \
                 because no identity-based policy allows the iam:{action} action"
            )
        );
    }
}

#[tokio::test]
async fn what_is_missing_looks_like_what_is_forbidden() {
    let iam = Iam::start().await;
    let own_path = format!("arn:aws:iam::{ACCOUNT}:role/team/*");
    let joe = iam
        .user("joe", &allow(r#""iam:GetRole""#, &own_path, ""))
        .await;
    let role = |name| [("RoleName", name), ("AssumeRolePolicyDocument", TRUST)];
    let [name, trust] = role("inside");
    iam.ok("CreateRole", &[name, trust, ("Path", "/team/")])
        .await;
    iam.ok("CreateRole", &role("outside")).await;
    call(&joe, "GetRole", &[("RoleName", "inside")])
        .await
        .expect(200);
    let outside = refused(&joe, "GetRole", &[("RoleName", "outside")]).await;
    let missing = refused(&joe, "GetRole", &[("RoleName", "missing")]).await;
    assert_eq!(outside.replace("outside", "missing"), missing);
}

#[tokio::test]
async fn a_delegated_administrator_stays_inside_the_boundary() {
    let iam = Iam::start().await;
    let limit = iam.policy("limit", LIST).await;
    let other = iam.policy("other", LIST).await;
    let condition =
        format!(r#","Condition":{{"StringEquals":{{"iam:PermissionsBoundary":"{limit}"}}}}"#);
    let actions = r#"["iam:CreateUser","iam:PutUserPolicy","iam:AttachUserPolicy","iam:PutUserPermissionsBoundary","iam:DeleteUserPermissionsBoundary"]"#;
    let admin = iam.user("admin", &allow(actions, "*", &condition)).await;
    let ann = ("UserName", "ann");
    refused(&admin, "CreateUser", &[ann]).await;
    refused(
        &admin,
        "CreateUser",
        &[ann, ("PermissionsBoundary", &other)],
    )
    .await;
    call(
        &admin,
        "CreateUser",
        &[ann, ("PermissionsBoundary", &limit)],
    )
    .await
    .expect(200);
    let put = [ann, ("PolicyName", "p"), ("PolicyDocument", LIST)];
    call(&admin, "PutUserPolicy", &put).await.expect(200);
    let boundary = |arn| [ann, ("PermissionsBoundary", arn)];
    refused(&admin, "PutUserPermissionsBoundary", &boundary(&*other)).await;
    call(&admin, "PutUserPermissionsBoundary", &boundary(&*limit))
        .await
        .expect(200);
    // Users outside the boundary are out of reach.
    iam.ok("CreateUser", &[("UserName", "free")]).await;
    let put = [("UserName", "free"), put[1], put[2]];
    refused(&admin, "PutUserPolicy", &put).await;
    iam.ok("PutUserPermissionsBoundary", &boundary(&*other))
        .await;
    refused(&admin, "DeleteUserPermissionsBoundary", &[ann]).await;
}

#[tokio::test]
async fn only_certain_policies_may_be_attached() {
    let iam = Iam::start().await;
    let reader = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    let condition = format!(r#","Condition":{{"ArnEquals":{{"iam:PolicyARN":"{reader}"}}}}"#);
    let actions = r#"["iam:AttachRolePolicy","iam:DetachRolePolicy"]"#;
    let admin = iam.user("admin", &allow(actions, "*", &condition)).await;
    let role = ("RoleName", "r");
    iam.ok("CreateRole", &[role, ("AssumeRolePolicyDocument", TRUST)])
        .await;
    let with = |arn| [role, ("PolicyArn", arn)];
    let full = with("arn:aws:iam::aws:policy/AdministratorAccess");
    refused(&admin, "AttachRolePolicy", &full).await;
    call(&admin, "AttachRolePolicy", &with(reader))
        .await
        .expect(200);
    call(&admin, "DetachRolePolicy", &with(reader))
        .await
        .expect(200);
}

#[tokio::test]
async fn tags_are_conditions_on_both_sides() {
    let iam = Iam::start().await;
    let condition = r#","Condition":{"StringEquals":{"aws:RequestTag/team":"a"},"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#;
    let maker = allow(r#"["iam:CreateUser","iam:TagUser"]"#, "*", condition);
    let maker = iam.user("maker", &maker).await;
    let tags = |key, value| [("Tags.member.1.Key", key), ("Tags.member.1.Value", value)];
    let create =
        |name, tags: [(&'static str, &'static str); 2]| [("UserName", name), tags[0], tags[1]];
    refused(&maker, "CreateUser", &[("UserName", "u1")]).await;
    refused(&maker, "CreateUser", &create("u1", tags("team", "b"))).await;
    call(&maker, "CreateUser", &create("u1", tags("team", "a")))
        .await
        .expect(200);
    iam.ok("CreateUser", &create("u2", tags("team", "b"))).await;

    let condition =
        r#","Condition":{"StringEquals":{"iam:ResourceTag/team":"a","aws:ResourceTag/team":"a"}}"#;
    let reader = allow(r#""iam:GetUser""#, "*", condition);
    let reader = iam.user("reader", &reader).await;
    call(&reader, "GetUser", &[("UserName", "u1")])
        .await
        .expect(200);
    refused(&reader, "GetUser", &[("UserName", "u2")]).await;

    let untagger = allow(
        r#""iam:UntagUser""#,
        "*",
        r#","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#,
    );
    let untagger = iam.user("untagger", &untagger).await;
    let untag = |key| [("UserName", "u1"), ("TagKeys.member.1", key)];
    refused(&untagger, "UntagUser", &untag("cost")).await;
    call(&untagger, "UntagUser", &untag("team"))
        .await
        .expect(200);
}

#[tokio::test]
async fn creating_with_tags_is_tagging_too() {
    let iam = Iam::start().await;
    let maker = allow(
        r#"["iam:CreateUser","iam:CreateRole","iam:CreatePolicy","iam:CreateOpenIDConnectProvider"]"#,
        "*",
        "",
    );
    let maker = iam.user("maker", &maker).await;
    let tags = [("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")];
    let cases: &[Case<'_, &str>] = &[
        ("CreateUser", &[("UserName", "u")], "iam:TagUser"),
        (
            "CreateRole",
            &[("RoleName", "r"), ("AssumeRolePolicyDocument", TRUST)],
            "iam:TagRole",
        ),
        (
            "CreatePolicy",
            &[("PolicyName", "p"), ("PolicyDocument", LIST)],
            "iam:TagPolicy",
        ),
        (
            "CreateOpenIDConnectProvider",
            &[("Url", "https://idp.example")],
            "iam:TagOpenIDConnectProvider",
        ),
    ];
    for (action, parameters, tagging) in cases {
        let tagged = [*parameters, &tags[..]].concat();
        let message = refused(&maker, action, &tagged).await;
        assert!(
            message.contains(&format!("perform: {tagging} on")),
            "{message}"
        );
        call(&maker, action, parameters).await.expect(200);
    }
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let iam = Iam::start().await;
    let arn = iam.policy("own", LIST).await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let other = Client::new(&iam.emulator, "123456789012", "test");
    call(&other, "GetUser", &[("UserName", "joe")])
        .await
        .expect_error(404, "NoSuchEntity");
    refused(&other, "GetPolicy", &[("PolicyArn", &arn)]).await;
    call(&other, "CreateUser", &[("UserName", "joe")])
        .await
        .expect(200);
    let attach = [("UserName", "joe"), ("PolicyArn", &*arn)];
    call(&other, "AttachUserPolicy", &attach)
        .await
        .expect_error(404, "NoSuchEntity");
    call(&other, "ListUsers", &[]).await.expect(200);
    iam.client
        .query_unsigned("iam", &[("Action", "ListUsers")])
        .await
        .expect_error(403, "MissingAuthenticationToken");
}

#[tokio::test]
async fn roles_outside_the_boundary_keep_their_trust() {
    let iam = Iam::start().await;
    let limit = iam.policy("limit", LIST).await;
    let condition =
        format!(r#","Condition":{{"StringEquals":{{"iam:PermissionsBoundary":"{limit}"}}}}"#);
    let actions = r#"["iam:GetRole","iam:UpdateRole","iam:UpdateRoleDescription","iam:UpdateAssumeRolePolicy","iam:DeleteRole"]"#;
    let admin = iam.user("admin", &allow(actions, "*", &condition)).await;
    let role = |name| [("RoleName", name), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role("free")).await;
    let [name, trust] = role("bounded");
    iam.ok(
        "CreateRole",
        &[name, trust, ("PermissionsBoundary", &limit)],
    )
    .await;
    let extra: [(&str, &[(&str, &str)]); 5] = [
        ("GetRole", &[]),
        ("UpdateRole", &[("Description", "x")]),
        ("UpdateRoleDescription", &[("Description", "x")]),
        ("UpdateAssumeRolePolicy", &[("PolicyDocument", TRUST)]),
        ("DeleteRole", &[]),
    ];
    for (action, parameters) in extra {
        let on = |name| [&[("RoleName", name)], parameters].concat();
        refused(&admin, action, &on("free")).await;
        call(&admin, action, &on("bounded")).await.expect(200);
    }
}

#[tokio::test]
async fn the_older_tag_condition_is_for_users_and_roles() {
    let iam = Iam::start().await;
    let tag = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let arn = iam.policy("lister", LIST).await;
    iam.ok("TagPolicy", &[&[("PolicyArn", &*arn)], &tag[..]].concat())
        .await;
    iam.ok("CreateUser", &[&[("UserName", "ann")], &tag[..]].concat())
        .await;
    for (key, policy_is_shown) in [
        ("aws:ResourceTag/team", true),
        ("iam:ResourceTag/team", false),
    ] {
        let condition = format!(r#","Condition":{{"StringEquals":{{"{key}":"red"}}}}"#);
        let name = key.split(':').next().unwrap();
        let joe = iam
            .user(
                name,
                &allow(r#"["iam:GetUser","iam:GetPolicy"]"#, "*", &condition),
            )
            .await;
        call(&joe, "GetUser", &[("UserName", "ann")])
            .await
            .expect(200);
        let shown = call(&joe, "GetPolicy", &[("PolicyArn", &arn)]).await;
        assert_eq!(shown.status == 200, policy_is_shown, "{key}");
    }
}
