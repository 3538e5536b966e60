//! The plan of calls that makes a scenario's accounts.

use std::path::Path;

use bucketproof_conformance::scenario::{
    self,
    setup::{self, SetupCall},
};

const SCENARIO: &str = r#"
title = "everything"
[client]
region = "eu-west-1"
[vars]
team = "video"
[account.vendor]
id = "444455556666"
[account.vendor.role.second]
trust = { json = { Principal = "${user.writer.arn}" } }
[account.customer]
id = "111122223333"
[account.customer.bucket.footage]
name = "acme-${team}"
policy = { json = { Resource = "${bucket.footage.arn}/${aws:username}" } }
versioning = "Enabled"
objects = [{ key = "a", body = { text = "x" } }]
[account.customer.bucket.here]
region = "us-east-1"
[account.customer.key.main]
alias = "alias/main"
enabled = false
[account.customer.policy.uploads]
document = { json = { Version = "2012-10-17" } }
path = "/p/"
[account.customer.user.writer]
policies = [{ name = "inline", json = { Resource = "${key.main.arn}" } }]
managed_policies = ["uploads", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
boundary = "uploads"
access_keys = 2
[account.customer.provider.idp]
url = "https://tokens.example.com/path"
[[step]]
name = "one"
as = "customer"
s3 = "ListBuckets"
"#;

fn plan() -> (Vec<SetupCall>, scenario::template::Names) {
    let scenario = scenario::read(Path::new("x.toml"), SCENARIO).unwrap();
    let names = setup::known_names(&scenario, "http://127.0.0.1:1").unwrap();
    (setup::calls(&scenario, &names).unwrap(), names)
}

#[test]
fn what_is_named_exists_before_it_is_named() {
    let (calls, _) = plan();
    let operations: Vec<&str> = calls.iter().map(|call| call.operation.name).collect();
    assert_eq!(
        operations,
        [
            "CreateUser",
            "CreateAccessKey",
            "CreateAccessKey",
            "CreateOpenIDConnectProvider",
            "CreateRole",
            "CreateKey",
            "CreateAlias",
            "DisableKey",
            "CreatePolicy",
            "PutUserPolicy",
            "AttachUserPolicy",
            "AttachUserPolicy",
            "PutUserPermissionsBoundary",
            "CreateBucket",
            "PutBucketVersioning",
            "PutBucketPolicy",
            "PutObject",
            "CreateBucket",
        ]
    );
}

#[test]
fn calls_are_signed_by_their_account_in_their_region() {
    let (calls, _) = plan();
    let of = |operation: &str| {
        calls
            .iter()
            .filter(|call| call.operation.name == operation)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("CreateRole")[0].account, "444455556666");
    assert_eq!(of("CreateUser")[0].account, "111122223333");
    let regions: Vec<&str> = of("CreateBucket")
        .iter()
        .map(|call| call.region.as_str())
        .collect();
    assert_eq!(regions, ["eu-west-1", "us-east-1"]);
}

#[test]
fn us_east_1_is_never_named_as_a_constraint() {
    let (calls, names) = plan();
    let constraints: Vec<_> = calls
        .iter()
        .filter(|call| call.operation.name == "CreateBucket")
        .map(|call| {
            call.with.render(&names).unwrap()["CreateBucketConfiguration"]["LocationConstraint"]
                .clone()
        })
        .collect();
    assert_eq!(
        constraints,
        [serde_json::json!("eu-west-1"), serde_json::Value::Null]
    );
}

#[test]
fn arns_are_known_from_names() {
    let (_, names) = plan();
    for (name, value) in [
        ("account.customer", "111122223333"),
        ("user.writer.arn", "arn:aws:iam::111122223333:user/writer"),
        (
            "policy.uploads.arn",
            "arn:aws:iam::111122223333:policy/p/uploads",
        ),
        (
            "provider.idp.arn",
            "arn:aws:iam::111122223333:oidc-provider/tokens.example.com/path",
        ),
        ("bucket.footage", "acme-video"),
        ("bucket.footage.arn", "arn:aws:s3:::acme-video"),
        ("key.main.alias", "alias/main"),
    ] {
        assert_eq!(names.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(
        !names.contains_key("key.main.arn"),
        "a key's id is the stack's to choose"
    );
}

#[test]
fn answers_teach_names() {
    let (calls, _) = plan();
    let learned: Vec<&str> = calls
        .iter()
        .flat_map(|call| call.learn.iter().map(|(name, _)| name.as_str()))
        .collect();
    for name in [
        "user.writer.access_key_id",
        "user.writer.secret_access_key.2",
        "key.main",
        "key.main.arn",
    ] {
        assert!(learned.contains(&name), "{name} in {learned:?}");
    }
}
