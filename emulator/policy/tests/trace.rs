//! What a trace shows: every statement asked, where it stands, and the first reason it did not apply.

mod support;

use bucketproof_policy::{explain, trace};
use serde_json::{Value as Json, json};
use support::{AclScene, Caller, Scene};

/// A user uploads under a bucket policy that denies by a key which uploads do not have.
fn scene() -> Scene {
    // As text, so that lines and columns do not depend on how JSON is written.
    let identity = r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
  {"Sid": "Upload", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::other/*"},
  {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
   "Condition": {"StringEquals": {"aws:username": ["alice", "carol"]}}}]}"#;
    let bucket = "{\"Version\": \"2012-10-17\",\n \"Statement\": [\n  {\"Sid\": \"Theirs\", \"Effect\": \"Allow\", \
                  \"Principal\": {\"AWS\": \"444455556666\"}, \"Action\": \"s3:*\", \"Resource\": \"*\"},\n  {\"Effect\": \
                  \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:PutObject\", \"Resource\": \"*\",\n   \"Condition\": \
                  {\"StringNotLikeIfExists\": {\"s3:prefix\": \"uploads/*\"}, \"Bool\": {\"aws:SecureTransport\": true}}}]}";
    Scene {
        action: "s3:PutObject".to_owned(),
        resource: "arn:aws:s3:::amzn-s3-demo-bucket/uploads/a.mov".to_owned(),
        context: context(&json!({ "aws:username": "alice", "AWS:SecureTransport": "true" })),
        identity: vec![Json::String(identity.to_owned())],
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
ExplicitDeny by Resource
  because    statement 1 at 4:3 of `resource` denies it
  principal  arn:aws:iam::111122223333:user/team/alice
  action     s3:PutObject
  resource   arn:aws:s3:::amzn-s3-demo-bucket/uploads/a.mov
  Resource denies
    resource
      3:3  Allow  Theirs  is about another principal: \"arn:aws:iam::444455556666:root\"
      4:3  Deny   #1      applies
        holds   StringNotLikeIfExists s3:prefix \"uploads/*\": absent
        holds   Bool aws:SecureTransport \"true\": found \"true\"
  Identity allows
    identity-0
      2:3  Allow  #0      is about another action: \"s3:GetObject\"
      3:3  Allow  Upload  is about another resource: \"arn:aws:s3:::other/*\"
      4:3  Allow  #2      applies
        holds   StringEquals aws:username \"alice\", \"carol\": found \"alice\"
  keys that the policies ask about
    AWS:SecureTransport  \"true\"
    aws:username         \"alice\"
    s3:prefix            absent
";
    assert_eq!(text, expected);
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
            .contains("its condition on `aws:username` does not hold")
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
    assert!(
        text.contains("  Session does not allow\n    no policy"),
        "{text}"
    );
}

#[test]
fn a_variable_without_a_value_is_named() {
    let resource = "arn:aws:s3:::photos/${aws:username}/*";
    let policy = json!({ "Effect": "Allow", "Action": "*", "Resource": resource });
    let scene = Scene {
        caller: Caller::Role,
        identity: vec![policy],
        ..Scene {
            policy: None,
            context: context(&Json::Null),
            ..scene()
        }
    };
    let traced = scene.run(trace);
    let element = traced.layers[0].policies[0].statements[0]
        .resource
        .clone()
        .unwrap();
    assert_eq!(
        (element.holds, element.unresolved),
        (false, vec!["aws:username".to_owned()])
    );
    let text = traced.to_string();
    assert!(
        text.contains("needs `aws:username`, which the request does not have"),
        "{text}"
    );
    assert!(
        traced
            .keys
            .iter()
            .any(|key| key.key == "aws:username" && key.value.is_none() && key.asked)
    );
}

#[test]
fn the_keys_of_an_organizations_policies_are_listed() {
    let region = json!({ "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-central-1" } } });
    let tls = json!({ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": { "Bool": { "aws:SecureTransport": "false" } } });
    let scene = Scene {
        scp: vec![vec![region]],
        rcp: vec![vec![tls]],
        context: context(&json!({ "aws:RequestedRegion": "eu-west-1" })),
        ..scene()
    };
    let keys = scene.run(|request, evidence| trace(request, evidence).keys);
    let asked: Vec<&str> = keys
        .iter()
        .filter(|key| key.asked)
        .map(|key| key.key.as_str())
        .collect();
    assert!(asked.contains(&"aws:RequestedRegion"), "{asked:?}");
    assert!(asked.contains(&"aws:SecureTransport"), "{asked:?}");
}

#[test]
fn only_the_organization_can_change_its_policies() {
    let all = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    let deny = json!({ "Sid": "NoReads", "Effect": "Deny", "Action": "s3:Get*", "Resource": "*" });
    let beyond = |scp: Vec<Vec<Json>>| {
        let scene = Scene {
            action: "s3:GetObject".to_owned(),
            resource: "arn:aws:s3:::photos/a.jpg".to_owned(),
            identity: vec![all.clone()],
            scp,
            ..Scene::default()
        };
        scene.run(explain)
    };
    let denied = beyond(vec![vec![all.clone(), deny]]);
    assert_eq!(denied.changes, []);
    let text = denied.beyond.clone().unwrap_or_default();
    assert!(
        text.starts_with("the organization's policy has to change: statement `NoReads` at"),
        "{text}"
    );
    assert!(
        denied
            .to_string()
            .contains("the organization's policy has to change")
    );

    let ec2 = json!({ "Effect": "Allow", "Action": "ec2:*", "Resource": "*" });
    let silent = beyond(vec![vec![all.clone()], vec![ec2]]);
    assert_eq!(
        silent.beyond.as_deref(),
        Some(
            "the organization's policy has to change: the service control policy `scp-0` does not allow it, and the account cannot help it"
        )
    );
    assert_eq!(beyond(vec![vec![all.clone()]]).beyond, None);
}

#[test]
fn an_allow_by_an_acl_names_the_grant() {
    let scene = Scene {
        caller: Caller::Root,
        action: "s3:GetObject".to_owned(),
        resource: "arn:aws:s3:::photos/a.jpg".to_owned(),
        owner: Some(support::OTHER_ACCOUNT.to_owned()),
        acl: Some(AclScene {
            object_owner: Some(support::OTHER_ACCOUNT.to_owned()),
            grants: vec![format!("{} READ", support::ACCOUNT)],
            ..AclScene::default()
        }),
        ..Scene::default()
    };
    let trace = scene.run(trace);
    assert_eq!(
        trace.reason,
        "the access control list grants READ to account 111122223333"
    );
}
