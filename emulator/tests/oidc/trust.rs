//! What the trust policy may ask of a token.

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::sts_people::role;
use crate::support::Client;
use crate::{AUDIENCE, HOME, ISSUER, assume, message, mint, provider, trust};

const DENIED: &str = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

async fn with_condition(emulator: &Emulator, condition: Value) -> String {
    provider(emulator, ISSUER, &[AUDIENCE]).await;
    let action = json!("sts:AssumeRoleWithWebIdentity");
    let policy = trust(ISSUER, &action, &condition);
    role(emulator, HOME, "media", &policy, None).await.arn()
}

#[tokio::test]
async fn the_subject_must_be_the_agreed_one() {
    let emulator = Emulator::start().await.unwrap();
    let condition = json!({ "StringEquals": {
        "tokens.example:sub": ["s-1", "s-2"],
        "tokens.example:aud": AUDIENCE,
    } });
    let arn = with_condition(&emulator, condition).await;
    for (subject, status) in [("s-1", 200), ("s-2", 200), ("S-1", 403), ("s-10", 403)] {
        let token = mint(&emulator, ISSUER, json!({ "claims": { "sub": subject } })).await;
        let answer = assume(&emulator, &arn, &token).await;
        let answer = answer.expect(status);
        if status == 403 {
            assert_eq!(answer.code().as_deref(), Some("AccessDenied"));
            assert_eq!(message(&answer), DENIED);
        }
    }
}

#[tokio::test]
async fn methods_are_a_list() {
    let emulator = Emulator::start().await.unwrap();
    let condition = json!({ "ForAnyValue:StringEquals": { "tokens.example:amr": "mfa" } });
    let arn = with_condition(&emulator, condition).await;
    let token = mint(
        &emulator,
        ISSUER,
        json!({ "claims": { "amr": ["pwd", "mfa"] } }),
    )
    .await;
    assume(&emulator, &arn, &token).await.expect(200);
    for amr in [json!(["pwd"]), json!([])] {
        let token = mint(&emulator, ISSUER, json!({ "claims": { "amr": amr } })).await;
        assume(&emulator, &arn, &token).await.expect(403);
    }
}

#[tokio::test]
async fn other_claims_are_no_condition_keys() {
    let emulator = Emulator::start().await.unwrap();
    let condition = json!({ "StringEquals": { "tokens.example:repository": "media" } });
    let arn = with_condition(&emulator, condition).await;
    let token = mint(
        &emulator,
        ISSUER,
        json!({ "claims": { "repository": "media" } }),
    )
    .await;
    assume(&emulator, &arn, &token).await.expect(403);
}

#[tokio::test]
async fn the_holder_is_a_user_of_the_provider() {
    let emulator = Emulator::start().await.unwrap();
    let provider = format!("arn:aws:iam::{HOME}:oidc-provider/tokens.example");
    let condition = json!({
        "StringEquals": {
            "aws:PrincipalType": "User",
            "aws:PrincipalAccount": HOME,
            "aws:userid": provider,
            "aws:FederatedProvider": provider,
            "sts:RoleSessionName": "visit",
        },
        "Null": { "aws:PrincipalArn": "true" },
    });
    let arn = with_condition(&emulator, condition).await;
    let token = mint(&emulator, ISSUER, json!({})).await;
    assume(&emulator, &arn, &token).await.expect(200);
}

#[tokio::test]
async fn another_provider_and_an_unknown_role_look_alike() {
    let emulator = Emulator::start().await.unwrap();
    provider(&emulator, ISSUER, &[AUDIENCE]).await;
    let action = json!("sts:AssumeRoleWithWebIdentity");
    let other = trust("https://other.example", &action, &Value::Null);
    let other = role(&emulator, HOME, "other", &other, None).await.arn();
    let wrong_action = trust(ISSUER, &json!("sts:AssumeRole"), &Value::Null);
    let wrong_action = role(&emulator, HOME, "plain", &wrong_action, None)
        .await
        .arn();
    let unknown = format!("arn:aws:iam::{HOME}:role/nobody");
    let token = mint(&emulator, ISSUER, json!({})).await;
    for arn in [other, wrong_action, unknown] {
        let answer = assume(&emulator, &arn, &token).await;
        let answer = answer.expect_error(403, "AccessDenied");
        assert_eq!(message(&answer), DENIED);
    }
}

#[tokio::test]
async fn the_decision_stands_under_the_id_of_the_request() {
    let emulator = Emulator::start().await.unwrap();
    let condition = json!({ "StringEquals": { "tokens.example:sub": "somebody" } });
    let arn = with_condition(&emulator, condition).await;
    let token = mint(&emulator, ISSUER, json!({})).await;
    let answer = assume(&emulator, &arn, &token).await.expect(403);
    let id = answer.element("RequestId").unwrap();
    let client = Client::root(&emulator);
    let path = format!("decisions/{id}");
    let log = client.control("GET", &path, &Value::Null).await.expect(200);
    for part in ["sts:AssumeRoleWithWebIdentity", "tokens.example:sub", "s-1"] {
        assert!(log.text().contains(part), "{}", log.text());
    }
}

#[tokio::test]
async fn tags_and_source_identity_need_their_permissions() {
    let emulator = Emulator::start().await.unwrap();
    provider(&emulator, ISSUER, &[AUDIENCE]).await;
    let all = json!([
        "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession",
        "sts:SetSourceIdentity"
    ]);
    let s3 = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { "StringEquals": {
                "aws:PrincipalTag/team": "media",
                "aws:SourceIdentity": "ann",
                "aws:FederatedProvider": format!("arn:aws:iam::{HOME}:oidc-provider/tokens.example"),
            } },
        }]
    })
    .to_string();
    let with = trust(ISSUER, &all, &Value::Null);
    let with = role(&emulator, HOME, "with", &with, Some(&s3)).await.arn();
    let without = trust(
        ISSUER,
        &json!("sts:AssumeRoleWithWebIdentity"),
        &Value::Null,
    );
    let without = role(&emulator, HOME, "without", &without, None).await.arn();
    let claims = json!({
        "https://aws.amazon.com/tags": { "principal_tags": { "team": ["media"] } },
        "https://aws.amazon.com/source_identity": "ann",
    });
    let token = mint(&emulator, ISSUER, json!({ "claims": claims })).await;
    assume(&emulator, &without, &token)
        .await
        .expect_error(403, "AccessDenied");
    let answer = assume(&emulator, &with, &token).await.expect(200);
    let element = |name: &str| answer.element(name).expect(name);
    assert_eq!(element("SourceIdentity"), "ann");
    let client = Client::new(
        &emulator,
        &element("AccessKeyId"),
        &element("SecretAccessKey"),
    )
    .with_token(&element("SessionToken"));
    client.send("GET", "/", &[], "").await.expect(200);
}
