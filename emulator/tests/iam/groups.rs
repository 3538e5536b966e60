//! Groups: what their members may do, who is in them, and when they can be deleted.

use super::fixture::{ACCOUNT, ALL, Iam, LIST, call, elements};
use crate::support::Client;

const DENY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#;

async fn may_list(client: &Client) -> bool {
    match client.send("GET", "/", &[], "").await.status {
        200 => true,
        403 => false,
        other => panic!("ListBuckets answers {other}"),
    }
}

async fn member(iam: &Iam, group: &str, user: &str) {
    let both = [("GroupName", group), ("UserName", user)];
    iam.ok("AddUserToGroup", &both).await;
}

#[tokio::test]
async fn members_have_the_policies_of_their_groups() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = iam.key("joe").await;
    let devs = ("GroupName", "devs");
    iam.ok("CreateGroup", &[devs]).await;
    let list = [devs, ("PolicyName", "list"), ("PolicyDocument", LIST)];
    iam.ok("PutGroupPolicy", &list).await;
    assert!(!may_list(&joe).await, "no member yet");
    member(&iam, "devs", "joe").await;
    assert!(may_list(&joe).await);
    iam.ok("DeleteGroupPolicy", &list[..2]).await;
    assert!(!may_list(&joe).await);
    let arn = iam.policy("lister", LIST).await;
    let attach = [devs, ("PolicyArn", &*arn)];
    iam.ok("AttachGroupPolicy", &attach).await;
    assert!(may_list(&joe).await);
    // A change of the managed policy acts through the group too.
    let deny = [
        ("PolicyArn", &*arn),
        ("PolicyDocument", DENY),
        ("SetAsDefault", "true"),
    ];
    iam.ok("CreatePolicyVersion", &deny).await;
    assert!(!may_list(&joe).await);
    let first = [("PolicyArn", &*arn), ("VersionId", "v1")];
    iam.ok("SetDefaultPolicyVersion", &first).await;
    assert!(may_list(&joe).await);
    iam.ok("RemoveUserFromGroup", &[devs, ("UserName", "joe")])
        .await;
    assert!(!may_list(&joe).await);
}

#[tokio::test]
async fn a_deny_of_one_group_wins_over_what_another_allows() {
    let iam = Iam::start().await;
    let joe = iam.user("joe", ALL).await;
    iam.ok("CreateGroup", &[("GroupName", "barred")]).await;
    let deny = [
        ("GroupName", "barred"),
        ("PolicyName", "no"),
        ("PolicyDocument", DENY),
    ];
    iam.ok("PutGroupPolicy", &deny).await;
    assert!(may_list(&joe).await);
    member(&iam, "barred", "joe").await;
    assert!(!may_list(&joe).await);
    // The refusal names the kind of policy, and a group's counts as the user's own.
    let refused = joe.send("GET", "/", &[], "").await;
    assert!(
        refused
            .text()
            .contains("with an explicit deny in an identity-based policy"),
        "{}",
        refused.text()
    );
}

#[tokio::test]
async fn boundaries_limit_what_groups_allow() {
    let iam = Iam::start().await;
    let limit = iam
        .policy("limit", &LIST.replace("ListAllMyBuckets", "GetObject"))
        .await;
    let bounded = [("UserName", "joe"), ("PermissionsBoundary", &*limit)];
    iam.ok("CreateUser", &bounded).await;
    let joe = iam.key("joe").await;
    iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    let all = [
        ("GroupName", "devs"),
        ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
    ];
    iam.ok("AttachGroupPolicy", &all).await;
    member(&iam, "devs", "joe").await;
    assert!(!may_list(&joe).await);
    iam.ok("DeleteUserPermissionsBoundary", &[("UserName", "joe")])
        .await;
    assert!(may_list(&joe).await);
}

