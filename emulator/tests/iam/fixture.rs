//! A stack with an administrator's view of IAM, and the documents that tests use.

use bucketproof::Emulator;

use crate::support::{Client, Response};

/// The account of `Iam::start`.
pub const ACCOUNT: &str = "000000000000";
/// Whoever may assume a role that EC2 uses.
pub const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
/// May list buckets.
pub const LIST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#;
/// May do anything.
pub const ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// A stack and somebody who calls its IAM.
pub struct Iam {
    pub emulator: Emulator,
    pub client: Client,
}

impl Iam {
    /// The root user of a fresh stack.
    pub async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let client = Client::root(&emulator);
        Self { emulator, client }
    }

    /// Calls an operation.
    pub async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Response {
        call(&self.client, action, parameters).await
    }

    /// Calls an operation that must succeed.
    pub async fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> Response {
        self.call(action, parameters).await.expect(200)
    }

    /// Creates a user with an inline policy and a key, and gives a client that signs with it.
    pub async fn user(&self, name: &str, policy: &str) -> Client {
        self.ok("CreateUser", &[("UserName", name)]).await;
        self.ok(
            "PutUserPolicy",
            &[
                ("UserName", name),
                ("PolicyName", "own"),
                ("PolicyDocument", policy),
            ],
        )
        .await;
        self.key(name).await
    }

    /// Creates a key for a user, and gives a client that signs with it.
    pub async fn key(&self, user: &str) -> Client {
        let key = self.ok("CreateAccessKey", &[("UserName", user)]).await;
        Client::new(
            &self.emulator,
            &key.element("AccessKeyId").unwrap(),
            &key.element("SecretAccessKey").unwrap(),
        )
    }

    /// Creates a managed policy and gives its ARN.
    pub async fn policy(&self, name: &str, text: &str) -> String {
        let parameters = [("PolicyName", name), ("PolicyDocument", text)];
        let made = self.ok("CreatePolicy", &parameters).await;
        made.element("Arn").unwrap()
    }
}

/// Calls an operation as somebody.
pub async fn call(client: &Client, action: &str, parameters: &[(&str, &str)]) -> Response {
    let mut all = vec![("Action", action)];
    all.extend_from_slice(parameters);
    client.query("iam", &all).await
}

/// The texts of all elements of that name, in order.
pub fn elements(response: &Response, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    response
        .text()
        .split(&open)
        .skip(1)
        .map(|rest| rest.split(&close).next().unwrap().to_owned())
        .collect()
}
