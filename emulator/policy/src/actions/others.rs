//! The names of the actions of all other services.

use super::table::rows;

const TABLE: &str = include_str!("others.tsv");

/// The action names of a service, ordered as in the table; `None` when there is no such service.
pub(super) fn names(prefix: &str) -> Option<Vec<String>> {
    let row = rows(TABLE).find_map(|row| {
        let (known, names) = row.split_once('\t')?;
        known.eq_ignore_ascii_case(prefix).then_some(names)
    })?;
    let groups = row.split(' ').filter_map(|group| group.split_once(':'));
    let names =
        groups.flat_map(|(verb, rest)| rest.split(',').map(move |rest| [verb, rest].concat()));
    Some(names.collect())
}

pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    rows(TABLE).filter_map(|row| row.split('\t').next())
}
