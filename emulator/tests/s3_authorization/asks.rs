//! `asks.tsv`: every pair of action and resource that a request asks for, each with exactly its condition keys.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

mod stage;

use std::collections::{BTreeMap, BTreeSet};

use bucketproof::services::s3::table::TABLE;
use serde_json::Value;

use crate::support::Response;
use stage::Stage;

const TABLE_OF_ASKS: &str = include_str!("asks.tsv");

/// Keys of every request.
const ALWAYS: [&str; 11] = [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:UserAgent",
    "aws:ViaAWSService",
    "aws:userid",
    "s3:TlsVersion",
];
/// Keys of every signed request.
const SIGNED: [&str; 4] = [
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "s3:authType",
    "s3:signatureversion",
];
/// The resource's account, or the caller's where there is no resource yet.
const OWNED: [&str; 2] = ["aws:ResourceAccount", "s3:ResourceAccount"];
/// What S3 does not hand on when it asks KMS.
const NOT_FOR_KMS: [&str; 1] = ["aws:SourceIp"];

/// Operations whose questions stand in no row yet. Every other one has to have a row, and so has every new one.
const WITHOUT_ROW: [&str; 15] = [
    "DeleteBucketInventoryConfiguration",
    "GetBucketAbac",
    "OptionsPreflight",
    "PutBucketAbac",
    "PutBucketAccelerateConfiguration",
    "PutBucketAnalyticsConfiguration",
    "PutBucketIntelligentTieringConfiguration",
    "PutBucketInventoryConfiguration",
    "PutBucketLogging",
    "PutBucketMetricsConfiguration",
    "PutBucketNotificationConfiguration",
    "PutBucketRequestPayment",
    "PutBucketTagging",
    "PutBucketWebsite",
    "PutObjectLockConfiguration",
];

/// One line of the table.
struct Line<'a> {
    operation: &'a str,
    caller: &'a str,
    request: String,
    headers: Vec<(&'a str, String)>,
    body: &'a str,
    status: u16,
    asks: Vec<Asked>,
}

/// A question, as the table and as the decision log tell it.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    action: String,
    resource: String,
    keys: BTreeMap<String, String>,
}

