//! Simulations of users and roles with the policies they have, and who may ask for them.

use serde_json::{Value as Json, json};

use super::{Parameters, policy};
use crate::iam::fixture::{ACCOUNT, Iam, call, elements};

/// Parameters of a call.
type Pairs<'p> = &'p [(&'p str, &'p str)];

/// What a call answers when somebody may do nothing, and when they may.
#[tokio::test]
async fn simulating_needs_permission() {
    let iam = Iam::start().await;
    let target = format!("arn:aws:iam::{ACCOUNT}:user/team/target");
    iam.ok("CreateUser", &[("UserName", "target"), ("Path", "/team/")])
        .await;
    let document = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]),
    );
    let custom = [
        ("PolicyInputList.member.1", &*document),
        ("ActionNames.member.1", "s3:GetObject"),
    ];
    let principal = [
        ("PolicySourceArn", &*target),
        ("ActionNames.member.1", "s3:GetObject"),
    ];
    let calls: [(&str, Pairs<'_>, &str); 4] = [
        ("SimulateCustomPolicy", &custom, "*"),
        ("SimulatePrincipalPolicy", &principal, &target),
        ("GetContextKeysForCustomPolicy", &custom[..1], "*"),
        ("GetContextKeysForPrincipalPolicy", &principal[..1], &target),
    ];
    for (index, (action, parameters, resource)) in calls.into_iter().enumerate() {
        let nobody = iam.user(&format!("nobody{index}"), &document).await;
        let refused = call(&nobody, action, parameters).await;
        refused.expect_error(403, "AccessDenied");
        let may =
            json!([{"Effect": "Allow", "Action": format!("iam:{action}"), "Resource": resource}]);
        let somebody = iam
            .user(&format!("somebody{index}"), &policy("2012-10-17", may))
            .await;
        call(&somebody, action, parameters).await.expect(200);
    }
}

/// A user with an inline policy, a managed one and a boundary.
async fn with_policies(iam: &Iam) -> String {
    let statement = |action: &str, condition: Json| {
        let mut statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        if !condition.is_null() {
            statement["Condition"] = condition;
        }
        policy("2012-10-17", json!([statement]))
    };
    iam.ok("CreateUser", &[("UserName", "joe"), ("Path", "/team/")])
        .await;
    let inline = statement("s3:GetObject", Json::Null);
    iam.ok(
        "PutUserPolicy",
        &[
            ("UserName", "joe"),
            ("PolicyName", "own"),
            ("PolicyDocument", &inline),
        ],
    )
    .await;
    let condition = json!({"StringEquals": {"aws:PrincipalTag/team": "video"}});
    let managed = iam
        .policy("managed", &statement("s3:PutObject", condition))
        .await;
    iam.ok(
        "AttachUserPolicy",
        &[("UserName", "joe"), ("PolicyArn", &managed)],
    )
    .await;
    let boundary = iam
        .policy("boundary", &statement("s3:*Object", Json::Null))
        .await;
    iam.ok(
        "PutUserPermissionsBoundary",
        &[("UserName", "joe"), ("PermissionsBoundary", &boundary)],
    )
    .await;
    format!("arn:aws:iam::{ACCOUNT}:user/team/joe")
}

#[tokio::test]
async fn an_entity_brings_its_policies() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let ask = |actions: &[&str]| {
        Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", actions.iter().copied())
    };
    let answer = ask(&["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"]);
    let answer = answer
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(
        elements(&answer, "EvalDecision"),
        ["allowed", "implicitDeny", "implicitDeny"]
    );
    assert_eq!(elements(&answer, "SourcePolicyId"), ["user_joe_own"]);
    assert_eq!(
        elements(&answer, "AllowedByPermissionsBoundary"),
        ["true", "true", "false"]
    );
    let missing = elements(&answer, "MissingContextValues");
    assert_eq!(missing[0], "<member>aws:PrincipalTag/team</member>");

    let tagged =
        ask(&["s3:PutObject"]).context(1, "aws:PrincipalTag/team", "string", &[json!("video")]);
    let answer = tagged
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(elements(&answer, "EvalDecision"), ["allowed"]);
    assert_eq!(elements(&answer, "SourcePolicyId"), ["managed"]);

    // A boundary that is passed takes the place of the entity's own; policies that are passed come to its own.
    let all = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
    );
    let passed = ask(&["s3:GetBucketAcl"])
        .list("PermissionsBoundaryPolicyInputList", [all.clone()])
        .list("PolicyInputList", [all]);
    let answer = passed
        .call(&iam, "SimulatePrincipalPolicy")
        .await
        .expect(200);
    assert_eq!(elements(&answer, "EvalDecision"), ["allowed"]);
    assert_eq!(elements(&answer, "SourcePolicyId"), ["PolicyInputList.1"]);

    let keys = Parameters::default().set("PolicySourceArn", &*joe);
    let keys = keys
        .call(&iam, "GetContextKeysForPrincipalPolicy")
        .await
        .expect(200);
    let names = keys.element("ContextKeyNames").unwrap();
    assert_eq!(names, "<member>aws:PrincipalTag/team</member>");
}

