//! Tokens of an issuer elsewhere, one after the other from `tokens.json`, with AWS's answer to each.
//!
//! Provider and roles are made through IAM. In the table `now+60` stands for a time, `'now+60` for one in text, and
//! `{issuer}`, `{host}`, `{account}`, `{role}` for what the stage has; `{now-300}` in a message is met within seconds.

use bucketproof::Emulator;
use serde_json::{Map, Value, json};

use super::forge;
use super::tiny_issuer::TinyIssuer;
use crate::support::{Client, Response, wall_now};
use crate::{HOME, assume};

const TABLE: &str = include_str!("tokens.json");
const CONFIGURATION: &str = "/.well-known/openid-configuration";
const ACTION: &str = "sts:AssumeRoleWithWebIdentity";
/// The machine may take so long between making a token and refusing it, in seconds.
const SLACK: i64 = 20;

struct Stage {
    emulator: Emulator,
    issuer: TinyIssuer,
    root: Client,
    host: String,
    now: i64,
}

impl Stage {
    async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let issuer = TinyIssuer::start().await;
        let root = Client::new(&emulator, HOME, "test");
        let host = issuer.url.strip_prefix("http://").unwrap().to_owned();
        let provider = [
            ("Action", "CreateOpenIDConnectProvider"),
            ("Url", &*issuer.url),
            ("ClientIDList.member.1", "app"),
            ("ClientIDList.member.2", "second"),
            (
                "ThumbprintList.member.1",
                "0000000000000000000000000000000000000000",
            ),
        ];
        root.query("iam", &provider).await.expect(200);
        Self {
            emulator,
            issuer,
            root,
            host,
            now: wall_now().seconds(),
        }
    }

    fn role_arn(&self, case: &Value, name: &str) -> String {
        let account = case["account"].as_str().unwrap_or(HOME);
        format!("arn:aws:iam::{account}:role/{name}")
    }

    fn fill(&self, text: &str, role: &str) -> String {
        text.replace("{issuer}", &self.issuer.url)
            .replace("{host}", &self.host)
            .replace("{account}", HOME)
            .replace("{role}", role)
    }

    /// The table's value with everything filled in.
    fn value(&self, value: &Value, role: &str) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix('\'') {
                Some(time) => self.time(time).unwrap().to_string().into(),
                None => match self.time(text) {
                    Some(time) => time.into(),
                    None => self.fill(text, role).into(),
                },
            },
            Value::Array(values) => values
                .iter()
                .map(|value| self.value(value, role))
                .collect::<Vec<_>>()
                .into(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (self.fill(name, role), self.value(value, role)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    fn time(&self, text: &str) -> Option<i64> {
        let offset = text.strip_prefix("now")?;
        Some(self.now + offset.parse::<i64>().ok()?)
    }

    async fn make_role(&self, name: &str, case: &Value, arn: &str) {
        let provider = format!("arn:aws:iam::{HOME}:oidc-provider/{}", self.host);
        let principal = match (&case["principal"], case["federated"].as_str()) {
            (Value::Null, None) => json!({ "Federated": provider }),
            (Value::Null, Some(other)) => json!({ "Federated": self.fill(other, arn) }),
            (principal, _) => principal.clone(),
        };
        let actions = match &case["actions"] {
            Value::Null => json!(ACTION),
            actions => actions.clone(),
        };
        let mut statement = json!({ "Effect": "Allow", "Principal": principal, "Action": actions });
        if !case["condition"].is_null() {
            statement["Condition"] = self.value(&case["condition"], arn);
        }
        let policy = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
        let parameters = [
            ("Action", "CreateRole"),
            ("RoleName", name),
            ("AssumeRolePolicyDocument", &*policy),
        ];
        self.root.query("iam", &parameters).await.expect(200);
    }

    fn publish(&self, case: &Value, arn: &str) {
        let usual = json!([{ "key": "rsa" }]);
        let wanted = match &case["jwks"] {
            Value::Null => &usual,
            jwks => jwks,
        };
        let keys: Vec<Value> = wanted
            .as_array()
            .unwrap()
            .iter()
            .map(forge::published)
            .collect();
        self.issuer.publish(&json!({ "keys": keys }));
        for (path, answer) in [
            (CONFIGURATION, &case["discovery"]),
            ("/keys", &case["keys"]),
        ] {
            let Some(status) = answer["status"].as_u64() else {
                continue;
            };
            let body = match &answer["body"] {
                Value::String(text) => text.clone(),
                document => self.value(document, arn).to_string(),
            };
            self.issuer
                .answer(path, u16::try_from(status).unwrap(), body);
        }
    }

    fn token(&self, case: &Value, arn: &str) -> String {
        if let Some(text) = case["token"].as_str() {
            return text.to_owned();
        }
        if let Some(count) = case["token_characters"].as_u64() {
            return "a".repeat(usize::try_from(count).unwrap());
        }
        let mut claims = json!({
            "iss": self.issuer.url,
            "sub": "repo:acme/app",
            "aud": "app",
            "iat": self.now,
            "exp": self.now + 600,
        });
        for (name, value) in case["claims"].as_object().into_iter().flatten() {
            claims[name] = self.value(value, arn);
        }
        for name in case["omit"].as_array().into_iter().flatten() {
            claims
                .as_object_mut()
                .unwrap()
                .remove(name.as_str().unwrap());
        }
        forge::token(&claims, &case["sign"])
    }

    async fn run(&self, number: usize, case: &Value) -> Response {
        let made = format!("case-{number}");
        let name = case["role"].as_str().unwrap_or(&made);
        let arn = self.role_arn(case, name);
        if name == made {
            self.make_role(name, case, &arn).await;
        }
        self.publish(case, &arn);
        assume(&self.emulator, &arn, &self.token(case, &arn)).await
    }
}

/// Whether a message is the expected one, times met within [`SLACK`].
fn same_message(now: i64, expected: &str, message: &str) -> bool {
    let (expected, message): (Vec<_>, Vec<_>) =
        (expected.split(' ').collect(), message.split(' ').collect());
    let same = |(expected, word): (&&str, &&str)| {
        let time = expected
            .strip_prefix("{now")
            .and_then(|rest| rest.strip_suffix('}'));
        match time {
            None => expected == word,
            Some(offset) => {
                let expected = now + offset.parse::<i64>().unwrap();
                let shown: Result<i64, _> = word.parse();
                shown.is_ok_and(|shown| (shown - expected).abs() <= SLACK)
            }
        }
    };
    expected.len() == message.len() && expected.iter().zip(&message).all(same)
}

fn check(stage: &Stage, texts: &Value, case: &Value, answer: &Response) -> Result<(), String> {
    let status = case["status"].as_u64().unwrap();
    if u64::from(answer.status) != status {
        return Err(format!("status {}: {}", answer.status, answer.text()));
    }
    if status == 200 {
        for (member, element) in [
            ("audience", "Audience"),
            ("subject", "SubjectFromWebIdentityToken"),
        ] {
            let shown = answer.element(element);
            let wanted = case[member].as_str();
            if wanted.is_some() && shown.as_deref() != wanted {
                return Err(format!("{element} is {shown:?}"));
            }
        }
        return Ok(());
    }
    if answer.code().as_deref() != case["code"].as_str() {
        return Err(format!("code {:?}", answer.code()));
    }
    let wanted = case["message"].as_str().unwrap();
    let wanted = texts[wanted].as_str().unwrap_or(wanted);
    let message = answer.element("Message").unwrap_or_default();
    if same_message(stage.now, wanted, &message) {
        Ok(())
    } else {
        Err(format!("message `{message}`"))
    }
}

#[tokio::test]
async fn every_token_of_the_table_has_its_answer() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 100);
    let stage = Stage::start().await;
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let answer = stage.run(number, case).await;
        if let Err(why) = check(&stage, &table["texts"], case, &answer) {
            wrong.push(format!("{}: {why}", case["case"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
