//! The table against the public service model.

use std::collections::BTreeSet;

use super::*;

const MODEL: &str = include_str!("../../../../model/sts_operations.tsv");

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
