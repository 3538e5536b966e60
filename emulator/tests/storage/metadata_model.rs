//! Every metadata store behaves like the simplest one thinkable.

use std::collections::BTreeMap;
use std::ops::Bound;

use bucketproof::storage::{Commit, CommitError, Expect, Scan};
use bytes::Bytes;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::metadata::Backend;

type Model = BTreeMap<Vec<u8>, Vec<u8>>;

#[derive(Debug, Clone)]
enum Step {
    Commit(Commit),
    Scan(Bound<Vec<u8>>, Bound<Vec<u8>>, usize, bool),
    Get(Vec<u8>),
    Reopen,
}

/// Few keys, so that steps meet; bytes at the edges of the order.
fn key() -> impl Strategy<Value = Vec<u8>> {
    vec(prop::sample::select(vec![0, 1, b'a', 0xff]), 0..4)
}

fn value() -> impl Strategy<Value = Bytes> {
    prop::sample::select(vec!["", "x", "y"]).prop_map(Bytes::from)
}

fn expect() -> impl Strategy<Value = Expect> {
    prop_oneof![
        3 => Just(Expect::Absent),
        1 => Just(Expect::Present),
        1 => value().prop_map(Expect::Equals),
    ]
}

fn bound() -> impl Strategy<Value = Bound<Vec<u8>>> {
    prop_oneof![
        Just(Bound::Unbounded),
        key().prop_map(Bound::Included),
        key().prop_map(Bound::Excluded),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let commit = (
        vec((key(), expect()), 0..2),
        vec((key(), option::weighted(0.7, value())), 0..6),
    );
    prop_oneof![
        8 => commit.prop_map(|(expect, write)| Step::Commit(Commit { expect, write })),
        6 => (bound(), bound(), 0..20_usize, any::<bool>())
            .prop_map(|(from, to, limit, reverse)| Step::Scan(from, to, limit, reverse)),
        2 => key().prop_map(Step::Get),
        1 => Just(Step::Reopen),
    ]
}

/// Applies `commit`, or gives the first key that is not as expected.
fn commit_to_model(model: &mut Model, commit: Commit) -> Result<(), Vec<u8>> {
    for (key, expect) in commit.expect {
        let found = model.get(&key);
        let holds = match expect {
            Expect::Absent => found.is_none(),
            Expect::Present => found.is_some(),
            Expect::Equals(value) => found.is_some_and(|found| *found == value),
        };
        if !holds {
            return Err(key);
        }
    }
    for (key, value) in commit.write {
        match value {
            Some(value) => drop(model.insert(key, value.to_vec())),
            None => drop(model.remove(&key)),
        }
    }
    Ok(())
}

fn inside(key: &[u8], from: &Bound<Vec<u8>>, to: &Bound<Vec<u8>>) -> bool {
    let above = match from {
        Bound::Unbounded => true,
        Bound::Included(from) => key >= from.as_slice(),
        Bound::Excluded(from) => key > from.as_slice(),
    };
    let below = match to {
        Bound::Unbounded => true,
        Bound::Included(to) => key <= to.as_slice(),
        Bound::Excluded(to) => key < to.as_slice(),
    };
    above && below
}

fn run(mut backend: Backend, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut model = Model::new();
    for step in steps {
        match step {
            Step::Commit(commit) => {
                let outcome = match backend.store.commit(commit.clone()) {
                    Ok(()) => Ok(()),
                    Err(CommitError::Conflict { key }) => Err(key),
                    Err(CommitError::Storage(error)) => {
                        return Err(TestCaseError::fail(error.to_string()));
                    }
                };
                prop_assert_eq!(outcome, commit_to_model(&mut model, commit));
            }
            Step::Scan(from, to, limit, reverse) => {
                let mut expected: Vec<_> = model
                    .iter()
                    .filter(|(key, _)| inside(key, &from, &to))
                    .collect();
                if reverse {
                    expected.reverse();
                }
                expected.truncate(limit);
                let scan = Scan {
                    from: from.as_ref().map(Vec::as_slice),
                    to: to.as_ref().map(Vec::as_slice),
                    limit,
                    reverse,
                };
                let page = backend.store.scan(scan).unwrap();
                let found: Vec<_> = page
                    .iter()
                    .map(|(key, value)| (key.to_vec(), value.to_vec()))
                    .collect();
                let expected: Vec<_> = expected
                    .into_iter()
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                prop_assert_eq!(found, expected);
            }
            Step::Get(key) => {
                let found = backend.store.get(&key).unwrap().map(|value| value.to_vec());
                prop_assert_eq!(found, model.get(&key).cloned());
            }
            Step::Reopen => backend.reopen(),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn memory_is_a_map(steps in vec(step(), 0..80)) {
        run(Backend::memory(), steps)?;
    }
}

proptest! {
    // A store in a folder is opened several times in a case.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn temporary_sled_is_a_map(steps in vec(step(), 0..80)) {
        run(Backend::sled_temporary(), steps)?;
    }

    #[test]
    fn reopened_sled_is_a_map(steps in vec(step(), 0..80)) {
        run(Backend::sled_folder(), steps)?;
    }
}