#[tokio::test]
async fn a_group_is_read_back() {
    let iam = Iam::start().await;
    let make = [("GroupName", "Devs"), ("Path", "/team/")];
    let made = iam.ok("CreateGroup", &make).await;
    let id = made.element("GroupId").unwrap();
    assert!(id.starts_with("AGPA") && id.len() == 21, "{id}");
    let arn = format!("arn:aws:iam::{ACCOUNT}:group/team/Devs");
    assert_eq!(made.element("Arn").as_deref(), Some(&*arn));
    for name in ["zoe", "ann", "Bob"] {
        iam.ok("CreateUser", &[("UserName", name)]).await;
        member(&iam, "devs", name).await;
    }
    // Joining twice is joining once.
    member(&iam, "devs", "ann").await;
    let read = iam.ok("GetGroup", &[("GroupName", "devs")]).await;
    assert_eq!(read.element("GroupName").as_deref(), Some("Devs"));
    assert_eq!(elements(&read, "UserName"), ["ann", "Bob", "zoe"]);
    assert_eq!(read.element("IsTruncated").as_deref(), Some("false"));
    let first = iam
        .ok("GetGroup", &[("GroupName", "devs"), ("MaxItems", "2")])
        .await;
    assert_eq!(elements(&first, "UserName"), ["ann", "Bob"]);
    let marker = first.element("Marker").unwrap();
    let rest = iam
        .ok("GetGroup", &[("GroupName", "devs"), ("Marker", &marker)])
        .await;
    assert_eq!(elements(&rest, "UserName"), ["zoe"]);
    iam.ok("CreateGroup", &[("GroupName", "admins")]).await;
    member(&iam, "admins", "ann").await;
    let of_ann = iam.ok("ListGroupsForUser", &[("UserName", "ann")]).await;
    assert_eq!(elements(&of_ann, "GroupName"), ["admins", "Devs"]);
    let all = iam.ok("ListGroups", &[]).await;
    assert_eq!(elements(&all, "GroupName"), ["admins", "Devs"]);
    let team = iam.ok("ListGroups", &[("PathPrefix", "/team/")]).await;
    assert_eq!(elements(&team, "Arn"), [arn]);
}

#[tokio::test]
async fn policies_of_a_group_are_read_back() {
    let iam = Iam::start().await;
    let devs = ("GroupName", "devs");
    iam.ok("CreateGroup", &[devs]).await;
    let put = [devs, ("PolicyName", "own"), ("PolicyDocument", LIST)];
    iam.ok("PutGroupPolicy", &put).await;
    let names = iam.ok("ListGroupPolicies", &[devs]).await;
    assert_eq!(elements(&names, "member"), ["own"]);
    let read = iam.ok("GetGroupPolicy", &put[..2]).await;
    assert_eq!(read.element("GroupName").as_deref(), Some("devs"));
    assert!(read.element("PolicyDocument").unwrap().contains("%7B"));
    let arn = iam.policy("lister", LIST).await;
    let attach = [devs, ("PolicyArn", &*arn)];
    iam.ok("AttachGroupPolicy", &attach).await;
    let attached = iam.ok("ListAttachedGroupPolicies", &[devs]).await;
    assert_eq!(elements(&attached, "PolicyArn"), std::slice::from_ref(&arn));
    let used = iam.ok("GetPolicy", &[("PolicyArn", &arn)]).await;
    assert_eq!(used.element("AttachmentCount").as_deref(), Some("1"));
    let by = iam
        .ok("ListEntitiesForPolicy", &[("PolicyArn", &arn)])
        .await;
    assert_eq!(elements(&by, "GroupName"), ["devs"]);
    let by_users = [("PolicyArn", &*arn), ("EntityFilter", "User")];
    let by_users = iam.ok("ListEntitiesForPolicy", &by_users).await;
    assert!(elements(&by_users, "GroupName").is_empty());
    iam.call("DeletePolicy", &[("PolicyArn", &arn)])
        .await
        .expect_error(409, "DeleteConflict");
    iam.ok("DetachGroupPolicy", &attach).await;
    iam.ok("DeletePolicy", &[("PolicyArn", &arn)]).await;
}

