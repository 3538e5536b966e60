//! The lock in the headers of writes and reads, and what policies see of it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>

use crate::auth::authorize::Ask;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::{ask, context_keys, errors};
use crate::services::service::Call;
use crate::storage::records::{LockMode, ObjectLock, ObjectRecord, Retention};

const MODE: &str = "x-amz-object-lock-mode";
/// Until when.
pub const UNTIL: &str = "x-amz-object-lock-retain-until-date";
const HOLD: &str = "x-amz-object-lock-legal-hold";

/// The lock that a write asks for.
///
/// # Errors
/// `InvalidArgument`.
pub fn read(head: &Head) -> Result<ObjectLock, Failure> {
    let retention = match (head.header(MODE), head.header(UNTIL)) {
        (None, None) => None,
        (Some(_), None) => return Err(errors::lock_headers_incomplete(UNTIL)),
        (None, Some(_)) => return Err(errors::lock_headers_incomplete(MODE)),
        (Some(mode), Some(until)) => Some(Retention {
            mode: parse_mode(mode).ok_or_else(|| errors::unknown_lock_mode(mode))?,
            until_ms: time_format::parse_iso(until)
                .ok_or_else(|| errors::unreadable_retention_date(until))?
                .millis(),
        }),
    };
    let legal_hold = match head.header(HOLD) {
        None => None,
        Some("ON") => Some(true),
        Some("OFF") => Some(false),
        Some(other) => return Err(errors::unknown_legal_hold(other)),
    };
    Ok(ObjectLock {
        retention,
        legal_hold,
    })
}

/// `GOVERNANCE` or `COMPLIANCE`.
pub fn parse_mode(text: &str) -> Option<LockMode> {
    match text {
        "GOVERNANCE" => Some(LockMode::Governance),
        "COMPLIANCE" => Some(LockMode::Compliance),
        _ => None,
    }
}

/// As requests and answers write it.
pub fn mode_name(mode: LockMode) -> &'static str {
    match mode {
        LockMode::Governance => "GOVERNANCE",
        LockMode::Compliance => "COMPLIANCE",
    }
}

/// `ON` or `OFF`.
pub fn hold_name(on: bool) -> &'static str {
    if on { "ON" } else { "OFF" }
}

/// Shows the lock of a version, as far as the caller may see it.
pub fn write(call: &Call<'_>, view: &BucketView, reply: Reply, record: &ObjectRecord) -> Reply {
    let may = |action| {
        call.authority
            .allows(&ask::object(action, view, &call.target.key))
    };
    let retention = record.lock.retention;
    let retention = retention.filter(|_| may("s3:GetObjectRetention"));
    let hold = record.lock.legal_hold;
    let hold = hold.filter(|_| may("s3:GetObjectLegalHold"));
    reply
        .maybe(MODE, retention.map(|retention| mode_name(retention.mode)))
        .maybe(UNTIL, retention.map(shown_until))
        .maybe(HOLD, hold.map(hold_name))
}

/// The end of a retention as answers write it.
pub fn shown_until(retention: Retention) -> String {
    time_format::iso_millis(Timestamp::from_millis(retention.until_ms))
}

/// Lets policies see a lock that is asked for.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-retention-limits>
pub fn keys(ask: Ask, lock: &ObjectLock, now: Timestamp) -> Ask {
    let ask = match lock.retention {
        None => ask,
        Some(retention) => {
            let until = Timestamp::from_millis(retention.until_ms);
            let ask = ask
                .key("s3:object-lock-mode", mode_name(retention.mode))
                .key(
                    "s3:object-lock-retain-until-date",
                    time_format::iso_seconds(until),
                );
            context_keys::remaining_retention(ask, until, now)
        }
    };
    ask.key_if("s3:object-lock-legal-hold", lock.legal_hold.map(hold_name))
}
