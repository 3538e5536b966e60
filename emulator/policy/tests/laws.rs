//! Laws that hold whatever the policies say.

mod support;

use bucketproof_policy::{Document, PrincipalRef, Verdict, decide, trace, validate};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::{Caller, Scene, generate};

fn verdict(scene: &Scene) -> Verdict {
    scene.run(|request, evidence| decide(request, evidence).verdict)
}

/// Rank of a verdict: more statements that allow can only go up, more that deny only down.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::ExplicitDeny => 0,
        Verdict::ImplicitDeny => 1,
        Verdict::Allow => 2,
    }
}

fn statements(policy: &mut Json) -> &mut Vec<Json> {
    match &mut policy["Statement"] {
        Json::Array(items) => items,
        other => panic!("not a list: {other}"),
    }
}

fn with_effect(mut statement: Json, effect: &str) -> Json {
    statement["Effect"] = json!(effect);
    statement
}

/// Which policy of a scene is changed.
#[derive(Debug, Clone, Copy)]
enum Target {
    Identity,
    Boundary,
    Session,
    Resource,
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Identity),
        Just(Target::Boundary),
        Just(Target::Session),
        Just(Target::Resource)
    ]
}

/// Adds a statement to an existing policy of the target; `false` when the scene has none. Adding a first boundary would
/// be another thing: it limits.
fn add(scene: &mut Scene, target: Target, of_caller: Json, of_resource: Json) -> bool {
    let place = match target {
        Target::Identity => scene.identity.first_mut(),
        Target::Boundary => scene.boundary.as_mut(),
        Target::Session => scene
            .session
            .as_mut()
            .and_then(|policies| policies.first_mut()),
        Target::Resource => scene.policy.as_mut(),
    };
    let statement = if matches!(target, Target::Resource) {
        of_resource
    } else {
        of_caller
    };
    place
        .map(|policy| statements(policy).push(statement))
        .is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_trace_tells_the_same(scene in generate::scene()) {
        scene.run(|request, evidence| {
            prop_assert_eq!(decide(request, evidence), trace(request, evidence).decision);
            Ok(())
        })?;
    }

    #[test]
    fn a_deny_that_applies_wins(mut scene in generate::scene(), everywhere in target()) {
        let of_caller = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
        let of_resource = json!({ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" });
        if add(&mut scene, everywhere, of_caller, of_resource) {
            prop_assert_eq!(verdict(&scene), Verdict::ExplicitDeny);
        }
    }

    #[test]
    fn adding_a_deny_never_grants(
        scene in generate::scene(), place in target(),
        of_caller in generate::statement(false), of_resource in generate::statement(true),
    ) {
        let mut more = scene.clone();
        if add(&mut more, place, with_effect(of_caller, "Deny"), with_effect(of_resource, "Deny")) {
            prop_assert!(rank(verdict(&more)) <= rank(verdict(&scene)));
        }
    }

    #[test]
    fn adding_an_allow_never_revokes(
        scene in generate::scene(), place in target(),
        of_caller in generate::statement(false), of_resource in generate::statement(true),
    ) {
        let mut more = scene.clone();
        if add(&mut more, place, with_effect(of_caller, "Allow"), with_effect(of_resource, "Allow")) {
            prop_assert!(rank(verdict(&more)) >= rank(verdict(&scene)));
        }
    }

    #[test]
    fn a_boundary_or_a_session_policy_never_grants(scene in generate::scene(), limit in generate::policy(false)) {
        for change in [
            Scene { boundary: Some(limit.clone()), ..scene.clone() },
            Scene { session: Some(vec![limit.clone()]), ..scene.clone() },
        ] {
            let mut unlimited = scene.clone();
            if change.boundary != scene.boundary {
                unlimited.boundary = None;
            } else {
                unlimited.session = None;
            }
            prop_assert!(rank(verdict(&change)) <= rank(verdict(&unlimited)));
        }
    }

    #[test]
    fn a_policy_of_an_organization_never_grants(
        scene in generate::scene(), of_callers in generate::policy(false), of_everybody in generate::policy(true),
    ) {
        let mut over_callers = scene.clone();
        over_callers.scp.push(vec![of_callers]);
        let mut over_resources = scene.clone();
        over_resources.rcp.push(vec![of_everybody]);
        for limited in [over_callers, over_resources] {
            prop_assert!(rank(verdict(&limited)) <= rank(verdict(&scene)));
        }
    }

    #[test]
    fn a_level_that_allows_everything_changes_nothing(scene in generate::scene()) {
        let mut free = scene.clone();
        free.scp.push(vec![json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } })]);
        free.rcp.push(vec![json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } })]);
        prop_assert_eq!(verdict(&free), verdict(&scene));
    }

    #[test]
    fn order_does_not_matter(scene in generate::scene()) {
        let mut turned = scene.clone();
        turned.identity.reverse();
        let policies = turned.identity.iter_mut().chain(&mut turned.boundary).chain(&mut turned.policy);
        for policy in policies.chain(turned.session.iter_mut().flatten()) {
            statements(policy).reverse();
        }
        prop_assert_eq!(
            scene.run(decide),
            turned.run(decide)
        );
    }

    #[test]
    fn nothing_is_allowed_without_an_allow(mut scene in generate::scene()) {
        let policies = scene.identity.iter_mut().chain(&mut scene.boundary).chain(&mut scene.policy);
        for policy in policies.chain(scene.session.iter_mut().flatten()) {
            statements(policy).iter_mut().for_each(|statement| statement["Effect"] = json!("Deny"));
        }
        let is_root = matches!(scene.caller, Caller::Root);
        prop_assert!(is_root || verdict(&scene) != Verdict::Allow);
    }

    #[test]
    fn a_deny_wins_over_every_grant(mut scene in generate::acl_scene(), everywhere in target()) {
        let of_caller = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
        let of_resource = json!({ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" });
        if add(&mut scene, everywhere, of_caller, of_resource) {
            prop_assert_eq!(verdict(&scene), Verdict::ExplicitDeny);
        }
    }

    #[test]
    fn a_grant_never_revokes(scene in generate::acl_scene(), grant in generate::grant()) {
        let mut more = scene.clone();
        more.acl.as_mut().unwrap().grants.push(grant);
        prop_assert!(rank(verdict(&more)) >= rank(verdict(&scene)));
    }

    #[test]
    fn ignoring_public_grants_is_being_without_them(mut scene in generate::acl_scene()) {
        let mut without = scene.clone();
        scene.acl.as_mut().unwrap().ignores_public = true;
        without.acl.as_mut().unwrap().grants.retain(|grant| !grant.starts_with('A'));
        prop_assert_eq!(scene.run(decide), without.run(decide));
    }

    #[test]
    fn the_trace_of_an_acl_tells_the_same(scene in generate::acl_scene()) {
        scene.run(|request, evidence| {
            prop_assert_eq!(decide(request, evidence), trace(request, evidence).decision);
            Ok(())
        })?;
    }

    #[test]
    fn key_names_ignore_letter_case(mut scene in generate::scene()) {
        let before = verdict(&scene);
        scene.context = scene.context.into_iter().map(|(key, value)| (key.to_uppercase(), value)).collect();
        prop_assert_eq!(verdict(&scene), before);
    }

    #[test]
    fn parsing_never_panics_and_keeps_the_text(policy in generate::policy(true), cut in any::<prop::sample::Index>()) {
        let text = policy.to_string();
        let document = Document::parse(&text);
        prop_assert_eq!(document.as_ref().map(Document::text), Ok(text.as_str()));
        let cut = (0..text.len()).filter(|at| text.is_char_boundary(*at)).nth(cut.index(text.chars().count())).unwrap_or(0);
        prop_assert!(Document::parse(&text[..cut]).is_err());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,a-zA-Z0-9 $*?']{0,80}") {
        if let Ok(document) = Document::parse(&text) {
            prop_assert_eq!(document.text(), text);
        }
    }

    #[test]
    fn no_value_upsets_an_operator(
        operator in generate::operator(), wanted in any::<String>(), found in any::<String>(), variable in any::<String>(),
    ) {
        for wanted in [wanted.clone(), format!("${{{wanted}}}"), format!("arn:aws:s3:::{wanted}"), format!("${{x:y, '{wanted}'}}")] {
            let text = json!({ "Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { operator.as_str(): { "x:y": wanted } }
            } });
            // What is refused is refused with a position inside the text.
            match Document::parse(&text.to_string()) {
                Err(error) => prop_assert!(error.line == 1 && error.column <= text.to_string().chars().count() + 1),
                Ok(_) => {
                    let context = [("x:y", &found), ("x:z", &variable)];
                    let context = context.map(|(key, value)| (key.to_owned(), json!(value))).into_iter().collect();
                    let scene = Scene { action: "s3:GetObject".to_owned(), identity: vec![text], context, ..Scene::default() };
                    prop_assert_ne!(verdict(&scene), Verdict::ExplicitDeny);
                }
            }
        }
    }

    #[test]
    fn what_a_call_takes_is_the_document_it_was_given(policy in generate::policy(true), bare in generate::policy(false)) {
        let exists = |_: &PrincipalRef| true;
        let (text, bare) = (policy.to_string(), bare.to_string());
        let taken = [
            (&bare, validate::identity(&bare)),
            (&bare, validate::session(&bare)),
            (&text, validate::key(&text, &exists)),
            (&text, validate::trust(&text, &exists)),
            (&text, validate::bucket(&text, "b", &exists)),
        ];
        for (text, outcome) in taken {
            match outcome {
                Ok(document) => prop_assert_eq!(&document, &Document::parse(text).unwrap()),
                Err(invalid) => prop_assert!(!invalid.message.is_empty()),
            }
        }
    }
}
