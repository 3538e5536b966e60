//! The proposed changes: each turns the verdict, and what people usually mean comes first.

mod support;

use bucketproof_policy::{Change, Edit, Layer, Verdict, decide, nearest};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::{Caller, Rule, Scene, generate};

fn proposals(scene: &Scene) -> Vec<Change> {
    scene.run(nearest)
}

fn first(scene: &Scene) -> String {
    let changes = proposals(scene);
    changes
        .first()
        .map(|change| change.text.clone())
        .unwrap_or_default()
}

fn scene(identity: Json) -> Scene {
    Scene {
        action: "s3:GetObject".to_owned(),
        resource: "arn:aws:s3:::photos/in/a.jpg".to_owned(),
        identity: vec![identity],
        ..Scene::default()
    }
}

fn context(members: Json) -> serde_json::Map<String, Json> {
    members.as_object().cloned().unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_proposal_turns_the_verdict(scene in generate::scene()) {
        scene.run(|request, evidence| {
            let changes = nearest(request, evidence);
            let allowed = decide(request, evidence).verdict == Verdict::Allow;
            prop_assert_eq!(allowed && !changes.is_empty(), false);
            for change in &changes {
                let after = change.apply(request, evidence);
                prop_assert!(after.is_some(), "{:?}", change);
                if let Some(after) = after {
                    let decided = decide(&after.request(request.principal), &after.evidence);
                    prop_assert_eq!(decided, change.decision);
                    prop_assert_eq!(decided.verdict, Verdict::Allow, "{}", change.text);
                }
            }
            prop_assert!(changes.is_sorted_by_key(|change| change.cost));
            Ok(())
        })?;
    }

    #[test]
    fn no_proposal_only_adds_to_another(scene in generate::scene()) {
        let changes = proposals(&scene);
        for (index, change) in changes.iter().enumerate() {
            for earlier in &changes[..index] {
                let more = earlier.edits.iter().all(|edit| change.edits.contains(edit));
                prop_assert!(!more, "{} / {}", earlier.text, change.text);
            }
        }
    }

    #[test]
    fn something_is_proposed_to_every_user(scene in generate::scene()) {
        // What an organization refuses is not the account's to change.
        let scene = Scene {
            caller: Caller::User, rule: Rule::Standard, owner: None, scp: Vec::new(), rcp: Vec::new(), ..scene
        };
        let allowed = scene.run(|request, evidence| decide(request, evidence).verdict == Verdict::Allow);
        // Four Deny statements can be in the way at most; more are not lifted one by one.
        let denies = [&scene.policy, &scene.boundary].into_iter().flatten()
            .chain(&scene.identity).chain(scene.session.iter().flatten())
            .map(|policy| policy.to_string().matches("Deny").count()).sum::<usize>();
        prop_assume!(denies < 2);
        prop_assert!(allowed || !proposals(&scene).is_empty());
    }
}

#[test]
fn a_resource_without_its_star_is_completed() {
    let text = r#"{"Statement": {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos"}}"#;
    let scene = scene(json!(text));
    assert_eq!(
        first(&scene),
        "in `Read` at 1:15 of `identity-0`, change the Resource `arn:aws:s3:::photos` to `arn:aws:s3:::photos/*`"
    );
}