#[tokio::test]
async fn every_operation_asks_what_it_needs_with_the_keys_it_has() {
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    let rows = TABLE_OF_ASKS
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'));
    for row in rows {
        let stage = Stage::new().await;
        let line = stage.line(row);
        seen.insert(line.operation.to_owned());
        if let Err(why) = stage.try_out(&line).await {
            failures.push(format!("{row}\n{why}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    let known: BTreeSet<String> = TABLE.iter().map(|row| row.name.to_owned()).collect();
    let unknown: Vec<_> = seen.difference(&known).collect();
    assert!(unknown.is_empty(), "no operations: {unknown:?}");
    let missing: Vec<&str> = known.difference(&seen).map(String::as_str).collect();
    assert_eq!(missing, WITHOUT_ROW);
}

impl Stage {
    fn line<'a>(&self, row: &'a str) -> Line<'a> {
        let columns: Vec<&str> = row.split('\t').collect();
        let [operation, caller, request, headers, body, status, asks] = columns[..] else {
            panic!("{} columns: {row}", columns.len());
        };
        let headers = headers.split("; ").filter(|header| *header != "-");
        let caller_keys = caller_keys(caller);
        Line {
            operation,
            caller,
            request: self.filled(request),
            headers: headers
                .map(|header| header.split_once(": ").unwrap())
                .map(|(name, value)| (name, self.filled(value)))
                .collect(),
            body: if body == "-" { "" } else { body },
            status: status.parse().unwrap(),
            asks: asks
                .split(" | ")
                .filter(|ask| *ask != "-")
                .map(|ask| asked(&self.filled(ask), &caller_keys))
                .collect(),
        }
    }

    async fn try_out(&self, line: &Line<'_>) -> Result<(), String> {
        let answer = self.send(line).await;
        if answer.status != line.status {
            return Err(format!("{}: {}", answer.status, answer.text()));
        }
        let id = answer.header("x-amz-request-id").unwrap().to_owned();
        let found = self.decisions(&id).await;
        let operation = self.operation(&id).await;
        if operation != line.operation {
            return Err(format!("it was {operation}"));
        }
        compare(&found, &line.asks)
    }

    /// What a request was, once it is over: its event follows the last byte.
    async fn operation(&self, request_id: &str) -> String {
        loop {
            let events = self.root.control("GET", "events", &Value::Null).await;
            let events = events.expect(200).json();
            let all = events["events"].as_array().unwrap();
            let event = all.iter().find(|event| event["request_id"] == request_id);
            if let Some(event) = event {
                return event["operation"].as_str().unwrap().to_owned();
            }
            tokio::task::yield_now().await;
        }
    }

    async fn send(&self, line: &Line<'_>) -> Response {
        let (method, path) = line.request.split_once(' ').unwrap();
        let mut headers: Vec<(&str, &str)> = line
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        if line.operation == "DeleteObjects" {
            headers.push(("x-amz-checksum-algorithm", "CRC32"));
        }
        let checksum = crate::s3_help::checksum(
            bucketproof::protocol::checksum::Algorithm::Crc32,
            self.filled(line.body).as_bytes(),
        );
        if line.operation == "DeleteObjects" {
            headers.push(("x-amz-checksum-crc32", &checksum));
        }
        let body = self.filled(line.body);
        match line.caller {
            "anonymous" => {
                self.open_up().await;
                self.root.unsigned(method, path, &headers, body).await
            }
            "presigned" => {
                let url = self.user().await.presign(method, path, &[], 300);
                self.root.unsigned(method, &url, &headers, body).await
            }
            "root" => self.root.send(method, path, &headers, body).await,
            "user" => self.user().await.send(method, path, &headers, body).await,
            "web" => self.web().await.send(method, path, &headers, body).await,
            "role" => self.role().await.send(method, path, &headers, body).await,
            other => panic!("no caller `{other}`"),
        }
    }

    /// The questions of a request with their condition keys, as the control API tells them.
    async fn decisions(&self, request_id: &str) -> Vec<Asked> {
        let path = format!("decisions/{request_id}");
        let answer = self.root.control("GET", &path, &Value::Null).await;
        if answer.status == 404 {
            return Vec::new();
        }
        let answer = answer.expect(200).json();
        let decisions = answer["decisions"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        decisions
            .map(|decision| Asked {
                action: text(&decision["action"]),
                resource: text(&decision["resource"]),
                keys: decision["context"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .map(|(key, value)| (key.clone(), shown(value)))
                    .collect(),
            })
            .collect()
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// The keys that a kind of caller brings beside those of every request.
fn caller_keys(caller: &str) -> Vec<&'static str> {
    let of_caller: &[&str] = match caller {
        "anonymous" => return Vec::new(),
        "root" => &[],
        "user" => &["aws:PrincipalTag/team=a", "aws:username=ann"],
        "presigned" => &[
            "aws:PrincipalTag/team=a",
            "aws:username=ann",
            "s3:signatureAge",
        ],
        "role" => &[
            "aws:PrincipalTag/team=a",
            "aws:MultiFactorAuthPresent=false",
            "aws:SourceIdentity=ann",
            "aws:TokenIssueTime",
        ],
        "web" => &[
            "aws:FederatedProvider=arn:aws:iam::000000000000:oidc-provider/tokens.example",
            "aws:MultiFactorAuthPresent=false",
            "aws:TokenIssueTime",
        ],
        other => panic!("no caller `{other}`"),
    };
    SIGNED.iter().chain(of_caller).copied().collect()
}

/// Reads `ACTION RESOURCE KEY[=VALUE] ...`; resources without `arn:` are of S3.
fn asked(text: &str, caller_keys: &[&str]) -> Asked {
    let mut words = text.split(' ');
    let action = words.next().unwrap().to_owned();
    let resource = words.next().unwrap();
    let by_kms = action.starts_with("kms:");
    let keys = ALWAYS
        .iter()
        .chain(caller_keys)
        .chain(&OWNED)
        .copied()
        .filter(|key| !by_kms || !(key.starts_with("s3:") || NOT_FOR_KMS.contains(key)))
        .chain(words)
        .map(|key| key.split_once('=').unwrap_or((key, "")))
        .map(|(key, value)| (key.to_owned(), value.replace("%20", " ")))
        .collect();
    let resource = match resource {
        "*" => "*".to_owned(),
        arn if arn.starts_with("arn:") => arn.to_owned(),
        name => format!("arn:aws:s3:::{name}"),
    };
    Asked {
        action,
        resource,
        keys,
    }
}

fn compare(found: &[Asked], wanted: &[Asked]) -> Result<(), String> {
    let pairs = |asked: &[Asked]| -> Vec<String> {
        asked
            .iter()
            .map(|it| format!("{} {}", it.action, it.resource))
            .collect()
    };
    if pairs(found) != pairs(wanted) {
        return Err(format!("asked {:#?}", pairs(found)));
    }
    for (found, wanted) in found.iter().zip(wanted) {
        let names = |keys: &BTreeMap<String, String>| -> BTreeSet<String> {
            keys.keys().cloned().collect()
        };
        let (has, should) = (names(&found.keys), names(&wanted.keys));
        let wrong: Vec<String> = wanted
            .keys
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .filter(|(key, value)| found.keys.get(*key) != Some(value))
            .map(|(key, value)| format!("{key} is {:?}, not {value}", found.keys.get(key)))
            .collect();
        if has != should || !wrong.is_empty() {
            let more: Vec<_> = has.difference(&should).collect();
            let less: Vec<_> = should.difference(&has).collect();
            return Err(format!(
                "{}: too many {more:?}, missing {less:?}, {wrong:?}",
                found.action
            ));
        }
    }
    Ok(())
}
