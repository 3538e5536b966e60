//! Providers as IAM keeps them, and what their changes mean for tokens and sessions.

use bucketproof::Emulator;
use serde_json::{Value, json};

use super::forge;
use super::tiny_issuer::TinyIssuer;
use crate::support::{Client, Response, wall_now};
use crate::{HOME, assume, message};

async fn iam(root: &Client, action: &str, more: &[(&str, &str)]) -> Response {
    let mut parameters = vec![("Action", action)];
    parameters.extend_from_slice(more);
    root.query("iam", &parameters).await.expect(200)
}

async fn provider(root: &Client, url: &str) -> String {
    let parameters = [("Url", url), ("ClientIDList.member.1", "app")];
    let made = iam(root, "CreateOpenIDConnectProvider", &parameters).await;
    made.element("OpenIDConnectProviderArn").unwrap()
}

async fn role(root: &Client, name: &str, provider_arn: &str) -> String {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": provider_arn },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        }]
    })
    .to_string();
    let parameters = [("RoleName", name), ("AssumeRolePolicyDocument", &*policy)];
    let made = iam(root, "CreateRole", &parameters).await;
    made.element("Arn").unwrap()
}

fn token(issuer: &str, change: Value, how: &Value) -> String {
    let now = wall_now().seconds();
    let mut claims =
        json!({ "iss": issuer, "sub": "s", "aud": "app", "iat": now, "exp": now + 600 });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    forge::token(&claims, how)
}

fn session(emulator: &Emulator, answer: &Response) -> Client {
    let element = |name: &str| answer.element(name).expect(name);
    Client::new(
        emulator,
        &element("AccessKeyId"),
        &element("SecretAccessKey"),
    )
    .with_token(&element("SessionToken"))
}

fn key_set(names: &[&str]) -> Value {
    let keys = names
        .iter()
        .map(|name| forge::published(&json!({ "key": name })));
    json!({ "keys": keys.collect::<Vec<_>>() })
}

#[tokio::test]
async fn client_ids_come_and_go() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let issuer = TinyIssuer::start().await;
    issuer.publish(&key_set(&["rsa"]));
    let provider_arn = provider(&root, &issuer.url).await;
    let arn = role(&root, "media", &provider_arn).await;
    let late = token(&issuer.url, json!({ "aud": "late" }), &Value::Null);
    let id = [
        ("OpenIDConnectProviderArn", &*provider_arn),
        ("ClientID", "late"),
    ];
    assume(&emulator, &arn, &late)
        .await
        .expect_error(400, "InvalidIdentityToken");
    iam(&root, "AddClientIDToOpenIDConnectProvider", &id).await;
    assume(&emulator, &arn, &late).await.expect(200);
    iam(&root, "RemoveClientIDFromOpenIDConnectProvider", &id).await;
    assume(&emulator, &arn, &late)
        .await
        .expect_error(400, "InvalidIdentityToken");
}

#[tokio::test]
async fn sessions_outlive_their_provider() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let issuer = TinyIssuer::start().await;
    issuer.publish(&key_set(&["rsa"]));
    let provider_arn = provider(&root, &issuer.url).await;
    let arn = role(&root, "media", &provider_arn).await;
    let token = token(&issuer.url, json!({}), &Value::Null);
    let client = session(
        &emulator,
        &assume(&emulator, &arn, &token).await.expect(200),
    );
    let named = [("OpenIDConnectProviderArn", &*provider_arn)];
    iam(&root, "DeleteOpenIDConnectProvider", &named).await;
    let answer = assume(&emulator, &arn, &token).await;
    let answer = answer.expect_error(400, "InvalidIdentityToken");
    assert!(
        message(&answer).starts_with("The web identity token provided could not be validated.")
    );
    let whoami = [("Action", "GetCallerIdentity")];
    client.query("sts", &whoami).await.expect(200);
}

