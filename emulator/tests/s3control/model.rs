//! Every operation of S3 Control's public service model is either done or knowingly not done, and none is both.

use std::collections::BTreeSet;

use bucketproof::services::s3control::{not_yet, table::TABLE};
use bucketproof::services::service::Route;

use crate::fixture;

const MODEL: &str = include_str!("../../model/s3control_operations.tsv");

/// Operation, method, path.
fn model() -> impl Iterator<Item = [&'static str; 3]> {
    MODEL.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().expect("three fields")
    })
}

#[test]
fn together_they_are_the_model() {
    let done = TABLE.iter().map(|row| match row.route {
        Route::Path(method, path) => [row.name, method, path],
        _ => panic!("{} is not named by its path", row.name),
    });
    let not_done = not_yet::all()
        .iter()
        .map(|entry| [entry.name, entry.method, entry.path]);
    let known: Vec<_> = done.chain(not_done).collect();
    let distinct: BTreeSet<_> = known.iter().copied().collect();
    let model: BTreeSet<_> = model().collect();
    assert!(model.len() > 90, "the model was read");
    assert_eq!(distinct, model);
    assert_eq!(known.len(), model.len(), "an operation twice");
}

#[test]
fn every_reason_says_something() {
    for entry in not_yet::all() {
        assert!(entry.why.len() > 10, "{}: {:?}", entry.name, entry.why);
        assert!(!entry.why.ends_with('.'), "{}", entry.name);
    }
}

#[tokio::test]
async fn what_is_not_done_says_so() {
    let (_emulator, owner) = fixture::bucket().await;
    for entry in not_yet::all() {
        let path = entry.path.replace(['{', '}', '+'], "");
        let path = path.strip_prefix("/v20180820/").unwrap();
        let answer = fixture::control(&owner, entry.method, path, "").await;
        let answer = answer.expect_error(501, "NotImplemented");
        let message = answer.element("Message").unwrap();
        assert!(message.contains(entry.why), "{}: {message}", entry.name);
    }
    let answer = fixture::control(&owner, "PATCH", "accesspoint/uploads", "").await;
    answer.expect_error(405, "MethodNotAllowed");
}
