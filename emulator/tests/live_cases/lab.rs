//! Accounts with users, roles and buckets, made by API calls.

use std::collections::BTreeSet;

use bucketproof::Emulator;
use serde_json::{Value as Json, json};

use crate::support::{Client, Response};

pub const ACCOUNT: &str = "111122223333";
pub const OTHER_ACCOUNT: &str = "444455556666";

/// A document out of a document, a statement or a list of statements.
pub fn document(policy: &Json) -> String {
    match policy {
        Json::Object(map) if map.contains_key("Statement") => policy.to_string(),
        _ => json!({ "Version": "2012-10-17", "Statement": policy }).to_string(),
    }
}

pub struct Lab {
    pub emulator: Emulator,
}

impl Lab {
    pub async fn new() -> Self {
        Self {
            emulator: Emulator::start().await.unwrap(),
        }
    }

    /// The root user of an account.
    pub fn root(&self, account: &str) -> Client {
        Client::new(&self.emulator, account, "test")
    }

    /// Creates every user and role that a policy names, so that the policy can be stored.
    pub async fn make_named(&self, policies: &[String]) {
        let mut seen = BTreeSet::new();
        for piece in policies.iter().flat_map(|text| text.split('"')) {
            let Some(rest) = piece.strip_prefix("arn:aws:iam::") else {
                continue;
            };
            let Some((account, name)) = rest.split_once(':') else {
                continue;
            };
            let plain = account.len() == 12 && !name.contains(['*', '?', '$']);
            if plain && seen.insert(piece.to_owned()) {
                if let Some(user) = name.strip_prefix("user/") {
                    self.make_user(account, user).await;
                } else if let Some(role) = name.strip_prefix("role/") {
                    self.make_role(account, role).await;
                }
            }
        }
    }

    /// A user of that path and name; nothing when it is there.
    pub async fn make_user(&self, account: &str, path_and_name: &str) {
        let (path, name) = split(path_and_name);
        self.iam(
            account,
            "CreateUser",
            &[("UserName", name), ("Path", &path)],
        )
        .await;
    }

    /// A role that everyone in its account may assume when their own policies allow it; nothing when it is there.
    pub async fn make_role(&self, account: &str, path_and_name: &str) {
        let (path, name) = split(path_and_name);
        let trust = document(&json!({
            "Effect": "Allow",
            "Principal": { "AWS": account },
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        }));
        let parameters = [
            ("RoleName", name),
            ("Path", &path),
            ("AssumeRolePolicyDocument", &trust),
        ];
        self.iam(account, "CreateRole", &parameters).await;
    }

    /// A call of IAM by an account's root user.
    pub async fn iam(&self, account: &str, action: &str, parameters: &[(&str, &str)]) -> Response {
        let mut all = vec![("Action", action)];
        all.extend_from_slice(parameters);
        self.root(account).query("iam", &all).await
    }

    /// The client of a user, by a new access key.
    pub async fn key_of(&self, account: &str, user: &str) -> Client {
        let key = self
            .iam(account, "CreateAccessKey", &[("UserName", user)])
            .await
            .expect(200);
        let element = |name| key.element(name).unwrap();
        Client::new(
            &self.emulator,
            &element("AccessKeyId"),
            &element("SecretAccessKey"),
        )
    }

    /// A user that may do anything in its account: root users may not assume roles.
    pub async fn administrator(&self, account: &str) -> Client {
        self.make_user(account, "administrator").await;
        let policy = document(&json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }));
        let parameters = [
            ("UserName", "administrator"),
            ("PolicyName", "all"),
            ("PolicyDocument", &policy),
        ];
        self.iam(account, "PutUserPolicy", &parameters)
            .await
            .expect(200);
        self.key_of(account, "administrator").await
    }

    /// The session that an STS answer describes.
    pub fn session(&self, answer: &Response) -> Client {
        let element = |name| answer.element(name).unwrap();
        Client::new(
            &self.emulator,
            &element("AccessKeyId"),
            &element("SecretAccessKey"),
        )
        .with_token(&element("SessionToken"))
    }
}

/// `/path/` and name of `path/name`.
pub fn split(path_and_name: &str) -> (String, &str) {
    match path_and_name.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name),
        None => ("/".to_owned(), path_and_name),
    }
}
