//! One condition case as two requests: in an Allow that alone can let the caller in, and in a Deny that alone can keep it out.
//!
//! A single value travels as the prefix of a listing (`s3:prefix`), several as the keys of an object's tags
//! (`s3:RequestObjectTagKeys`): the operators do not care whose value they compare.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::lab::{ACCOUNT, Lab};
use super::scene::Outcome;
use crate::support::{Client, Response};
use bucketproof::protocol::uri;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    condition: Json,
    #[serde(default)]
    context: serde_json::Map<String, Json>,
    #[serde(default = "current_version")]
    version: String,
    holds: bool,
}

fn current_version() -> String {
    "2012-10-17".to_owned()
}

/// A bucket and a user whose policy changes.
pub struct Bench {
    lab: Lab,
    user: Client,
}

/// What the request brings.
enum Brought {
    Nothing,
    Prefix(String),
    Tags(Vec<String>),
}

impl Bench {
    pub async fn new() -> Self {
        let lab = Lab::new().await;
        let root = lab.root(ACCOUNT);
        root.send("PUT", "/conditions", &[], "").await.expect(200);
        lab.make_user(ACCOUNT, "alice").await;
        let user = lab.key_of(ACCOUNT, "alice").await;
        Self { lab, user }
    }

    pub async fn run(&self, case: &Case) -> Outcome {
        match self.attempt(case).await {
            Ok(()) => Outcome::Agreed,
            Err(other) => other,
        }
    }

    async fn attempt(&self, case: &Case) -> Result<(), Outcome> {
        let left_out = |why: &str| Err(Outcome::LeftOut(why.to_owned()));
        if case.version != "2012-10-17" {
            return left_out("a version that identity policies may not have");
        }
        let Some(blocks) = case.condition.as_object() else {
            return left_out("not one key");
        };
        let mut keys: Vec<&String> = blocks
            .values()
            .filter_map(Json::as_object)
            .flat_map(|block| block.keys())
            .collect();
        keys.extend(case.context.keys());
        keys.sort_by_key(|key| key.to_ascii_lowercase());
        keys.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        let [key] = keys[..] else {
            return left_out("not one key");
        };
        let (name, brought) = match case.context.values().next() {
            None => ("s3:prefix", Brought::Nothing),
            Some(Json::String(text)) => ("s3:prefix", Brought::Prefix(text.clone())),
            Some(Json::Array(list)) if !list.is_empty() => {
                let texts: Vec<String> = list
                    .iter()
                    .map(|text| text.as_str().unwrap_or_default().to_owned())
                    .collect();
                let plain = |text: &String| {
                    !text.is_empty()
                        && text
                            .chars()
                            .all(|c| c.is_alphanumeric() || "/-._".contains(c))
                };
                if !texts.iter().all(plain) {
                    return left_out("values that no tag key may have");
                }
                ("s3:RequestObjectTagKeys", Brought::Tags(texts))
            }
            Some(_) => return left_out("values that cannot be sent"),
        };
        let condition = renamed(&case.condition, key, name);
        if condition.to_string().contains("${aws:username") {
            return left_out("the name of another user");
        }
        for effect in ["Allow", "Deny"] {
            self.put_policy(effect, &condition).await?;
            let answer = self.call(&brought).await;
            let allowed = (effect == "Allow") == case.holds;
            let as_expected = match allowed {
                true => answer.status == 200,
                false => answer.status == 403,
            };
            if !as_expected {
                return Err(Outcome::Differs(format!(
                    "{effect} {condition}: {} {}",
                    answer.status,
                    answer.text()
                )));
            }
        }
        Ok(())
    }

    async fn put_policy(&self, effect: &str, condition: &Json) -> Result<(), Outcome> {
        let tried = json!({
            "Effect": effect, "Action": ["s3:ListBucket", "s3:PutObject"], "Resource": "*", "Condition": condition
        });
        // A tagged object needs the right to tag it, which is not what is tried here.
        let mut statements = vec![
            tried,
            json!({ "Effect": "Allow", "Action": "s3:PutObjectTagging", "Resource": "*" }),
        ];
        if effect == "Deny" {
            statements.push(json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }));
        }
        let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        let parameters = [
            ("UserName", "alice"),
            ("PolicyName", "tried"),
            ("PolicyDocument", &*policy),
        ];
        let answer = self.lab.iam(ACCOUNT, "PutUserPolicy", &parameters).await;
        match answer.status {
            200 => Ok(()),
            400 if ["MalformedPolicyDocument", "regular expression pattern"]
                .iter()
                .any(|sign| answer.text().contains(sign)) =>
            {
                Err(Outcome::LeftOut("a policy that is not stored".to_owned()))
            }
            _ => Err(Outcome::Differs(format!("set-up: {}", answer.text()))),
        }
    }

    async fn call(&self, brought: &Brought) -> Response {
        match brought {
            Brought::Nothing => {
                self.user
                    .send("GET", "/conditions?list-type=2", &[], "")
                    .await
            }
            Brought::Prefix(text) => {
                let path = format!("/conditions?list-type=2&prefix={}", uri::encode_query(text));
                self.user.send("GET", &path, &[], "").await
            }
            Brought::Tags(keys) => {
                let pairs: Vec<String> = keys
                    .iter()
                    .map(|key| format!("{}=v", uri::encode_query(key)))
                    .collect();
                let headers = [("x-amz-tagging", &*pairs.join("&"))];
                self.user.send("PUT", "/conditions/a", &headers, "x").await
            }
        }
    }
}

/// The condition about another key; policy variables that name the key follow.
fn renamed(condition: &Json, key: &str, name: &str) -> Json {
    let mut out = serde_json::Map::new();
    for (operator, block) in condition.as_object().unwrap() {
        let block = block.as_object().unwrap();
        let block = block
            .iter()
            .map(|(found, values)| {
                let same = found.eq_ignore_ascii_case(key);
                (if same { name } else { found }.to_owned(), values.clone())
            })
            .collect();
        out.insert(operator.clone(), Json::Object(block));
    }
    Json::Object(out)
}