#[tokio::test]
async fn names_change_and_members_stay() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    let joe = iam.key("joe").await;
    let made = iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    let list = [
        ("GroupName", "devs"),
        ("PolicyName", "list"),
        ("PolicyDocument", LIST),
    ];
    iam.ok("PutGroupPolicy", &list).await;
    member(&iam, "devs", "joe").await;
    let rename = [
        ("GroupName", "devs"),
        ("NewGroupName", "makers"),
        ("NewPath", "/x/"),
    ];
    iam.ok("UpdateGroup", &rename).await;
    assert!(may_list(&joe).await, "the group has another name");
    let rename = [("UserName", "joe"), ("NewUserName", "joseph")];
    iam.ok("UpdateUser", &rename).await;
    assert!(may_list(&joe).await, "the user has another name");
    let read = iam.ok("GetGroup", &[("GroupName", "makers")]).await;
    assert_eq!(elements(&read, "UserName"), ["joseph"]);
    assert_eq!(read.element("GroupId"), made.element("GroupId"));
    iam.call("GetGroup", &[("GroupName", "devs")])
        .await
        .expect_error(404, "NoSuchEntity");
    // Another group under the old name is another group.
    iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    let empty = iam.ok("GetGroup", &[("GroupName", "devs")]).await;
    assert!(elements(&empty, "UserName").is_empty());
    let taken = [("GroupName", "makers"), ("NewGroupName", "DEVS")];
    iam.call("UpdateGroup", &taken)
        .await
        .expect_error(409, "EntityAlreadyExists");
    // The same name in another case is no other name.
    let spelled = [("GroupName", "makers"), ("NewGroupName", "Makers")];
    iam.ok("UpdateGroup", &spelled).await;
    assert!(may_list(&joe).await);
}

#[tokio::test]
async fn what_is_in_use_is_not_deleted() {
    let iam = Iam::start().await;
    let devs = ("GroupName", "devs");
    iam.ok("CreateGroup", &[devs]).await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    member(&iam, "devs", "joe").await;
    let message = "Cannot delete entity, must remove users from group first.";
    for (action, parameter) in [("DeleteGroup", devs), ("DeleteUser", ("UserName", "joe"))] {
        let refused = iam.call(action, &[parameter]).await;
        let refused = refused.expect_error(409, "DeleteConflict");
        assert_eq!(refused.element("Message").as_deref(), Some(message));
    }
    let leave = [devs, ("UserName", "joe")];
    iam.ok("RemoveUserFromGroup", &leave).await;
    // Leaving twice is leaving once.
    iam.ok("RemoveUserFromGroup", &leave).await;
    let put = [devs, ("PolicyName", "own"), ("PolicyDocument", LIST)];
    iam.ok("PutGroupPolicy", &put).await;
    iam.call("DeleteGroup", &[devs])
        .await
        .expect_error(409, "DeleteConflict");
    iam.ok("DeleteGroupPolicy", &put[..2]).await;
    iam.ok("DeleteGroup", &[devs]).await;
    iam.ok("DeleteUser", &[("UserName", "joe")]).await;
    // A group that is made again has no members.
    iam.ok("CreateGroup", &[devs]).await;
    let read = iam.ok("GetGroup", &[devs]).await;
    assert!(elements(&read, "UserName").is_empty());
}

#[tokio::test]
async fn a_user_is_in_ten_groups_at_most_and_an_account_has_300() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    for index in 0..300 {
        let name = format!("g{index}");
        iam.ok("CreateGroup", &[("GroupName", &name)]).await;
        if index < 10 {
            member(&iam, &name, "joe").await;
        }
    }
    let cases = [
        (
            "AddUserToGroup",
            vec![("GroupName", "g10"), ("UserName", "joe")],
            "Cannot exceed quota for GroupsPerUser: 10",
        ),
        (
            "CreateGroup",
            vec![("GroupName", "one-more")],
            "Cannot exceed quota for GroupsPerAccount: 300",
        ),
    ];
    for (action, parameters, message) in cases {
        let refused = iam.call(action, &parameters).await;
        let refused = refused.expect_error(409, "LimitExceeded");
        assert_eq!(refused.element("Message").as_deref(), Some(message));
    }
    // A group that the user is in already is no eleventh.
    member(&iam, "g9", "joe").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_is_never_deleted_under_its_members() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    for round in 0..20 {
        let name = format!("g{round}");
        iam.ok("CreateGroup", &[("GroupName", &name)]).await;
        let spawn = |action: &'static str| {
            let (client, name) = (iam.client.clone(), name.clone());
            tokio::spawn(async move {
                let mut parameters = vec![("GroupName", &*name)];
                if action == "AddUserToGroup" {
                    parameters.push(("UserName", "joe"));
                }
                call(&client, action, &parameters).await.status
            })
        };
        let (add, delete) = (spawn("AddUserToGroup"), spawn("DeleteGroup"));
        let done = (add.await.unwrap(), delete.await.unwrap());
        assert!(matches!(done, (200, 409) | (404, 200)), "{done:?}");
        let leave = [("GroupName", &*name), ("UserName", "joe")];
        iam.call("RemoveUserFromGroup", &leave).await;
    }
}
