//! Roles of services: the service names them, and nobody else changes them.

use super::fixture::{ACCOUNT, Iam, LIST, TRUST, call};

const ECS: (&str, &str) = ("AWSServiceName", "ecs.amazonaws.com");
const ROLE: (&str, &str) = ("RoleName", "AWSServiceRoleForECS");

#[tokio::test]
async fn a_role_of_a_service_is_made_and_deleted() {
    let iam = Iam::start().await;
    let make = [ECS, ("Description", "for containers")];
    let made = iam.ok("CreateServiceLinkedRole", &make).await;
    assert_eq!(made.element("RoleName").as_deref(), Some(ROLE.1));
    assert_eq!(
        made.element("Arn").unwrap(),
        format!(
            "arn:aws:iam::{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
        )
    );
    let read = iam.ok("GetRole", &[ROLE]).await;
    assert_eq!(
        read.element("Description").as_deref(),
        Some("for containers")
    );
    assert!(
        read.element("AssumeRolePolicyDocument")
            .unwrap()
            .contains("ecs.amazonaws.com")
    );
    let again = iam.call("CreateServiceLinkedRole", &[ECS]).await;
    assert_eq!(
        again
            .expect_error(400, "InvalidInput")
            .element("Message")
            .as_deref(),
        Some(
            "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix."
        )
    );
    let gone = iam.ok("DeleteServiceLinkedRole", &[ROLE]).await;
    let task = gone.element("DeletionTaskId").unwrap();
    assert!(
        task.starts_with("task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/"),
        "{task}"
    );
    let status = [("DeletionTaskId", &*task)];
    let status = iam.ok("GetServiceLinkedRoleDeletionStatus", &status).await;
    assert_eq!(status.element("Status").as_deref(), Some("SUCCEEDED"));
    iam.call("GetRole", &[ROLE])
        .await
        .expect_error(404, "NoSuchEntity");
    iam.call(
        "GetServiceLinkedRoleDeletionStatus",
        &[("DeletionTaskId", "task/none")],
    )
    .await
    .expect_error(404, "NoSuchEntity");
}

#[tokio::test]
async fn suffixes_are_for_some_services() {
    let iam = Iam::start().await;
    let with = |service| [("AWSServiceName", service), ("CustomSuffix", "blue")];
    let made = iam
        .ok(
            "CreateServiceLinkedRole",
            &with("autoscaling.amazonaws.com"),
        )
        .await;
    assert_eq!(
        made.element("RoleName").as_deref(),
        Some("AWSServiceRoleForAutoScaling_blue")
    );
    let refused = iam
        .call("CreateServiceLinkedRole", &with("rds.amazonaws.com"))
        .await
        .expect_error(400, "InvalidInput");
    assert_eq!(
        refused.element("Message").as_deref(),
        Some("Custom suffix is not allowed for rds.amazonaws.com")
    );
    iam.call("CreateServiceLinkedRole", &with("moon.amazonaws.com"))
        .await
        .expect_error(501, "NotImplemented");
}

#[tokio::test]
async fn only_the_service_changes_its_role() {
    let iam = Iam::start().await;
    iam.ok("CreateServiceLinkedRole", &[ECS]).await;
    let policy = ("PolicyDocument", LIST);
    let administrator = ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess");
    let cases: [(&str, &[(&str, &str)]); 5] = [
        ("DeleteRole", &[ROLE]),
        ("PutRolePolicy", &[ROLE, ("PolicyName", "p"), policy]),
        ("AttachRolePolicy", &[ROLE, administrator]),
        ("UpdateAssumeRolePolicy", &[ROLE, ("PolicyDocument", TRUST)]),
        ("DeleteRolePermissionsBoundary", &[ROLE]),
    ];
    for (action, parameters) in cases {
        let refused = iam.call(action, parameters).await;
        let refused = refused.expect_error(400, "UnmodifiableEntity");
        let message = refused.element("Message").unwrap().replace("&apos;", "'");
        assert_eq!(
            message,
            "Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only modifiable by AWS"
        );
    }
    let described = [ROLE, ("Description", "mine")];
    iam.ok("UpdateRoleDescription", &described).await;
    // Nobody makes one by its path alone, and other roles are not deleted this way.
    let own = [
        ("RoleName", "own"),
        ("Path", "/aws-service-role/ecs.amazonaws.com/"),
        ("AssumeRolePolicyDocument", TRUST),
    ];
    iam.call("CreateRole", &own)
        .await
        .expect_error(400, "UnmodifiableEntity");
    let plain = [("RoleName", "plain"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &plain).await;
    iam.call("DeleteServiceLinkedRole", &plain[..1])
        .await
        .expect_error(400, "InvalidInput");
}

#[tokio::test]
async fn the_service_is_a_condition() {
    let iam = Iam::start().await;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole",
        "Resource":"arn:aws:iam::*:role/aws-service-role/*",
        "Condition":{"StringLike":{"iam:AWSServiceName":"ecs.amazonaws.com"}}}]}"#;
    let joe = iam.user("joe", policy).await;
    call(&joe, "CreateServiceLinkedRole", &[ECS])
        .await
        .expect(200);
    let rds = [("AWSServiceName", "rds.amazonaws.com")];
    call(&joe, "CreateServiceLinkedRole", &rds)
        .await
        .expect_error(403, "AccessDenied");
}
