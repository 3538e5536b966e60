//! The library against a second, slow evaluator on random scenes.

mod support;

use std::cell::Cell;

use bucketproof_policy::{Verdict, decide, trace};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::{Scene, evaluator, generate};

/// Runs both on scenes of one kind and returns how often each verdict came.
fn compare(cases: u32, scenes: &impl Strategy<Value = Scene>) -> [u32; 3] {
    let seen = Cell::new([0; 3]);
    let outcome = TestRunner::new(Config {
        cases,
        ..Config::default()
    })
    .run(scenes, |scene| {
        let expected = evaluator::verdict(&scene);
        let found = scene.run(|request, evidence| decide(request, evidence).verdict);
        let mut counts = seen.get();
        counts[match expected {
            Verdict::Allow => 0,
            Verdict::ExplicitDeny => 1,
            Verdict::ImplicitDeny => 2,
        }] += 1;
        seen.set(counts);
        let why = || scene.run(|request, evidence| trace(request, evidence).to_string());
        prop_assert!(found == expected, "expected {expected:?}\n{}", why());
        Ok(())
    });
    match outcome {
        Ok(()) => seen.get(),
        Err(failure) => panic!("{failure}"),
    }
}

// Agreement means something only when every verdict is common, hence the counts.

#[test]
fn both_evaluators_agree() {
    let counts = compare(4000, &generate::scene());
    assert!(counts.iter().all(|count| *count > 200), "{counts:?}");
}

#[test]
fn both_evaluators_agree_on_acls() {
    let counts = compare(6000, &generate::acl_scene());
    assert!(counts.iter().all(|count| *count > 200), "{counts:?}");
}

#[test]
fn both_evaluators_agree_on_conditions() {
    let [allowed, _, denied] = compare(6000, &generate::condition_scene());
    assert!(allowed > 1000 && denied > 1000, "{allowed} {denied}");
}

#[test]
fn both_evaluators_agree_on_resources() {
    let [allowed, _, denied] = compare(4000, &generate::resource_scene());
    assert!(allowed > 1000 && denied > 1000, "{allowed} {denied}");
}
