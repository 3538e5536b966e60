//! Conditional reads and copies: the four preconditions against an object's state.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html> and, for copies,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use http::HeaderMap;

use super::dates::parse_condition_date;

/// The headers of one set of preconditions, spelt as S3 prints them in `Condition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Names {
    if_match: &'static str,
    if_none_match: &'static str,
    if_modified_since: &'static str,
    if_unmodified_since: &'static str,
}

const READ: Names = Names {
    if_match: "If-Match",
    if_none_match: "If-None-Match",
    if_modified_since: "If-Modified-Since",
    if_unmodified_since: "If-Unmodified-Since",
};

const COPY_SOURCE: Names = Names {
    if_match: "x-amz-copy-source-If-Match",
    if_none_match: "x-amz-copy-source-If-None-Match",
    if_modified_since: "x-amz-copy-source-If-Modified-Since",
    if_unmodified_since: "x-amz-copy-source-If-Unmodified-Since",
};

/// The preconditions of one request.
#[derive(Debug, Clone)]
pub struct Preconditions<'a> {
    names: Names,
    /// A failed If-None-Match or If-Modified-Since of a read is no error but a 304.
    is_read: bool,
    if_match: Option<&'a str>,
    if_none_match: Option<&'a str>,
    /// Unix seconds; a date that cannot be read counts as not sent.
    if_modified_since: Option<i64>,
    if_unmodified_since: Option<i64>,
}

/// What the preconditions say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They all hold.
    Proceed,
    /// 304: the client has this version.
    NotModified,
    /// 412, with the header that failed, spelt as S3's `Condition` element spells it.
    PreconditionFailed(&'static str),
}

impl<'a> Preconditions<'a> {
    /// `If-Match` and its three fellows, for GetObject and HeadObject.
    pub fn read(headers: &'a HeaderMap) -> Self {
        Self::from_headers(headers, READ, true)
    }

    /// The `x-amz-copy-source-if-*` headers, for CopyObject and UploadPartCopy.
    pub fn copy_source(headers: &'a HeaderMap) -> Self {
        Self::from_headers(headers, COPY_SOURCE, false)
    }

    fn from_headers(headers: &'a HeaderMap, names: Names, is_read: bool) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let date = |name: &str| text(name).and_then(parse_condition_date);
        Self {
            names,
            is_read,
            if_match: text(names.if_match),
            if_none_match: text(names.if_none_match),
            if_modified_since: date(names.if_modified_since),
            if_unmodified_since: date(names.if_unmodified_since),
        }
    }

    /// Whether no precondition was sent (or none that can be read).
    pub fn is_empty(&self) -> bool {
        self.if_match.is_none()
            && self.if_none_match.is_none()
            && self.if_modified_since.is_none()
            && self.if_unmodified_since.is_none()
    }

    /// Compares with an object: its entity tag (with or without quotes), when it was last
    /// modified, and the present, both in Unix seconds. An entity tag beats the date of its pair;
    /// an `If-Modified-Since` in the future is not applied.
    pub fn evaluate(&self, etag: &str, last_modified: i64, now: i64) -> Outcome {
        if let Some(wanted) = self.if_match {
            if !etag_matches(wanted, etag) {
                return Outcome::PreconditionFailed(self.names.if_match);
            }
        } else if self
            .if_unmodified_since
            .is_some_and(|date| last_modified > date)
        {
            return Outcome::PreconditionFailed(self.names.if_unmodified_since);
        }
        if let Some(refused) = self.if_none_match {
            if etag_matches(refused, etag) {
                return self.unchanged(self.names.if_none_match);
            }
        } else if self
            .if_modified_since
            .is_some_and(|date| last_modified <= date && date <= now)
        {
            return self.unchanged(self.names.if_modified_since);
        }
        Outcome::Proceed
    }

    fn unchanged(&self, header: &'static str) -> Outcome {
        if self.is_read {
            Outcome::NotModified
        } else {
            Outcome::PreconditionFailed(header)
        }
    }
}

/// Whether an `If-Match` style list names an entity tag. Quotes are optional on both sides, a weak
/// tag counts as its strong one, and `*` names every tag.
pub fn etag_matches(list: &str, etag: &str) -> bool {
    let etag = bare_etag(etag);
    list.split(',')
        .map(bare_etag)
        .any(|wanted| wanted == "*" || wanted == etag)
}

fn bare_etag(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}
