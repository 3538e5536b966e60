//! The operations that are knowingly not done, each with its reason: `model/s3_not_yet.tsv`.

use std::sync::LazyLock;

use crate::protocol::request::Head;
use crate::services::service::Shape;

const LIST: &str = include_str!("../../../model/s3_not_yet.tsv");

/// An operation that answers `501 NotImplemented`.
#[derive(Debug, Clone, Copy)]
pub struct NotYet {
    /// AWS's operation name.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// What the path addresses.
    pub shape: Shape,
    /// A query parameter that the request has.
    pub query: &'static str,
    /// Why it is not done.
    pub why: &'static str,
}

impl NotYet {
    /// What the caller is told.
    pub fn reason(&self) -> String {
        format!("{}: {}", self.name, self.why)
    }
}

/// Read once: the list is part of the program.
static ALL: LazyLock<Vec<NotYet>> = LazyLock::new(|| read().collect());

/// All of them.
pub fn all() -> impl Iterator<Item = NotYet> {
    ALL.iter().copied()
}

fn read() -> impl Iterator<Item = NotYet> {
    LIST.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let (name, method, shape) = (fields.next()?, fields.next()?, fields.next()?);
        let (query, why) = (fields.next()?, fields.next()?);
        let shape = match shape {
            "service" => Shape::Service,
            "bucket" => Shape::Bucket,
            _ => Shape::Object,
        };
        Some(NotYet {
            name,
            method,
            shape,
            query,
            why,
        })
    })
}

/// The entry that a request is for. A sub-resource outweighs the plain operation of the same method.
pub fn locate(head: &Head, shape: Shape) -> Option<(usize, NotYet)> {
    if head.query.is_empty() && shape == Shape::Object && head.method != http::Method::POST {
        // The hot path: every entry for objects is a sub-resource.
        return None;
    }
    all()
        .find(|entry| {
            entry.method == head.method.as_str()
                && entry.shape == shape
                && head.query.has(entry.query)
        })
        .map(|entry| (1, entry))
}
