//! Malformed policies of every kind, through every call that stores one: refused in IAM's words, and nothing is stored.

use super::fixture::{ACCOUNT, Iam, LIST, TRUST, elements};

/// What is wrong, the document, the message.
const IDENTITY: [(&str, &str, &str); 16] = [
    ("no JSON", "{", "Syntax errors in policy."),
    (
        "an unknown element",
        r#"{"Version":"2012-10-17","Statement":[],"Colour":1}"#,
        "Syntax errors in policy.",
    ),
    (
        "no statement",
        r#"{"Version":"2012-10-17"}"#,
        "Syntax errors in policy.",
    ),
    (
        "the old version",
        r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
        "Policy document must be version 2012-10-17 or greater.",
    ),
    (
        "a principal",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
        "Policy document should not specify a principal.",
    ),
    (
        "an effect in lower case",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}"#,
        "The policy failed legacy parsing",
    ),
    (
        "a date that is none",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"soon"}}}}"#,
        "The policy failed legacy parsing",
    ),
    (
        "an address that is none",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"here"}}}}"#,
        "The policy failed legacy parsing",
    ),
    (
        "a Sid twice",
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Allow"}]}"#,
        "Statement IDs (SID) in a single policy must be unique.",
    ),
    (
        "no action",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}"#,
        "Policy statement must contain actions.",
    ),
    (
        "a resource that is no ARN",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"nothing","Resource":"bucket"}}"#,
        r#"Resource bucket must be in ARN format or "*"."#,
    ),
    (
        "an unknown partition",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:moon:s3:::b"}}"#,
        r#"Partition "moon" is not valid for resource "arn:moon:s3:::b"."#,
    ),
    (
        "a bucket in a region",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:eu-west-1::b"}}"#,
        "Resource arn:aws:s3:eu-west-1::b can not contain region information.",
    ),
    (
        "an action without vendor",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}"#,
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ),
    (
        "an action with two colons",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"}}"#,
        "Actions/Condition can contain only one colon.",
    ),
    (
        "no resource",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*"}}"#,
        "Policy statement must contain resources.",
    ),
];

const TRUSTS: [(&str, &str, &str); 5] = [
    ("no JSON", "{", "This policy contains invalid Json"),
    (
        "a resource",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}"#,
        "Has prohibited field Resource",
    ),
    (
        "no principal",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}"#,
        "Missing required field Principal",
    ),
    (
        "an action of another service",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}}"#,
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    (
        "somebody who is not there",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/none"},"Action":"sts:AssumeRole"}}"#,
        r#"Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:role/none""#,
    ),
];

async fn refused(iam: &Iam, action: &str, parameters: &[(&str, &str)], what: &str, message: &str) {
    let answer = iam.call(action, parameters).await;
    assert_eq!(answer.status, 400, "{action}: {what}: {}", answer.text());
    assert_eq!(
        answer.code().as_deref(),
        Some("MalformedPolicyDocument"),
        "{action}: {what}"
    );
    let found = answer.element("Message").unwrap().replace("&quot;", "\"");
    assert_eq!(found, message, "{action}: {what}");
}

#[tokio::test]
async fn no_call_stores_a_malformed_identity_policy() {
    let iam = Iam::start().await;
    iam.ok("CreateUser", &[("UserName", "joe")]).await;
    iam.ok("CreateGroup", &[("GroupName", "devs")]).await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    iam.ok("CreateRole", &role).await;
    let arn = iam.policy("good", LIST).await;
    let name = ("PolicyName", "bad");
    for (what, text, message) in IDENTITY {
        let document = ("PolicyDocument", text);
        let calls: [(&str, &[(&str, &str)]); 5] = [
            ("CreatePolicy", &[name, document]),
            ("CreatePolicyVersion", &[("PolicyArn", &arn), document]),
            ("PutUserPolicy", &[("UserName", "joe"), name, document]),
            ("PutGroupPolicy", &[("GroupName", "devs"), name, document]),
            ("PutRolePolicy", &[("RoleName", "reader"), name, document]),
        ];
        for (action, parameters) in calls {
            refused(&iam, action, parameters, what, message).await;
        }
    }
    let lists: [(&str, &[(&str, &str)]); 3] = [
        ("ListUserPolicies", &[("UserName", "joe")]),
        ("ListGroupPolicies", &[("GroupName", "devs")]),
        ("ListRolePolicies", &[("RoleName", "reader")]),
    ];
    for (action, parameters) in lists {
        let listed = iam.ok(action, parameters).await;
        assert!(elements(&listed, "member").is_empty(), "{action}");
    }
    let bad = format!("arn:aws:iam::{ACCOUNT}:policy/bad");
    iam.call("GetPolicy", &[("PolicyArn", &bad)])
        .await
        .expect_error(404, "NoSuchEntity");
    let versions = iam.ok("ListPolicyVersions", &[("PolicyArn", &arn)]).await;
    assert_eq!(elements(&versions, "VersionId"), ["v1"]);
}

#[tokio::test]
async fn no_call_stores_a_malformed_trust_policy() {
    let iam = Iam::start().await;
    let role = [("RoleName", "reader"), ("AssumeRolePolicyDocument", TRUST)];
    let made = iam.ok("CreateRole", &role).await;
    for (what, text, message) in TRUSTS {
        let make = [("RoleName", "bad"), ("AssumeRolePolicyDocument", text)];
        refused(&iam, "CreateRole", &make, what, message).await;
        let change = [("RoleName", "reader"), ("PolicyDocument", text)];
        refused(&iam, "UpdateAssumeRolePolicy", &change, what, message).await;
    }
    iam.call("GetRole", &[("RoleName", "bad")])
        .await
        .expect_error(404, "NoSuchEntity");
    let kept = iam.ok("GetRole", &role[..1]).await;
    let trust = "AssumeRolePolicyDocument";
    assert_eq!(kept.element(trust), made.element(trust));
}

#[tokio::test]
async fn what_iam_takes_beside_its_grammar_is_stored_and_evaluated() {
    let iam = Iam::start().await;
    // Only the last statement says anything about listing buckets.
    let odd = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iam: some words ","Resource":["arn:aws:moonbase",null]},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":"b"},"DateGreaterThan":{"aws:CurrentTime":["01T"]}}},
        {"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*","Condition":{"Whatever":{}}}]}"#;
    let joe = iam.user("joe", odd).await;
    joe.send("GET", "/", &[], "").await.expect(200);
    joe.send("PUT", "/some-bucket-name", &[], "")
        .await
        .expect(403);
}
