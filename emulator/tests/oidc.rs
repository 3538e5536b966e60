//! Tokens: the embedded issuer, issuers elsewhere, and roles assumed with them.

mod oidc {
    mod embedded;
    mod foreign;
    mod forge;
    mod laws;
    mod presets;
    mod providers;
    mod tiny_issuer;
    mod tokens;
    mod trust;
    mod web_identity;
}
mod sts_people;
mod support;

use std::collections::BTreeMap;

use bucketproof::Emulator;
use bucketproof::auth::directory::DirectoryCommit;
use bucketproof::auth::directory::records::{ProviderRecord, RoleRecord};
use bucketproof::storage::Commit;
use serde_json::{Value, json};
use support::{Client, Response};

const HOME: &str = "111122223333";
const ISSUER: &str = "https://tokens.example";
const AUDIENCE: &str = "app";

/// An identity provider in the role's account.
async fn provider(emulator: &Emulator, url: &str, client_ids: &[&str]) {
    let world = &emulator.stack().world;
    let (scheme, host) = url.split_once("://").unwrap();
    let record = ProviderRecord {
        account: HOME.to_owned(),
        host: host.to_owned(),
        scheme: scheme.to_owned(),
        client_ids: client_ids.iter().map(|&id| id.to_owned()).collect(),
        thumbprints: Vec::new(),
        created: world.clock.now(),
        tags: BTreeMap::new(),
    };
    let commit = Commit::new().create(&record);
    world.commit_authority(commit).await.unwrap();
}

/// A trust policy for the tokens of an issuer with a condition.
fn trust(url: &str, action: &Value, condition: &Value) -> String {
    let host = url.split_once("://").unwrap().1;
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": { "Federated": format!("arn:aws:iam::{HOME}:oidc-provider/{host}") },
        "Action": action,
    });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// Account, provider, and a role that the tokens of an issuer admit to.
async fn stage(emulator: &Emulator, url: &str) -> RoleRecord {
    provider(emulator, url, &[AUDIENCE]).await;
    let policy = trust(url, &json!("sts:AssumeRoleWithWebIdentity"), &Value::Null);
    sts_people::role(emulator, HOME, "media", &policy, None).await
}

/// A token of the embedded issuer; `members` may set `claims`, `omit`, `bad` and `alg`.
async fn mint(emulator: &Emulator, url: &str, members: Value) -> String {
    let mut wanted = json!({ "issuer": url, "claims": { "sub": "s-1", "aud": AUDIENCE } });
    for (name, value) in members.as_object().unwrap() {
        if name == "claims" {
            for (claim, value) in value.as_object().unwrap() {
                wanted["claims"][claim] = value.clone();
            }
        } else {
            wanted[name] = value.clone();
        }
    }
    let client = Client::root(emulator);
    let answer = client.control("POST", "oidc/tokens", &wanted).await;
    let answer = answer.expect(200).json();
    answer["token"].as_str().unwrap().to_owned()
}

/// AssumeRoleWithWebIdentity without a signature.
async fn assume(emulator: &Emulator, role_arn: &str, token: &str) -> Response {
    assume_with(emulator, role_arn, token, &[]).await
}

async fn assume_with(
    emulator: &Emulator,
    role_arn: &str,
    token: &str,
    more: &[(&str, &str)],
) -> Response {
    let mut parameters = vec![
        ("Action", "AssumeRoleWithWebIdentity"),
        ("RoleArn", role_arn),
        ("RoleSessionName", "visit"),
        ("WebIdentityToken", token),
    ];
    parameters.extend_from_slice(more);
    let client = Client::root(emulator);
    client.query_unsigned("sts", &parameters).await
}

#[track_caller]
fn message(answer: &Response) -> String {
    answer.element("Message").expect("a message")
}