#[tokio::test]
async fn issuers_of_one_host_are_told_apart_by_their_path() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let host = TinyIssuer::start().await;
    let mut roles = Vec::new();
    for (tenant, key) in [("a", "rsa"), ("B/c", "rsa-other")] {
        let url = format!("{}/{tenant}", host.url);
        let keys = format!("/{tenant}/keys");
        let configuration = json!({ "issuer": url, "jwks_uri": format!("{}{keys}", host.url) });
        let path = format!("/{tenant}/.well-known/openid-configuration");
        host.answer(&path, 200, configuration);
        host.answer(&keys, 200, key_set(&[key]));
        let provider_arn = provider(&root, &url).await;
        assert!(provider_arn.ends_with(&format!("/{tenant}")));
        let name = format!("tenant-{key}");
        roles.push((url, key, role(&root, &name, &provider_arn).await));
    }
    for (url, key, _) in &roles {
        let token = token(url, json!({}), &json!({ "key": key }));
        for (own, _, arn) in &roles {
            let status = if own == url { 200 } else { 403 };
            assume(&emulator, arn, &token).await.expect(status);
        }
    }
    // Paths have case, and one tenant's key does not sign for the other.
    let lower = token(
        &format!("{}/b/c", host.url),
        json!({}),
        &json!({ "key": "rsa-other" }),
    );
    let crossed = token(
        &roles[0].0,
        json!({}),
        &json!({ "key": "rsa-other", "kid": "rsa" }),
    );
    for token in [lower, crossed] {
        assume(&emulator, &roles[0].2, &token)
            .await
            .expect_error(400, "InvalidIdentityToken");
    }
}

#[tokio::test]
async fn the_session_has_keys_and_tags_of_the_token() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let issuer = TinyIssuer::start().await;
    issuer.publish(&key_set(&["rsa"]));
    let host = issuer.url.strip_prefix("http://").unwrap();
    let provider_arn = provider(&root, &issuer.url).await;
    let arn = role(&root, "media", &provider_arn).await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
                "Condition": {
                    "StringEquals": {
                        format!("{host}:sub"): "s", format!("{host}:aud"): "app",
                        "aws:FederatedProvider": provider_arn, "aws:PrincipalTag/team": "media",
                    },
                    "ForAnyValue:StringEquals": { format!("{host}:amr"): "mfa" },
                },
            },
            { "Effect": "Allow", "Action": "sts:*", "Resource": "*" },
        ]
    })
    .to_string();
    let parameters = [
        ("RoleName", "media"),
        ("PolicyName", "lists"),
        ("PolicyDocument", &*policy),
    ];
    iam(&root, "PutRolePolicy", &parameters).await;
    let claims = json!({
        "amr": ["mfa"],
        "https://aws.amazon.com/tags": {
            "principal_tags": { "team": ["media"] }, "transitive_tag_keys": ["team"],
        },
    });
    for (claims, status) in [(claims, 200), (json!({ "amr": ["mfa"] }), 403)] {
        let token = token(&issuer.url, claims, &Value::Null);
        let answer = assume(&emulator, &arn, &token).await.expect(200);
        let client = session(&emulator, &answer);
        client.send("GET", "/", &[], "").await.expect(status);
    }
}

#[tokio::test]
async fn transitive_tags_of_a_token_go_on() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::new(&emulator, HOME, "test");
    let issuer = TinyIssuer::start().await;
    issuer.publish(&key_set(&["rsa"]));
    let provider_arn = provider(&root, &issuer.url).await;
    let arn = role(&root, "first", &provider_arn).await;
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "AWS": arn },
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }]
    })
    .to_string();
    let parameters = [
        ("RoleName", "second"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    let second = iam(&root, "CreateRole", &parameters).await;
    let lists = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
            "Condition": { "StringEquals": { "aws:PrincipalTag/team": "media" } },
        }]
    })
    .to_string();
    let parameters = [
        ("RoleName", "second"),
        ("PolicyName", "lists"),
        ("PolicyDocument", &*lists),
    ];
    iam(&root, "PutRolePolicy", &parameters).await;
    for (transitive, status) in [(json!(["team"]), 200), (json!([]), 403)] {
        let tags =
            json!({ "principal_tags": { "team": ["media"] }, "transitive_tag_keys": transitive });
        let claims = json!({ "https://aws.amazon.com/tags": tags });
        let token = token(&issuer.url, claims, &Value::Null);
        let answer = assume(&emulator, &arn, &token).await.expect(200);
        let first = session(&emulator, &answer);
        let chained = [
            ("Action", "AssumeRole"),
            ("RoleArn", &*second.element("Arn").unwrap()),
            ("RoleSessionName", "chained"),
        ];
        let answer = first.query("sts", &chained).await.expect(200);
        let client = session(&emulator, &answer);
        client.send("GET", "/", &[], "").await.expect(status);
    }
}