#[test]
fn the_star_too_many_is_taken_away() {
    let scene = Scene {
        action: "s3:ListBucket".to_owned(),
        resource: "arn:aws:s3:::photos".to_owned(),
        ..scene(
            json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::photos/*"] }]),
        )
    };
    assert!(
        first(&scene)
            .ends_with("change the Resource `arn:aws:s3:::photos/*` to `arn:aws:s3:::photos`")
    );
}

#[test]
fn the_name_of_a_call_is_replaced_by_its_action() {
    let scene = Scene {
        action: "s3:ListBucket".to_owned(),
        resource: "arn:aws:s3:::photos".to_owned(),
        ..scene(
            json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListObjectsV2"], "Resource": "*" }),
        )
    };
    assert!(first(&scene).ends_with(
        "`s3:ListObjectsV2` is no action: ListObjectsV2 asks for `s3:ListBucket`; write that"
    ));
}

#[test]
fn a_misspelt_action_is_respelt() {
    let scene = scene(json!({ "Effect": "Allow", "Action": "s3:GetObejct", "Resource": "*" }));
    assert!(first(&scene).ends_with("`s3:GetObejct` is not `s3:GetObject`: write that"));
}

#[test]
fn letter_case_of_a_key_is_noticed() {
    let scene = scene(
        json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::photos/In/*" }),
    );
    assert!(
        first(&scene).ends_with(
            "change the Resource `arn:aws:s3:::photos/In/*` to `arn:aws:s3:::photos/in/*`"
        )
    );
}

#[test]
fn the_header_that_a_deny_wants_is_named() {
    let scene = Scene {
        action: "s3:PutObject".to_owned(),
        policy: Some(
            json!({ "Sid": "Sealed", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*",
            "Condition": { "StringNotEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } } }),
        ),
        ..scene(json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }))
    };
    let changes = proposals(&scene);
    assert_eq!(
        changes[0].text,
        "send the header `x-amz-server-side-encryption: aws:kms`"
    );
    assert_eq!(
        changes[0].edits,
        [Edit::SetKey {
            key: "s3:x-amz-server-side-encryption".to_owned(),
            value: "aws:kms".into()
        }]
    );
}

#[test]
fn a_header_that_is_in_the_way_is_dropped() {
    let scene = Scene {
        action: "s3:PutObject".to_owned(),
        policy: Some(
            json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*",
            "Condition": { "StringLike": { "s3:x-amz-acl": "*" } } }),
        ),
        context: context(json!({ "s3:x-amz-acl": "private" })),
        ..scene(json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }))
    };
    assert_eq!(first(&scene), "drop the header `x-amz-acl`");
}

#[test]
fn both_accounts_get_their_statement() {
    let scene = Scene {
        caller: Caller::Stranger,
        owner: Some(support::ACCOUNT.to_owned()),
        ..scene(json!({ "Effect": "Allow", "Action": "sts:*", "Resource": "*" }))
    };
    let changes = proposals(&scene);
    let layers: Vec<Layer> = changes[0]
        .edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Patch { layer, .. } | Edit::Attach { layer, .. } => Some(*layer),
            _ => None,
        })
        .collect();
    assert!(
        layers.contains(&Layer::Identity) && layers.contains(&Layer::Resource),
        "{changes:#?}"
    );
    assert!(
        changes[0]
            .text
            .contains(r#""Principal": {"AWS":"arn:aws:iam::444455556666:user/bob"}"#),
        "{}",
        changes[0].text
    );
}

#[test]
fn a_new_statement_names_exactly_what_was_asked() {
    let scene = Scene {
        resource: "arn:aws:s3:::photos/a*b".to_owned(),
        ..scene(json!({ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }))
    };
    assert_eq!(
        first(&scene),
        r#"add to the identity policy `identity-0`: {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/a${*}b"}"#
    );
}

#[test]
fn a_role_without_its_path_is_respelt() {
    let trust = json!({ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/alice" }, "Action": "sts:AssumeRole" });
    let scene = Scene {
        action: "sts:AssumeRole".to_owned(),
        resource: "arn:aws:iam::111122223333:role/uploader".to_owned(),
        rule: Rule::Trust,
        policy: Some(trust),
        ..Scene::default()
    };
    assert!(
        first(&scene).ends_with(
            "change the Principal `arn:aws:iam::111122223333:user/alice` to `arn:aws:iam::111122223333:user/team/alice`"
        ),
        "{}",
        first(&scene)
    );
}

#[test]
fn a_token_of_another_subject_is_told_apart() {
    let trust = json!({ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/tokens.example.com" },
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "tokens.example.com:sub": "acct-1" } } });
    let scene = Scene {
        caller: Caller::Web,
        action: "sts:AssumeRoleWithWebIdentity".to_owned(),
        resource: "arn:aws:iam::111122223333:role/uploader".to_owned(),
        rule: Rule::Trust,
        policy: Some(trust),
        context: context(json!({ "tokens.example.com:sub": "Acct-1" })),
        ..Scene::default()
    };
    let changes = proposals(&scene);
    assert!(
        changes[0]
            .text
            .ends_with("change the value `acct-1` of `tokens.example.com:sub` to `Acct-1`"),
        "{changes:#?}"
    );
    assert_eq!(
        changes[1].text,
        "come with a token whose claim `sub` is `acct-1`"
    );
}

#[test]
fn many_policies_do_not_keep_the_search_going() {
    let statements: Vec<Json> = (0..200)
        .map(|n| json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::photos-{n}/*"),
            "Condition": { "StringEquals": { "aws:PrincipalTag/team": format!("team-{n}"), "s3:prefix": "x" } } }))
        .collect();
    let scene = scene(json!(statements));
    assert!(!proposals(&scene).is_empty());
}

#[test]
fn a_large_policy_of_near_misses_is_searched_in_bounds() {
    // 100 KB: without a bound on what is read again, this would take minutes.
    let statements: Vec<Json> = (0..600)
        .map(|n| {
            json!({ "Sid": format!("S{n}"), "Effect": "Allow", "Action": "s3:GetObject",
            "Resource": format!("arn:aws:s3:::photo{n}/in/a.jpg"),
            "Condition": { "StringEquals": { "aws:PrincipalTag/team": "t" } } })
        })
        .collect();
    let scene = Scene {
        context: context(json!({ "aws:PrincipalTag/team": "t" })),
        ..scene(json!(statements))
    };
    scene.run(|request, evidence| {
        for change in nearest(request, evidence) {
            let after = change.apply(request, evidence).unwrap();
            assert_eq!(
                decide(&after.request(request.principal), &after.evidence).verdict,
                Verdict::Allow
            );
        }
    });
}

#[test]
fn several_denies_and_two_accounts_take_six_steps() {
    let deny = |condition: Json| json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": condition });
    let scene = Scene {
        caller: Caller::Stranger,
        owner: Some(support::ACCOUNT.to_owned()),
        policy: Some(json!([
            deny(json!({ "Bool": { "aws:SecureTransport": "false" } })),
            deny(json!({ "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24"] } })),
            deny(json!({ "StringNotEquals": { "aws:PrincipalTag/team": "video" } })),
        ])),
        context: context(json!({ "aws:SecureTransport": "false", "aws:SourceIp": "10.0.0.1" })),
        ..scene(json!({ "Effect": "Allow", "Action": "sts:*", "Resource": "*" }))
    };
    let text = first(&scene);
    for part in [
        "call over HTTPS, and call from an address such as `203.0.113.0`, and tag the caller `team` = `video`",
        "identity policy",
        "resource policy",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_moment_before_the_limit_is_proposed() {
    let statement = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-01-01T00:00:00Z" } } });
    let scene = Scene {
        context: context(json!({ "aws:CurrentTime": "2026-03-01T00:00:00Z" })),
        ..scene(statement)
    };
    assert_eq!(
        first(&scene),
        "call at another time, such as `2025-12-31T23:59:59Z`"
    );
}

#[test]
fn the_owner_of_an_object_has_to_grant() {
    let owner = "777788889999";
    let scene = Scene {
        owner: Some(support::ACCOUNT.to_owned()),
        acl: Some(support::AclScene {
            object_owner: Some(owner.to_owned()),
            grants: vec![format!("{owner} FULL_CONTROL")],
            ..support::AclScene::default()
        }),
        ..scene(json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }))
    };
    assert_eq!(
        first(&scene),
        "let account 777788889999, which owns the object, grant READ on it to account 111122223333"
    );
    let edits = &proposals(&scene)[0].edits;
    assert!(matches!(edits[..], [Edit::Grant { .. }]), "{edits:?}");
}
