//! What is counted of policies, and the least privilege that follows from it.

mod support;

use std::sync::Arc;

use bucketproof_policy::{
    Attached, Coverage, CoverageReport, Document, Evidence, Principal, Request, Verdict, decide,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::{Caller, Scene, generate};

fn counted(scenes: &[Scene]) -> CoverageReport {
    let mut coverage = Coverage::default();
    for scene in scenes {
        scene.run(|request, evidence| {
            let allowed = decide(request, evidence).verdict == Verdict::Allow;
            coverage.add(request, evidence, allowed);
        });
    }
    coverage.report()
}

fn attached(policy: &Json) -> Attached {
    let document = Document::parse(&policy.to_string()).unwrap();
    Attached {
        name: "least".to_owned(),
        document: Arc::new(document),
    }
}

/// Whether the least privilege of `report` is enough for the request, with nothing else granting.
fn is_enough(report: &CoverageReport, request: &Request<'_>, evidence: &Evidence) -> bool {
    report.least_privilege.iter().any(|least| {
        let needs = std::iter::once(None).chain(least.resource_policies.iter().map(Some));
        needs.into_iter().any(|need| {
            let evidence = Evidence {
                identity: least.identity_policy.iter().map(attached).collect(),
                resource: need.map(|need| attached(&need.policy)),
                resource_account: evidence.resource_account.clone(),
                rule: evidence.rule,
                ..Evidence::default()
            };
            decide(request, &evidence).verdict == Verdict::Allow
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_least_privilege_is_enough(scenes in prop::collection::vec(generate::scene(), 1..8)) {
        let report = counted(&scenes);
        for scene in &scenes {
            scene.run(|request, evidence| {
                let root = matches!(request.principal, Principal::Root { .. });
                let allowed = decide(request, evidence).verdict == Verdict::Allow;
                prop_assert!(root || !allowed || is_enough(&report, request, evidence),
                    "{:?} {} {}\n{report}", request.principal, request.action, request.resource);
                Ok(())
            })?;
        }
    }

    #[test]
    fn runs_add_up(scenes in prop::collection::vec(generate::scene(), 2..8), cut in any::<prop::sample::Index>()) {
        let (one, other) = scenes.split_at(cut.index(scenes.len()));
        let mut joined = counted(one);
        joined.merge(counted(other));
        let mut whole = CoverageReport::default();
        whole.merge(counted(&scenes));
        prop_assert_eq!(joined, whole);
    }

    #[test]
    fn a_report_survives_json(scenes in prop::collection::vec(generate::scene(), 1..4)) {
        let report = counted(&scenes);
        let text = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<CoverageReport>(&text).unwrap(), report);
    }
}

fn scene(action: &str, key: &str, username: &str) -> Scene {
    let policy = json!([
        { "Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*",
          "Condition": { "StringEquals": { "aws:username": "alice" } } },
        { "Sid": "Delete", "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*" }
    ]);
    let mut context = serde_json::Map::new();
    context.insert("aws:username".to_owned(), json!(username));
    Scene {
        action: action.to_owned(),
        resource: format!("arn:aws:s3:::b/{key}"),
        identity: vec![policy],
        context,
        ..Scene::default()
    }
}

#[test]
fn statements_and_conditions_are_counted() {
    let report = counted(&[
        scene("s3:PutObject", "a", "alice"),
        scene("s3:PutObject", "b", "alice"),
        scene("s3:PutObject", "c", "bob"),
        scene("s3:GetObject", "d", "bob"),
    ]);
    assert_eq!((report.decisions, report.policies.len()), (4, 1));
    let write = &report.policies[0].statements[0];
    assert_eq!((write.asked, write.applied), (4, 2));
    let condition = &write.conditions[0];
    assert_eq!((condition.held, condition.failed), (2, 1));
    let unused: Vec<_> = report
        .unused_allows
        .iter()
        .map(|unused| unused.sid.as_deref())
        .collect();
    assert_eq!(unused, [Some("Delete")]);
    assert_eq!(
        report.least_privilege[0].identity_policy,
        Some(json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": "s3:PutObject", "Resource": ["arn:aws:s3:::b/a", "arn:aws:s3:::b/b"] }
        ] }))
    );
    let summary = report.to_string();
    assert!(
        summary.starts_with("policy coverage: 1 of 2 statements applied in 4 decisions\n"),
        "{summary}"
    );
}

#[test]
fn many_objects_become_their_folder() {
    let scenes: Vec<Scene> = (0..30)
        .map(|n| scene("s3:PutObject", &format!("in/2026/{n:03}.jpg"), "alice"))
        .collect();
    let policy = counted(&scenes).least_privilege[0]
        .identity_policy
        .clone()
        .unwrap();
    assert_eq!(
        policy["Statement"][0]["Resource"],
        json!("arn:aws:s3:::b/in/2026/*")
    );
}

#[test]
fn a_trust_policy_gets_a_statement_without_resource() {
    let provider = "arn:aws:iam::111122223333:oidc-provider/tokens.example.com";
    let scene = Scene {
        caller: Caller::Web,
        action: "sts:AssumeRoleWithWebIdentity".to_owned(),
        resource: "arn:aws:iam::111122223333:role/uploader".to_owned(),
        rule: support::Rule::Trust,
        policy: Some(
            json!({ "Effect": "Allow", "Principal": { "Federated": provider }, "Action": "sts:*" }),
        ),
        ..Scene::default()
    };
    let report = counted(&[scene]);
    let need = &report.least_privilege[0].resource_policies[0];
    assert_eq!(need.resource, "arn:aws:iam::111122223333:role/uploader");
    assert_eq!(
        need.policy["Statement"],
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider }, "Action": "sts:AssumeRoleWithWebIdentity" }])
    );
}

#[test]
fn statements_of_an_organization_count_once_for_a_decision() {
    let all = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    let everybody = json!({ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" });
    let scene = Scene {
        action: "s3:GetObject".to_owned(),
        resource: "arn:aws:s3:::photos/a.jpg".to_owned(),
        identity: vec![all.clone()],
        scp: vec![vec![all.clone()], vec![all]],
        rcp: vec![vec![everybody]],
        ..Scene::default()
    };
    let report = counted(&[scene.clone(), scene]);
    for layer in ["ServiceControl", "ResourceControl"] {
        let of_layer: Vec<_> = report
            .policies
            .iter()
            .filter(|policy| policy.layer == layer)
            .collect();
        assert_eq!(of_layer.len(), 1, "{layer}");
        let statement = &of_layer[0].statements[0];
        assert_eq!((statement.asked, statement.applied), (2, 2), "{layer}");
    }
}
