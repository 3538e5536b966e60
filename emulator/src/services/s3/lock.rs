//! Object Lock: versions that nobody, or nearly nobody, may remove before their time.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>

pub mod documents;
pub mod headers;
mod pacific;
pub mod rules;

use super::buckets::BucketView;
use super::{ask, errors, upload};
use crate::auth::authorize::Ask;
use crate::base::{Failure, Timestamp};
use crate::protocol::request::Head;
use crate::services::service::Call;
use crate::storage::records::{
    DefaultRetention, LockPeriod, ObjectLock, ObjectRecord, Retention, UploadRecord,
};

const BYPASS: &str = "x-amz-bypass-governance-retention";
const MILLIS_PER_DAY: i64 = 24 * 60 * 60 * 1000;
/// How many days S3 takes for a year is unconfirmed.
const DAYS_PER_YEAR: i64 = 365;

/// Whether the request wants to override governance mode.
pub fn bypasses(head: &Head) -> bool {
    let value = head.header(BYPASS);
    value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// A call's pair, and the one that the bypass header needs.
pub fn and_bypass(head: &Head, view: &BucketView, key: &str, ask: Ask) -> Vec<Ask> {
    if bypasses(head) {
        vec![ask, ask::object("s3:BypassGovernanceRetention", view, key)]
    } else {
        vec![ask]
    }
}

/// Under which circumstances a version is to be removed.
#[derive(Debug, Clone, Copy)]
pub struct Removal {
    now: Timestamp,
    bypass: bool,
}

impl Removal {
    /// By a request whose bypass, if any, was permitted.
    pub fn by(call: &Call<'_>) -> Self {
        Self {
            now: call.now,
            bypass: bypasses(call.head),
        }
    }

    /// Whether the version may go.
    ///
    /// # Errors
    /// `AccessDenied`.
    pub fn check(&self, record: &ObjectRecord) -> Result<(), Failure> {
        rules::check_removal(&record.lock, self.now, self.bypass)
            .map_err(|_| errors::object_locked())
    }
}

/// The lock of a new version: what the request asks for, and otherwise the bucket's default.
///
/// # Errors
/// A bucket without Object Lock, or a date that is over.
pub fn for_write(
    call: &Call<'_>,
    view: &BucketView,
    wanted: ObjectLock,
) -> Result<ObjectLock, Failure> {
    let Some(configuration) = &view.record.object_lock else {
        return if wanted == ObjectLock::default() {
            Ok(wanted)
        } else {
            Err(errors::no_object_lock())
        };
    };
    if let Some(retention) = wanted.retention {
        let text = call.head.header(headers::UNTIL).unwrap_or_default();
        if retention.until_ms <= call.now.millis() {
            return Err(errors::retention_header_in_the_past(text));
        }
    }
    Ok(with_default(wanted, configuration.default, call.now))
}

/// The lock of a version that an upload becomes.
pub fn for_completion(view: &BucketView, upload: &UploadRecord, now: Timestamp) -> ObjectLock {
    let default = view.record.object_lock.and_then(|lock| lock.default);
    with_default(upload.lock, default, now)
}

fn with_default(
    wanted: ObjectLock,
    default: Option<DefaultRetention>,
    now: Timestamp,
) -> ObjectLock {
    let usual = default.map(|default| Retention {
        mode: default.mode,
        until_ms: now.millis() + length_ms(default.period),
    });
    ObjectLock {
        retention: wanted.retention.or(usual),
        ..wanted
    }
}

fn length_ms(period: LockPeriod) -> i64 {
    let days = match period {
        LockPeriod::Days(days) => i64::from(days),
        LockPeriod::Years(years) => i64::from(years) * DAYS_PER_YEAR,
    };
    days * MILLIS_PER_DAY
}

/// What an upload's request is called in the refusal of [`require_digest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Of PutObject.
    Object,
    /// Of UploadPart.
    Part,
}

/// The body of a locked object must come with a digest.
///
/// # Errors
/// `InvalidRequest`.
pub fn require_digest(head: &Head, lock: &ObjectLock, body: Body) -> Result<(), Failure> {
    if *lock == ObjectLock::default() || upload::brings_digest(head) {
        return Ok(());
    }
    Err(errors::locked_body_without_digest(match body {
        Body::Object => "Object",
        Body::Part => "Part",
    }))
}
