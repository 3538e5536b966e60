//! What the stack tells about its decisions: lists, explanations, denials that are only recorded, and counts.

mod s3_help;
mod support;

use std::collections::HashSet;
use std::sync::Arc;

use bucketproof::Emulator;
use bucketproof::world::Enforcement;
use s3_help::{allow, set_policy, user};
use serde_json::{Value, json};
use support::{Client, Response};

/// A stack with the bucket `media`, its owner, and a user that may only read below `in/`.
async fn started(emulator: Emulator) -> (Emulator, Client, Client) {
    let root = Client::root(&emulator);
    root.send("PUT", "/media", &[], "").await.expect(200);
    let reads = json!([{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/in" }]);
    let ann = user(&emulator, &root, "ann", reads).await;
    (emulator, root, ann)
}

async fn control(client: &Client, path: &str) -> Value {
    let answer = client.control("GET", path, &Value::Null).await;
    answer.expect(200).json()
}

fn id(answer: &Response) -> String {
    answer.header("x-amz-request-id").unwrap().to_owned()
}

#[tokio::test]
async fn a_refusal_is_explained_with_the_nearest_change() {
    let (_emulator, _, ann) = started(Emulator::start().await.unwrap()).await;
    let refused = ann.send("GET", "/media/in/a", &[], "").await.expect(403);
    let log = control(&ann, &format!("decisions/{}", id(&refused))).await;
    let decision = &log["decisions"][0];
    assert_eq!(
        decision["decision"],
        json!({ "verdict": "ImplicitDeny", "layer": "Identity" })
    );
    let statement = &decision["layers"][0]["policies"][0]["statements"][0];
    assert_eq!(statement["missed"], json!({ "element": "resource" }));
    assert_eq!(statement["action"]["holds"], json!(true));
    let change = &decision["changes"][0];
    let text = change["text"].as_str().unwrap();
    assert!(
        text.ends_with("change the Resource `arn:aws:s3:::media/in` to `arn:aws:s3:::media/in/*`"),
        "{text}"
    );
    assert_eq!(decision["context"]["aws:username"], json!("ann"));
    let keys = decision["keys"].as_array().unwrap();
    assert!(
        keys.iter()
            .any(|key| key["key"] == "aws:SourceIp" && key["value"] == "127.0.0.1")
    );

    let path = format!("decisions/{}?format=text", id(&refused));
    let shown = ann.control("GET", &path, &Value::Null).await.expect(200);
    assert!(
        shown
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    assert_eq!(shown.text(), decision["text"].as_str().unwrap());
    assert!(
        shown.text().starts_with("ImplicitDeny by Identity\n"),
        "{}",
        shown.text()
    );
}

#[tokio::test]
async fn the_proposed_change_is_what_helps() {
    let (_emulator, root, ann) = started(Emulator::start().await.unwrap()).await;
    root.send("PUT", "/media/in/a", &[], "x").await.expect(200);
    ann.send("GET", "/media/in/a", &[], "").await.expect(403);
    set_policy(
        &root,
        "ann",
        json!([allow(&["s3:GetObject"], &["arn:aws:s3:::media/in/*"])]),
    )
    .await;
    ann.send("GET", "/media/in/a", &[], "").await.expect(200);
}

#[tokio::test]
async fn decisions_are_listed_by_filter_and_page() {
    let (emulator, root, ann) = started(Emulator::start().await.unwrap()).await;
    for key in ["a", "b", "c"] {
        ann.send("GET", &format!("/media/{key}"), &[], "")
            .await
            .expect(403);
    }
    emulator.stack().world.clock.advance(3_600).unwrap();
    let late = ann.send("PUT", "/media/d", &[], "x").await.expect(403);

    let denied = control(&root, "decisions?denied=true").await;
    let rows = denied["decisions"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    assert!(
        rows.iter()
            .all(|row| row["verdict"] == "ImplicitDeny" && row["let_through"] == false)
    );
    let gets = control(
        &root,
        "decisions?denied=true&action=getobject&principal=user/ann",
    )
    .await;
    assert_eq!(gets["decisions"].as_array().unwrap().len(), 3);
    let nobody = control(&root, "decisions?denied=true&principal=user/bob").await;
    assert_eq!(nobody["decisions"], json!([]));

    let first = control(&root, "decisions?denied=true&limit=3").await;
    assert_eq!(first["decisions"].as_array().unwrap().len(), 3);
    let rest = control(
        &root,
        &format!("decisions?denied=true&after={}", first["next"]),
    )
    .await;
    let rest_rows = rest["decisions"].as_array().unwrap();
    assert_eq!(rest_rows.len(), 1);
    assert_eq!(rest_rows[0]["request_id"], json!(id(&late)));
    let after_all = control(
        &root,
        &format!("decisions?denied=true&after={}", rest["next"]),
    )
    .await;
    assert_eq!(after_all["decisions"], json!([]));

    let since = rest_rows[0]["time"].as_str().unwrap();
    let recent = control(&root, &format!("decisions?denied=true&since={since}")).await;
    assert_eq!(recent["decisions"].as_array().unwrap().len(), 1);
    let allowed = control(&root, "decisions?denied=false&action=CreateBucket").await;
    assert_eq!(allowed["decisions"][0]["verdict"], json!("Allow"));
}

#[tokio::test]
async fn a_senseless_filter_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let root = Client::root(&emulator);
    for query in ["denied=perhaps", "since=yesterday", "after=x", "limit=-1"] {
        let answer = root
            .control("GET", &format!("decisions?{query}"), &Value::Null)
            .await;
        let name = query.split('=').next().unwrap();
        assert!(
            answer
                .clone()
                .expect(400)
                .text()
                .contains(&format!("`{name}`")),
            "{}",
            answer.text()
        );
    }
    root.control("GET", "decisions/NOSUCHID", &Value::Null)
        .await
        .expect(404);
}

#[tokio::test]
async fn audit_lets_through_and_tells() {
    let emulator = Emulator::builder()
        .enforcement(Enforcement::Audit)
        .start()
        .await
        .unwrap();
    let (_emulator, root, ann) = started(emulator).await;
    let written = ann.send("PUT", "/media/a", &[], "x").await.expect(200);
    assert_eq!(written.header("x-bucketproof-audit"), Some("would-deny"));
    let mine = root.send("GET", "/media/a", &[], "").await.expect(200);
    assert_eq!(
        (mine.header("x-bucketproof-audit"), mine.text().as_str()),
        (None, "x")
    );

    let log = control(&root, &format!("decisions/{}", id(&written))).await;
    assert_eq!(log["decisions"][0]["let_through"], json!(true));
    assert_eq!(
        log["decisions"][0]["decision"]["verdict"],
        json!("ImplicitDeny")
    );
    let events = control(&root, "events").await;
    let audits: Vec<_> = events["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["audit"] == "would-deny")
        .map(|event| event["request_id"].clone())
        .collect();
    assert_eq!(audits, [json!(id(&written))]);
    assert_eq!(
        control(&root, "health").await["enforcement"],
        json!("audit")
    );
}

#[tokio::test]
async fn audit_still_checks_signatures_and_records() {
    let emulator = Emulator::builder()
        .enforcement(Enforcement::Audit)
        .start()
        .await
        .unwrap();
    let (emulator, _, ann) = started(emulator).await;
    let forger = Client::new(&emulator, &ann.access_key_id, "wrong");
    forger
        .send("GET", "/media/a", &[], "")
        .await
        .expect_error(403, "SignatureDoesNotMatch");
    let nobody = Client::new(&emulator, "AKIAIOSFODNN7EXAMPLE", "test");
    nobody
        .send("GET", "/media/a", &[], "")
        .await
        .expect_error(403, "InvalidAccessKeyId");
    // What does not exist does not come to be by letting calls through.
    ann.send("GET", "/media/none", &[], "")
        .await
        .expect_error(404, "NoSuchKey");
    let role = [
        ("Action", "AssumeRole"),
        ("RoleArn", "arn:aws:iam::000000000000:role/none"),
        ("RoleSessionName", "s-1"),
    ];
    assert!(ann.query("sts", &role).await.status >= 400);
}

#[tokio::test]
async fn enforcing_is_the_default_and_says_so() {
    let (_emulator, root, ann) = started(Emulator::start().await.unwrap()).await;
    let refused = ann.send("PUT", "/media/a", &[], "x").await.expect(403);
    assert_eq!(refused.header("x-bucketproof-audit"), None);
    assert_eq!(
        control(&root, "health").await["enforcement"],
        json!("enforce")
    );
}

#[tokio::test]
async fn coverage_tells_what_was_used_and_what_is_enough() {
    let (_emulator, root, ann) = started(Emulator::start().await.unwrap()).await;
    root.control("GET", "coverage", &Value::Null)
        .await
        .expect(404);
    root.control("POST", "coverage", &json!({ "on": true }))
        .await
        .expect(200);
    let policy = json!([
        { "Sid": "Put", "Effect": "Allow", "Action": "s3:Put*", "Resource": "*",
          "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
        { "Sid": "Remove", "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*" }
    ]);
    set_policy(&root, "ann", policy).await;
    ann.send("PUT", "/media/a", &[], "x").await.expect(200);
    ann.send("PUT", "/media/b", &[], "x").await.expect(200);
    ann.send("GET", "/media/b", &[], "").await.expect(403);

    let report = control(&root, "coverage").await;
    let statements = &report["policies"][0]["statements"];
    assert_eq!(
        (&statements[0]["applied"], &statements[1]["applied"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(statements[0]["conditions"][0]["held"], json!(2));
    assert_eq!(report["unused_allows"][0]["sid"], json!("Remove"));
    let least = &report["least_privilege"][0];
    assert_eq!(
        least["principal"],
        json!("arn:aws:iam::000000000000:user/ann")
    );
    assert_eq!(
        least["identity_policy"]["Statement"],
        json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": ["arn:aws:s3:::media/a", "arn:aws:s3:::media/b"] }])
    );
    let text = root
        .control("GET", "coverage?format=text", &Value::Null)
        .await
        .expect(200)
        .text();
    assert!(
        text.starts_with("policy coverage: 1 of 2 statements applied"),
        "{text}"
    );

    // The smaller policy is put to the proof.
    set_policy(&root, "ann", least["identity_policy"]["Statement"].clone()).await;
    ann.send("PUT", "/media/a", &[], "y").await.expect(200);
    ann.send("PUT", "/media/b", &[], "y").await.expect(200);
    ann.send("PUT", "/media/c", &[], "y").await.expect(403);
}

/// The policies that were looked at for requests of this key, each parsed document once.
fn parsed(emulator: &Emulator, answers: &[Response]) -> HashSet<usize> {
    parsed_for(emulator, answers, "x-amz-request-id")
}

/// The same where another header names the request.
fn parsed_for(emulator: &Emulator, answers: &[Response], header: &str) -> HashSet<usize> {
    let decisions = &emulator.stack().world.decisions;
    let decided = answers
        .iter()
        .flat_map(|answer| decisions.of_request(answer.header(header).unwrap()));
    decided
        .flat_map(|decided| {
            let evidence = &decided.evidence;
            let policies = evidence.identity.iter().chain(&evidence.resource);
            policies
                .map(|policy| Arc::as_ptr(&policy.document) as usize)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[tokio::test]
async fn policies_are_parsed_once_until_one_changes() {
    let (emulator, root, ann) = started(Emulator::start().await.unwrap()).await;
    let bucket = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::000000000000:user/ann" },
        "Action": "s3:PutObject", "Resource": "arn:aws:s3:::media/*" }] });
    root.send("PUT", "/media?policy", &[], bucket.to_string())
        .await
        .expect(204);
    let mut answers = Vec::new();
    for n in 0..20 {
        answers.push(
            ann.send("PUT", &format!("/media/{n}"), &[], "x")
                .await
                .expect(200),
        );
    }
    // One of the user and one of the bucket; the log keeps them alive, so that no address is used twice.
    assert_eq!(parsed(&emulator, &answers).len(), 2);
    set_policy(&root, "ann", json!([allow(&["s3:PutObject"], &["*"])])).await;
    answers.push(ann.send("PUT", "/media/last", &[], "x").await.expect(200));
    assert!(parsed(&emulator, &answers).len() > 2);
}

#[tokio::test]
async fn a_trust_policy_is_parsed_once_until_it_changes() {
    let (emulator, root, _) = started(Emulator::start().await.unwrap()).await;
    let statements = json!([allow(&["sts:AssumeRole"], &["*"])]);
    let eve = user(&emulator, &root, "eve", statements).await;
    let trust = |sid: &str| {
        json!({ "Version": "2012-10-17", "Statement": [{ "Sid": sid, "Effect": "Allow",
            "Principal": { "AWS": "000000000000" }, "Action": "sts:AssumeRole" }] })
        .to_string()
    };
    root.query(
        "iam",
        &[
            ("Action", "CreateRole"),
            ("RoleName", "worker"),
            ("AssumeRolePolicyDocument", &trust("One")),
        ],
    )
    .await
    .expect(200);
    let assume = [
        ("Action", "AssumeRole"),
        ("RoleArn", "arn:aws:iam::000000000000:role/worker"),
        ("RoleSessionName", "run"),
    ];
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(eve.query("sts", &assume).await.expect(200));
    }
    let parsed = |answers: &[Response]| parsed_for(&emulator, answers, "x-amzn-requestid");
    // One of the user and one of the role.
    assert_eq!(parsed(&answers).len(), 2);
    root.query(
        "iam",
        &[
            ("Action", "UpdateAssumeRolePolicy"),
            ("RoleName", "worker"),
            ("PolicyDocument", &trust("Two")),
        ],
    )
    .await
    .expect(200);
    answers.push(eve.query("sts", &assume).await.expect(200));
    assert!(parsed(&answers).len() > 2);
}
