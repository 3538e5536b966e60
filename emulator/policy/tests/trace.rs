//! What a trace shows: every statement asked, where it stands, and the first reason it did not apply.

mod support;

use bucketproof_policy::trace;
use serde_json::{Value as Json, json};
use support::{Caller, Scene};

/// A user uploads under a bucket policy that denies by a key which uploads do not have.
fn scene() -> Scene {
    let identity = json!([
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
        { "Sid": "Upload", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::other/*" },
        { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
          "Condition": { "StringEquals": { "aws:username": ["alice", "carol"] } } }
    ]);
    let bucket = "{\"Version\": \"2012-10-17\",\n \"Statement\": [\n  {\"Sid\": \"Theirs\", \"Effect\": \"Allow\", \
                  \"Principal\": {\"AWS\": \"444455556666\"}, \"Action\": \"s3:*\", \"Resource\": \"*\"},\n  {\"Effect\": \
                  \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:PutObject\", \"Resource\": \"*\",\n   \"Condition\": \
                  {\"StringNotLikeIfExists\": {\"s3:prefix\": \"uploads/*\"}, \"Bool\": {\"aws:SecureTransport\": true}}}]}";
    Scene {
        action: "s3:PutObject".to_owned(),
        resource: "arn:aws:s3:::amzn-s3-demo-bucket/uploads/a.mov".to_owned(),
        context: context(&json!({ "aws:username": "alice", "AWS:SecureTransport": "true" })),
        identity: vec![identity],
        policy: Some(Json::String(bucket.to_owned())),
        ..Scene::default()
    }
}

fn context(members: &Json) -> serde_json::Map<String, Json> {
    members.as_object().cloned().unwrap_or_default()
}

#[test]
fn as_text() {
    let text = scene().run(|request, evidence| trace(request, evidence).to_string());
    let expected = "\
ExplicitDeny by Resource: arn:aws:iam::111122223333:user/team/alice s3:PutObject arn:aws:s3:::amzn-s3-demo-bucket/uploads/a.mov
  Resource: Denies
    resource
      statement 0 `Theirs` at 3:3, Allow: is about other principals
      statement 1 at 4:3, Deny: applies
        StringNotLikeIfExists s3:prefix [\"uploads/*\"] holds: the key is absent
        Bool aws:SecureTransport [\"true\"] holds: the key is \"true\"
  Identity: Allows
    identity-0
      statement 0 at 1:39, Allow: is about other actions
      statement 1 `Upload` at 1:96, Allow: is about other resources
      statement 2 at 1:186, Allow: applies
        StringEquals aws:username [\"alice\", \"carol\"] holds: the key is \"alice\"
";
    let without_columns = |text: &str| {
        // Where identity statements stand depends on how the test's own JSON is written.
        text.lines()
            .map(|line| {
                if line.contains(" at 1:") {
                    line.split(" at 1:").next().unwrap()
                } else {
                    line
                }
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(without_columns(&text), without_columns(expected));
}

#[test]
fn as_data() {
    let data =
        scene().run(|request, evidence| serde_json::to_value(trace(request, evidence)).unwrap());
    assert_eq!(
        data["decision"],
        json!({ "verdict": "ExplicitDeny", "layer": "Resource" })
    );
    let resource = &data["layers"][0];
    assert_eq!(
        (&resource["layer"], &resource["outcome"]),
        (&json!("Resource"), &json!("Denies"))
    );
    let denial = &resource["policies"][0]["statements"][1];
    assert_eq!(denial["missed"], Json::Null);
    assert_eq!(
        (&denial["start"], &denial["end"]),
        (&json!([4, 3]), &json!([5, 110]))
    );
    assert_eq!(
        denial["conditions"][0],
        json!({ "operator": "StringNotLikeIfExists", "key": "s3:prefix", "wanted": ["uploads/*"], "found": null, "holds": true })
    );
    let missed =
        |index: usize| data["layers"][1]["policies"][0]["statements"][index]["missed"].clone();
    assert_eq!(missed(0), json!({ "element": "action" }));
    assert_eq!(missed(1), json!({ "element": "resource" }));
    assert_eq!(missed(2), Json::Null);
}

#[test]
fn the_failing_condition_is_named() {
    let condition = json!({ "Bool": { "aws:SecureTransport": "true" }, "StringEquals": { "aws:username": "bob" } });
    let policy =
        json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
    let base = scene();
    let scene = Scene {
        identity: vec![policy],
        policy: None,
        ..base
    };
    let traced = scene.run(trace);
    let statement = &traced.layers[0].policies[0].statements[0];
    let failing: Vec<_> = statement
        .conditions
        .iter()
        .map(|condition| condition.holds)
        .collect();
    assert_eq!(failing, [true, false]);
    assert_eq!(
        serde_json::to_value(statement.missed).unwrap(),
        json!({ "element": "condition", "index": 1 })
    );
    assert!(
        traced
            .to_string()
            .contains("Allow: condition 1 does not hold")
    );
}

#[test]
fn an_empty_session_is_shown_as_the_limit_it_is() {
    let scene = Scene {
        caller: Caller::Federated,
        session: Some(Vec::new()),
        ..scene()
    };
    let scene = Scene {
        policy: None,
        ..scene
    };
    let text = scene.run(|request, evidence| trace(request, evidence).to_string());
    assert!(text.starts_with("ImplicitDeny by Session"), "{text}");
    assert!(text.contains("  Session: Silent\n"), "{text}");
}
