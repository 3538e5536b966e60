//! The operations that are knowingly not done, each with its reason: `model/s3control_not_yet.tsv`.

use std::sync::LazyLock;

const LIST: &str = include_str!("../../../model/s3control_not_yet.tsv");
static ENTRIES: LazyLock<Vec<NotYet>> =
    LazyLock::new(|| LIST.lines().skip(1).filter_map(read).collect());

/// An operation that answers `501 NotImplemented`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotYet {
    /// AWS's operation name.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// Why it is not done.
    pub why: &'static str,
}

/// All of them.
pub fn all() -> &'static [NotYet] {
    &ENTRIES
}

fn read(line: &'static str) -> Option<NotYet> {
    let mut fields = line.split('\t');
    Some(NotYet {
        name: fields.next()?,
        method: fields.next()?,
        path: fields.next()?,
        why: fields.next()?,
    })
}
