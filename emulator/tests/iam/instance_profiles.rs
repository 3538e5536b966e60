//! Instance profiles: one role each, and never a role that is gone.

use super::fixture::{ACCOUNT, Iam, TRUST, call, elements};

const NODES: (&str, &str) = ("InstanceProfileName", "nodes");

async fn role(iam: &Iam, name: &str) {
    let role = [("RoleName", name), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
}

#[tokio::test]
async fn a_profile_is_made_shown_listed_and_deleted() {
    let iam = Iam::start().await;
    let make = [
        NODES,
        ("Path", "/team/"),
        ("Tags.member.1.Key", "stage"),
        ("Tags.member.1.Value", "test"),
    ];
    let made = iam.ok("CreateInstanceProfile", &make).await;
    let id = made.element("InstanceProfileId").unwrap();
    assert!(id.starts_with("AIPA") && id.len() == 21, "{id}");
    let arn = format!("arn:aws:iam::{ACCOUNT}:instance-profile/team/nodes");
    assert_eq!(made.element("Arn").as_deref(), Some(&*arn));
    assert_eq!(made.element("Key").as_deref(), Some("stage"));
    iam.call("CreateInstanceProfile", &[("InstanceProfileName", "NODES")])
        .await
        .expect_error(409, "EntityAlreadyExists");
    role(&iam, "worker").await;
    let add = [NODES, ("RoleName", "worker")];
    iam.ok("AddRoleToInstanceProfile", &add).await;
    let read = iam.ok("GetInstanceProfile", &[NODES]).await;
    assert_eq!(read.element("RoleName").as_deref(), Some("worker"));
    assert_eq!(read.element("Value").as_deref(), Some("test"));
    assert!(read.text().contains("ec2.amazonaws.com"));
    let of_role = [("RoleName", "worker")];
    let listed = iam.ok("ListInstanceProfilesForRole", &of_role).await;
    assert_eq!(elements(&listed, "InstanceProfileName"), ["nodes"]);
    let other = [("InstanceProfileName", "other")];
    iam.ok("CreateInstanceProfile", &other).await;
    let all = iam.ok("ListInstanceProfiles", &[]).await;
    assert_eq!(elements(&all, "InstanceProfileName"), ["nodes", "other"]);
    let team = iam
        .ok("ListInstanceProfiles", &[("PathPrefix", "/team/")])
        .await;
    assert_eq!(elements(&team, "InstanceProfileName"), ["nodes"]);
    for (action, parameter) in [("DeleteInstanceProfile", NODES), ("DeleteRole", of_role[0])] {
        let refused = iam.call(action, &[parameter]).await;
        let refused = refused.expect_error(409, "DeleteConflict");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some("Cannot delete entity, must remove roles from instance profile first.")
        );
    }
    iam.ok("RemoveRoleFromInstanceProfile", &add).await;
    iam.ok("DeleteRole", &of_role).await;
    iam.ok("DeleteInstanceProfile", &[NODES]).await;
    iam.call("GetInstanceProfile", &[NODES])
        .await
        .expect_error(404, "NoSuchEntity");
}

#[tokio::test]
async fn a_profile_has_one_role() {
    let iam = Iam::start().await;
    iam.ok("CreateInstanceProfile", &[NODES]).await;
    role(&iam, "first").await;
    role(&iam, "second").await;
    iam.ok("AddRoleToInstanceProfile", &[NODES, ("RoleName", "first")])
        .await;
    for name in ["first", "second"] {
        let refused = iam
            .call("AddRoleToInstanceProfile", &[NODES, ("RoleName", name)])
            .await
            .expect_error(409, "LimitExceeded");
        assert_eq!(
            refused.element("Message").as_deref(),
            Some("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
        );
    }
    for (action, role, expected) in [
        ("RemoveRoleFromInstanceProfile", "second", "NoSuchEntity"),
        ("RemoveRoleFromInstanceProfile", "none", "NoSuchEntity"),
        ("AddRoleToInstanceProfile", "none", "NoSuchEntity"),
    ] {
        iam.call(action, &[NODES, ("RoleName", role)])
            .await
            .expect_error(404, expected);
    }
}

#[tokio::test]
async fn tags_are_changed() {
    let iam = Iam::start().await;
    iam.ok("CreateInstanceProfile", &[NODES]).await;
    let tag = [
        NODES,
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", "1"),
        ("Tags.member.2.Key", "b"),
        ("Tags.member.2.Value", "2"),
    ];
    iam.ok("TagInstanceProfile", &tag).await;
    iam.ok("UntagInstanceProfile", &[NODES, ("TagKeys.member.1", "a")])
        .await;
    let left = iam.ok("ListInstanceProfileTags", &[NODES]).await;
    assert_eq!(elements(&left, "Key"), ["b"]);
}

#[tokio::test]
async fn giving_a_role_to_ec2_needs_the_right_to_pass_it() {
    let iam = Iam::start().await;
    iam.ok("CreateInstanceProfile", &[NODES]).await;
    role(&iam, "worker").await;
    let policy = |service: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Allow","Action":"iam:AddRoleToInstanceProfile","Resource":"*"}},
            {{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::{ACCOUNT}:role/work*",
              "Condition":{{"StringEquals":{{"iam:PassedToService":"{service}"}}}}}}]}}"#
        )
    };
    let add = [NODES, ("RoleName", "worker")];
    let other = iam.user("other", &policy("lambda.amazonaws.com")).await;
    let refused = call(&other, "AddRoleToInstanceProfile", &add).await;
    let refused = refused.expect_error(403, "AccessDenied");
    let message = refused.element("Message").unwrap();
    let expected = format!("iam:PassRole on resource: arn:aws:iam::{ACCOUNT}:role/worker because");
    assert!(message.contains(&expected), "{message}");
    let right = iam.user("right", &policy("ec2.amazonaws.com")).await;
    call(&right, "AddRoleToInstanceProfile", &add)
        .await
        .expect(200);
}