#[tokio::test]
async fn policies_of_an_entity_can_be_left_out() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let managed = format!("arn:aws:iam::{ACCOUNT}:policy/mana*");
    let inline =
        |field: &str| format!("PolicyExclusionList.member.1.InlinePolicyIdentifier.{field}");
    let (name, kind, holder) = (
        inline("PolicyName"),
        inline("AttachmentType"),
        inline("AttachmentName"),
    );
    let by_type = "PolicyExclusionList.member.1.PolicyType";
    let by_arn = "PolicyExclusionList.member.1.PolicyArn";
    let cases: [(Pairs<'_>, [&str; 3]); 9] = [
        (&[], ["allowed", "allowed", "implicitDeny"]),
        (
            &[(by_type, "inline")],
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            &[(by_type, "user-managed")],
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
        (
            &[(by_type, "aws-managed")],
            ["allowed", "allowed", "implicitDeny"],
        ),
        (
            &[(by_type, "permission-boundary")],
            ["allowed", "allowed", "allowed"],
        ),
        (&[(by_type, "rcp")], ["allowed", "allowed", "implicitDeny"]),
        (
            &[(by_arn, &managed)],
            ["allowed", "implicitDeny", "implicitDeny"],
        ),
        (
            &[(&name, "own"), (&kind, "user"), (&holder, "jo?")],
            ["implicitDeny", "allowed", "implicitDeny"],
        ),
        (
            &[(&name, "own"), (&kind, "role"), (&holder, "joe")],
            ["allowed", "allowed", "implicitDeny"],
        ),
    ];
    let further = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:GetBucketAcl", "Resource": "*"}]),
    );
    for (excluded, expected) in cases {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("PolicyInputList", [further.clone()])
            .list(
                "ActionNames",
                ["s3:GetObject", "s3:PutObject", "s3:GetBucketAcl"],
            )
            .context(1, "aws:PrincipalTag/team", "string", &[json!("video")]);
        let parameters = excluded
            .iter()
            .fold(parameters, |all, (name, value)| all.set(name, *value));
        let answer = parameters
            .call(&iam, "SimulatePrincipalPolicy")
            .await
            .expect(200);
        assert_eq!(elements(&answer, "EvalDecision"), expected, "{excluded:?}");
    }
    let wrong: [Pairs<'_>; 4] = [
        &[(&name, "ow*"), (&kind, "user"), (&holder, "joe")],
        &[(&name, "own"), (&kind, "user")],
        &[(by_type, "inline"), (by_arn, &managed)],
        &[(by_arn, "arn:aws:iam::*:policy/own")],
    ];
    for excluded in wrong {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", ["s3:GetObject"]);
        let parameters = excluded
            .iter()
            .fold(parameters, |all, (name, value)| all.set(name, *value));
        let answer = parameters.call(&iam, "SimulatePrincipalPolicy").await;
        answer.expect_error(400, "InvalidInput");
    }
    let invalid: [Pairs<'_>; 3] = [
        &[(&name, "own"), (&kind, "policy"), (&holder, "joe")],
        &[(&name, "*"), (&kind, "user"), (&holder, "joe")],
        &[(&name, "own"), (&kind, "user"), (&holder, "?")],
    ];
    for excluded in invalid {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", ["s3:GetObject"]);
        let parameters = excluded
            .iter()
            .fold(parameters, |all, (name, value)| all.set(name, *value));
        let answer = parameters.call(&iam, "SimulatePrincipalPolicy").await;
        answer.expect_error(400, "ValidationError");
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_OrganizationsDecisionDetail.html>
#[tokio::test]
async fn entities_are_under_their_organizations_policies() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let statement =
        |effect: &str, action: &str| json!({"Effect": effect, "Action": action, "Resource": "*"});
    let simulate = async |excluded: Option<&str>| {
        let parameters = Parameters::default()
            .set("PolicySourceArn", &*joe)
            .list("ActionNames", ["s3:GetObject", "s3:DeleteObject"])
            .list(
                "PolicyInputList",
                [policy("2012-10-17", json!([statement("Allow", "s3:*")]))],
            )
            .list(
                "PermissionsBoundaryPolicyInputList",
                [policy("2012-10-17", json!([statement("Allow", "*")]))],
            );
        let parameters = excluded.into_iter().fold(parameters, |all, kind| {
            all.set("PolicyExclusionList.member.1.PolicyType", kind)
        });
        let answer = parameters.call(&iam, "SimulatePrincipalPolicy").await;
        let answer = answer.expect(200);
        (
            elements(&answer, "EvalDecision").join(" "),
            elements(&answer, "AllowedByOrganizations").join(" "),
        )
    };
    let found = |decisions: &str, allowed: &str| (decisions.to_owned(), allowed.to_owned());
    assert_eq!(simulate(None).await, found("allowed allowed", ""));
    let documents = [
        statement("Allow", "*"),
        statement("Deny", "s3:DeleteObject"),
    ]
    .map(|statement| json!({"Version": "2012-10-17", "Statement": [statement]}));
    let member = json!({"account": ACCOUNT, "scp": [documents]});
    let root = &iam.client;
    root.control("POST", "organization", &member)
        .await
        .expect(200);
    assert_eq!(
        simulate(None).await,
        found("allowed explicitDeny", "true false")
    );
    assert_eq!(
        simulate(Some("rcp")).await,
        found("allowed explicitDeny", "true false")
    );
    assert_eq!(simulate(Some("scp")).await, found("allowed allowed", ""));
}

#[tokio::test]
async fn entities_that_are_not_there() {
    let iam = Iam::start().await;
    let ask = |arn: &str| {
        Parameters::default()
            .set("PolicySourceArn", arn)
            .list("ActionNames", ["s3:GetObject"])
    };
    for resource in ["user/none", "role/a/none", "group/none"] {
        for action in [
            "SimulatePrincipalPolicy",
            "GetContextKeysForPrincipalPolicy",
        ] {
            let mut parameters = ask(&format!("arn:aws:iam::{ACCOUNT}:{resource}"));
            if action.starts_with("Get") {
                parameters.0.truncate(1);
            }
            let answer = parameters.call(&iam, action).await;
            let answer = answer.expect_error(404, "NoSuchEntity");
            assert_eq!(
                answer.element("Message").unwrap(),
                "Unable to retrieve specified IAM entity."
            );
        }
    }
    let refused = [
        (
            "arn:aws:iam::111122223333:user/joe",
            format!(
                "Invalid Policy Source Arn: caller's account {ACCOUNT} does not have access to policies in account 111122223333."
            ),
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "Invalid ARN provided in the request: arn:aws:sts::111122223333:assumed-role/r/s"
                .to_owned(),
        ),
        (
            "this-is-not-an-iam-source-arn",
            "Invalid ARN provided in the request: this-is-not-an-iam-source-arn".to_owned(),
        ),
    ];
    for (arn, message) in refused {
        let answer = ask(arn).call(&iam, "SimulatePrincipalPolicy").await;
        let answer = answer.expect_error(400, "InvalidInput");
        assert_eq!(
            answer.element("Message").unwrap().replace("&apos;", "'"),
            message
        );
    }
}

#[tokio::test]
async fn groups_bring_their_policies() {
    let iam = Iam::start().await;
    let joe = with_policies(&iam).await;
    let group = format!("arn:aws:iam::{ACCOUNT}:group/team");
    let listing = policy(
        "2012-10-17",
        json!([{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*"}]),
    );
    iam.ok("CreateGroup", &[("GroupName", "team")]).await;
    let named = [
        ("GroupName", "team"),
        ("PolicyName", "own"),
        ("PolicyDocument", &*listing),
    ];
    iam.ok("PutGroupPolicy", &named).await;
    let managed = format!("arn:aws:iam::{ACCOUNT}:policy/managed");
    iam.ok(
        "AttachGroupPolicy",
        &[("GroupName", "team"), ("PolicyArn", &managed)],
    )
    .await;
    iam.ok(
        "AddUserToGroup",
        &[("GroupName", "team"), ("UserName", "joe")],
    )
    .await;
    for arn in [joe, group] {
        let answer = Parameters::default()
            .set("PolicySourceArn", arn)
            .list("ActionNames", ["s3:DeleteObject", "s3:PutObject"])
            .context(1, "aws:PrincipalTag/team", "string", &[json!("video")])
            .call(&iam, "SimulatePrincipalPolicy")
            .await
            .expect(200);
        assert_eq!(elements(&answer, "EvalDecision"), ["allowed", "allowed"]);
        assert_eq!(
            elements(&answer, "SourcePolicyId"),
            ["group_team_own", "managed"]
        );
    }
}
