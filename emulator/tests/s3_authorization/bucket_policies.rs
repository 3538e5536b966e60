//! Which bucket policies S3 stores, and in which words it refuses the others:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>. What is refused changes nothing.

use bucketproof::Emulator;
use serde_json::{Value, json};

use super::people::{OTHER, OWNER, everything, role, user};
use crate::s3_help::started;
use crate::support::{Client, Response};

const STATEMENTS: &str = include_str!("bucket_policies.tsv");
const DOCUMENTS: &str = include_str!("bucket_policy_documents.tsv");

/// What stands in the last column of the statements, and S3's words for it.
const WORDS: [(&str, &str); 6] = [
    ("stored", ""),
    ("action", "Policy has invalid action"),
    ("resource", "Policy has invalid resource"),
    (
        "action-and-resource",
        "Action does not apply to any resource(s) in statement",
    ),
    ("key", "Policy has an invalid condition key"),
    (
        "combination",
        "Conditions do not apply to combination of actions and resources in statement",
    ),
];

/// The bucket may have public policies: whether one is public is another question.
async fn stage() -> (Emulator, Client) {
    let (emulator, root) = started().await;
    user(&emulator, &root, "ann", &everything()).await;
    role(&root, OWNER, "worker", &everything()).await;
    root.send("DELETE", "/media?publicAccessBlock", &[], "")
        .await
        .expect(204);
    (emulator, root)
}

fn rows(table: &str) -> Vec<&str> {
    table
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .collect()
}

async fn put(root: &Client, policy: &str) -> Response {
    root.send("PUT", "/media?policy", &[], policy.to_owned())
        .await
}

async fn stored(root: &Client) -> (u16, String) {
    let answer = root.send("GET", "/media?policy", &[], "").await;
    let text = if answer.status == 200 {
        answer.text()
    } else {
        String::new()
    };
    (answer.status, text)
}

/// Puts a policy and tells what differs from what was wanted: an empty message is none.
async fn differs(root: &Client, policy: &str, message: &str) -> Option<String> {
    let before = stored(root).await;
    let answer = put(root, policy).await;
    if message.is_empty() {
        let is_stored = answer.status == 204 && stored(root).await.0 == 200;
        return (!is_stored).then(|| format!("{} {}", answer.status, answer.text()));
    }
    let text = answer.element("Message").unwrap_or_default();
    let found = text.replace("&apos;", "'").replace("&quot;", "\"");
    if answer.status != 400 || answer.code().as_deref() != Some("MalformedPolicy") {
        return Some(format!("{} {}", answer.status, answer.text()));
    }
    if found != message {
        return Some(format!("`{found}`, expected `{message}`"));
    }
    let after = stored(root).await;
    (before != after).then(|| format!("it was refused, but {} is stored", after.1))
}

#[tokio::test]
async fn every_statement_is_checked_against_actions_resources_and_keys() {
    let (_emulator, root) = stage().await;
    let (mut failures, rows) = (Vec::new(), rows(STATEMENTS));
    assert!(rows.len() >= 250, "only {} rows", rows.len());
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let [actions, resources, key, outcome] = columns[..] else {
            panic!("{} columns: {row}", columns.len());
        };
        let (_, message) = WORDS.iter().find(|(name, _)| *name == outcome).unwrap();
        for effect in ["Allow", "Deny"] {
            let policy = statement(effect, actions, resources, key).to_string();
            if let Some(why) = differs(&root, &policy, message).await {
                failures.push(format!("{effect} {row}: {why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn statement(effect: &str, actions: &str, resources: &str, key: &str) -> Value {
    let actions: Vec<&str> = actions.split(' ').collect();
    let resources: Vec<&str> = resources
        .split(' ')
        .map(|resource| match resource {
            "b" => "arn:aws:s3:::media",
            "o" => "arn:aws:s3:::media/*",
            other => other,
        })
        .collect();
    let mut statement = json!({
        "Effect": effect,
        "Principal": {"AWS": OTHER},
        "Action": actions,
        "Resource": resources,
    });
    if key != "-" {
        statement["Condition"] = json!({"Null": {key: "false"}});
    }
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

#[tokio::test]
async fn every_document_is_checked_before_it_is_stored() {
    let (_emulator, root) = stage().await;
    let buckets = root.send("GET", "/", &[], "").await.expect(200);
    let canonical = buckets.element("ID").unwrap();
    let (mut failures, rows) = (Vec::new(), rows(DOCUMENTS));
    assert!(rows.len() >= 90, "only {} rows", rows.len());
    for row in rows {
        let (message, policy) = row.split_once('\t').unwrap();
        let message = if message == "-" { "" } else { message };
        let policy = policy.replace("{canonical}", &canonical);
        if let Some(why) = differs(&root, &policy, message).await {
            failures.push(format!("{row}: {why}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn twenty_kilobytes_are_the_limit() {
    let (_emulator, root) = stage().await;
    let of = |bytes: usize| {
        let policy = |sid: &str| {
            let mut policy = statement("Allow", "s3:GetObject", "o", "-");
            policy["Statement"][0]["Sid"] = sid.into();
            policy.to_string()
        };
        policy(&"s".repeat(bytes - policy("").len()))
    };
    let limit = 20 * 1024;
    assert_eq!(differs(&root, &of(limit), "").await, None);
    let refusal = "Policy exceeds the maximum allowed document size.";
    assert_eq!(differs(&root, &of(limit + 1), refusal).await, None);
    // An empty body is no policy.
    let words = "Policies must be valid JSON and the first byte must be '{'";
    assert_eq!(differs(&root, "", words).await, None);
}
