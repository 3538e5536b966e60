//! A stack with something of every kind in it, and everybody who may ask for it.

use std::collections::BTreeMap;

use bucketproof::Emulator;
use serde_json::{Value, json};

use crate::s3_help::{allow, kms_key, set_versioning, user};
use crate::s3_uploads::{create, upload};
use crate::support::{Client, Response};

/// A stack with something of every kind in it.
pub struct Stage {
    emulator: Emulator,
    pub root: Client,
    /// What stands in braces in the table.
    names: BTreeMap<&'static str, String>,
}

impl Stage {
    pub async fn new() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let root = Client::root(&emulator);
        let mut names = BTreeMap::new();
        for bucket in ["/media", "/source"] {
            root.send("PUT", bucket, &[], "").await.expect(200);
        }
        set_versioning(&root, "media", "Enabled").await;
        let tags = [("x-amz-tagging", "team=a")];
        for (key, headers) in [
            ("/media/plain", &[][..]),
            ("/media/tagged", &tags),
            ("/source/plain", &[]),
            ("/source/tagged", &tags),
        ] {
            root.send("PUT", key, headers, "test").await.expect(200);
        }
        let key = kms_key(&root).await;
        let by_key = [
            ("x-amz-server-side-encryption", "aws:kms"),
            ("x-amz-server-side-encryption-aws-kms-key-id", key.as_str()),
        ];
        let bucket_key = [
            by_key[0],
            by_key[1],
            ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
        ];
        root.send("PUT", "/media/secret", &by_key, "test")
            .await
            .expect(200);
        root.send("PUT", "/media/saved", &bucket_key, "test")
            .await
            .expect(200);
        let version = |answer: Response| answer.header("x-amz-version-id").unwrap().to_owned();
        let head = root.send("HEAD", "/media/plain", &[], "").await;
        names.insert("{version}", version(head));
        let head = root.send("HEAD", "/media/tagged", &[], "").await;
        names.insert("{tagged}", version(head));
        let gone = root.send("DELETE", "/media/gone", &[], "").await;
        names.insert("{marker}", version(gone));
        let plain = create(&root, "upload", &[]).await;
        let part = upload(&root, "upload", &plain, 1, "test").await;
        names.insert("{upload}", plain);
        names.insert("{part}", part);
        let secret = create(&root, "upload", &by_key).await;
        names.insert("{secret-upload}", secret);
        names.insert("{key}", key);
        names.insert("{retain}", "2099-01-01T00:00:00Z".to_owned());
        Self {
            emulator,
            root,
            names,
        }
    }

    pub fn filled(&self, text: &str) -> String {
        self.names
            .iter()
            .fold(text.to_owned(), |text, (name, value)| {
                text.replace(name, value)
            })
    }

    /// A user with a tag who may do everything.
    pub async fn user(&self) -> Client {
        let all = json!([allow(&["*"], &["*"])]);
        let client = user(&self.emulator, &self.root, "ann", all).await;
        let tag = [
            ("Action", "TagUser"),
            ("UserName", "ann"),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "a"),
        ];
        self.root.query("iam", &tag).await.expect(200);
        client
    }

    /// A session of a role that may do everything, with a tag and a source identity.
    pub async fn role(&self) -> Client {
        let trust = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        }]});
        self.make_role("worker", &trust).await;
        let assume = [
            ("Action", "AssumeRole"),
            ("RoleArn", "arn:aws:iam::000000000000:role/worker"),
            ("RoleSessionName", "shift"),
            ("SourceIdentity", "ann"),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "a"),
        ];
        let answer = self.user().await.query("sts", &assume).await;
        self.session(&answer.expect(200))
    }

    /// A session that a token of the embedded issuer opened.
    pub async fn web(&self) -> Client {
        let wanted = json!({
            "issuer": "https://tokens.example",
            "claims": {"sub": "s-1", "aud": "app"},
        });
        let token = self.root.control("POST", "oidc/tokens", &wanted).await;
        let token = token.expect(200).json()["token"]
            .as_str()
            .unwrap()
            .to_owned();
        let provider = [
            ("Action", "CreateOpenIDConnectProvider"),
            ("Url", "https://tokens.example"),
            ("ClientIDList.member.1", "app"),
        ];
        self.root.query("iam", &provider).await.expect(200);
        let trust = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::000000000000:oidc-provider/tokens.example"},
            "Action": "sts:AssumeRoleWithWebIdentity",
        }]});
        self.make_role("visitor", &trust).await;
        let assume = [
            ("Action", "AssumeRoleWithWebIdentity"),
            ("RoleArn", "arn:aws:iam::000000000000:role/visitor"),
            ("RoleSessionName", "visit"),
            ("WebIdentityToken", token.as_str()),
        ];
        let answer = self.root.query_unsigned("sts", &assume).await;
        self.session(&answer.expect(200))
    }

    /// A role that may do everything.
    async fn make_role(&self, name: &str, trust: &Value) {
        let all = json!({"Version": "2012-10-17", "Statement": allow(&["*"], &["*"])});
        let create = [
            ("Action", "CreateRole"),
            ("RoleName", name),
            ("AssumeRolePolicyDocument", &trust.to_string()),
        ];
        self.root.query("iam", &create).await.expect(200);
        let put = [
            ("Action", "PutRolePolicy"),
            ("RoleName", name),
            ("PolicyName", "all"),
            ("PolicyDocument", &all.to_string()),
        ];
        self.root.query("iam", &put).await.expect(200);
    }

    fn session(&self, answer: &Response) -> Client {
        let text = |name: &str| answer.element(name).unwrap();
        Client::new(
            &self.emulator,
            &text("AccessKeyId"),
            &text("SecretAccessKey"),
        )
        .with_token(&text("SessionToken"))
    }

    /// Lets everybody read and write the bucket `media`.
    pub async fn open_up(&self) {
        self.root
            .send("DELETE", "/media?publicAccessBlock", &[], "")
            .await
            .expect(204);
        let policy = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"],
        }]});
        self.root
            .send("PUT", "/media?policy", &[], policy.to_string())
            .await
            .expect(204);
    }
}
