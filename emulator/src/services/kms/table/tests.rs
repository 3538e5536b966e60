//! The table against the public service model.

use std::collections::BTreeSet;

use super::*;

const MODEL: &str = include_str!("../../../../model/kms_operations.tsv");

#[test]
fn every_operation_of_the_model_is_done_or_named_as_not_done() {
    let model: BTreeSet<&str> = MODEL
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .collect();
    let done: Vec<&str> = TABLE.iter().map(|row| row.name).collect();
    let not_yet: Vec<&str> = NOT_YET.iter().map(|(name, _)| *name).collect();
    let known: BTreeSet<&str> = done.iter().chain(&not_yet).copied().collect();
    assert_eq!(known, model);
    assert_eq!(known.len(), done.len() + not_yet.len(), "listed twice");
}

#[test]
fn not_done_is_said_with_its_reason() {
    let failure = locate("CreateGrant").unwrap_err();
    assert_eq!(failure.status(), 501);
    assert!(failure.message().contains("grants"), "{failure}");
    assert_eq!(
        locate("MakeCoffee").unwrap_err().code(),
        "UnknownOperationException"
    );
}
