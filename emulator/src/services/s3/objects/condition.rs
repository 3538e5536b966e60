//! Conditional writes: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>.

use crate::base::Failure;
use crate::protocol::conditional::etag_matches;
use crate::services::s3::errors;
use crate::storage::records::{Body, ObjectRecord};

/// What a conditional write expects of the current version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteCondition {
    /// `If-Match`: the entity tag that must be there.
    pub if_match: Option<String>,
    /// `If-None-Match: *`: nothing may be there.
    pub if_none_match: bool,
    /// For writes that began long before they end: the [`identity`] of the version that was current at the beginning,
    /// or that there was none. A conditional write fails when another one came in between.
    pub began_over: Option<Option<String>>,
}

impl WriteCondition {
    /// Whether the write may replace `current`.
    pub(super) fn check(&self, key: &str, current: Option<&ObjectRecord>) -> Result<(), Failure> {
        let Some(header) = self.header() else {
            return Ok(());
        };
        let live = current.filter(|record| !record.delete_marker);
        if self.if_none_match && live.is_some() {
            return Err(errors::precondition_failed(header));
        }
        match (&self.if_match, live) {
            (Some(_), None) => return Err(errors::no_such_key(key)),
            (Some(wanted), Some(record)) if !etag_matches(wanted, &record.etag) => {
                return Err(errors::precondition_failed(header));
            }
            _ => {}
        }
        match &self.began_over {
            Some(began_over) if *began_over != current.map(identity) => {
                Err(errors::conditional_conflict(header, key))
            }
            _ => Ok(()),
        }
    }

    fn header(&self) -> Option<&'static str> {
        if self.if_none_match {
            return Some("If-None-Match");
        }
        self.if_match.is_some().then_some("If-Match")
    }
}

/// What tells a version from every other one of its key, and stays the same when its tags change.
pub fn identity(record: &ObjectRecord) -> String {
    match (&record.version_id, &record.body) {
        (Some(version_id), _) => version_id.clone(),
        (None, Body::Single { blob }) => blob.to_string(),
        (None, Body::Parts { upload_id, .. }) => upload_id.clone(),
        (None, Body::None) => format!("{}-{}", record.sequence, record.last_modified_ms),
    }
}
