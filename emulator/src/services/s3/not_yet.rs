//! The operations that are knowingly not done, each with its reason: `model/s3_not_yet.tsv`.
//!
//! Who may not call them is told so: the refusal comes before the reason, as if they were done.

use std::sync::LazyLock;

use super::{ask, errors};
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::service::{Call, Route, Row, Shape, refuse};

const LIST: &str = include_str!("../../../model/s3_not_yet.tsv");
static ENTRIES: LazyLock<Vec<NotYet>> = LazyLock::new(|| LIST.lines().skip(1).map(read).collect());
/// Those that a request without any query can be: few, and most requests have none.
static WITHOUT_QUERY: LazyLock<Vec<&NotYet>> = LazyLock::new(|| {
    let bare = |entry: &&NotYet| !entry.needs.iter().any(Need::is_query);
    ENTRIES.iter().filter(bare).collect()
});

/// An operation that answers `501 NotImplemented`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotYet {
    /// AWS's operation name.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// What the path addresses; `None` when the operation has an endpoint of its own, so that no request here is one.
    pub shape: Option<Shape>,
    /// What the request must carry.
    pub needs: Vec<Need>,
    /// The IAM action that is asked for first; empty when that is not how the operation is authorized.
    pub action: &'static str,
    /// Why it is not done.
    pub why: &'static str,
}

/// Something that a request must carry to be an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A query parameter; its value when that matters.
    Query(&'static str, Option<&'static str>),
    /// A header.
    Header(&'static str),
}

impl Need {
    fn is_query(&self) -> bool {
        matches!(self, Self::Query(..))
    }
}

impl NotYet {
    /// What the caller is told.
    pub fn reason(&self) -> String {
        format!("{}: {}", self.name, self.why)
    }

    /// Whether it needs a query parameter.
    pub fn needs_query(&self, wanted: &str) -> bool {
        self.needs
            .iter()
            .any(|need| matches!(need, Need::Query(name, _) if *name == wanted))
    }

    fn fits(&self, head: &Head, shape: Shape) -> bool {
        self.method == head.method.as_str()
            && self.shape == Some(shape)
            && self.needs.iter().all(|need| match need {
                Need::Query(name, None) => head.query.has(name),
                Need::Query(name, value) => head.query.get(name) == *value,
                Need::Header(name) => head.headers.contains_key(*name),
            })
    }
}

/// Each as a row, so that it is authenticated and authorized like every other.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| ENTRIES.iter().map(row).collect());

fn row(entry: &NotYet) -> Row {
    let route = Route::Rest(entry.method, entry.shape.unwrap_or(Shape::Any), &[]);
    Row::rest(entry.name, route, entry.action, "", |call| {
        Box::pin(async move { answer(call) })
    })
}

fn answer(call: &Call<'_>) -> Result<Reply, Failure> {
    let (view, action) = (call.target.view()?, call.row.action);
    let ask = match call.target.key.as_str() {
        "" => ask::bucket(action, view),
        key => ask::object(action, view, key),
    };
    call.authority
        .permit(&[ask])
        .map_err(|refusal| refuse(call.row.service, &refusal))?;
    let entry = ENTRIES.iter().find(|entry| entry.name == call.row.name);
    let reason = entry.map(NotYet::reason).unwrap_or_default();
    Err(errors::not_implemented(&reason))
}

/// The row of an entry; an error with the reason for those that no permission opens.
///
/// # Errors
/// `NotImplemented`.
pub fn row_of(entry: &NotYet) -> Result<&'static Row, Failure> {
    ROWS.iter()
        .find(|row| row.name == entry.name && !row.action.is_empty())
        .ok_or_else(|| errors::not_implemented(&entry.reason()))
}

/// All of them.
pub fn all() -> &'static [NotYet] {
    &ENTRIES
}

/// The entry that a request is for, with the number of its needs: the one with most wins. A request that selects a
/// sub-resource is only for entries that need it.
pub fn locate(
    head: &Head,
    shape: Shape,
    selector: Option<&str>,
) -> Option<(usize, &'static NotYet)> {
    let fitting = |entry: &&NotYet| {
        entry.fits(head, shape) && selector.is_none_or(|name| entry.needs_query(name))
    };
    let best = if head.query.is_empty() {
        WITHOUT_QUERY
            .iter()
            .copied()
            .filter(fitting)
            .max_by_key(needs_of)
    } else {
        ENTRIES.iter().filter(fitting).max_by_key(needs_of)
    };
    best.map(|entry| (entry.needs.len(), entry))
}

fn needs_of(entry: &&NotYet) -> usize {
    entry.needs.len()
}

/// A line: operation, method, shape, needs, action, reason. What is missing is empty and fits no request.
fn read(line: &'static str) -> NotYet {
    let mut fields = line.split('\t');
    let mut field = || fields.next().unwrap_or_default();
    NotYet {
        name: field(),
        method: field(),
        shape: match field() {
            "service" => Some(Shape::Service),
            "bucket" => Some(Shape::Bucket),
            "object" => Some(Shape::Object),
            _ => None,
        },
        needs: needs(field()),
        action: Some(field())
            .filter(|action| *action != "-")
            .unwrap_or_default(),
        why: field(),
    }
}

/// `a&b=2&header:`, or `-` for none.
fn needs(text: &'static str) -> Vec<Need> {
    let read = |need: &'static str| match (need.strip_suffix(':'), need.split_once('=')) {
        (Some(header), _) => Need::Header(header),
        (None, Some((name, value))) => Need::Query(name, Some(value)),
        (None, None) => Need::Query(need, None),
    };
    text.split('&')
        .filter(|need| *need != "-")
        .map(read)
        .collect()
}
