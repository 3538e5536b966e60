//! What Object Lock forbids and does not understand. Texts as recorded from the service, unless marked.

use super::{Failure, invalid_argument, invalid_request, no_such_configuration};

/// A version that must stay, or a retention that must not be shortened.
pub fn object_locked() -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        "Access Denied because object protected by object lock.",
    )
}

/// Lock headers or calls on a bucket without Object Lock.
pub fn no_object_lock() -> Failure {
    invalid_request("Bucket is missing Object Lock Configuration")
}

/// A bucket without Object Lock; the text is unconfirmed.
pub fn no_such_lock_configuration(bucket: &str) -> Failure {
    no_such_configuration(
        "ObjectLockConfigurationNotFoundError",
        "Object Lock configuration does not exist for this bucket",
        bucket,
    )
}

/// A version without the lock that is asked for.
pub fn no_such_object_lock() -> Failure {
    Failure::new(
        404,
        "NoSuchObjectLockConfiguration",
        "The specified object does not have a ObjectLock configuration",
    )
}

/// Object Lock needs versions; the text is unconfirmed.
pub fn lock_needs_versioning() -> Failure {
    Failure::new(
        409,
        "InvalidBucketState",
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    )
}

/// With Object Lock, versioning stays.
pub fn lock_keeps_versioning() -> Failure {
    Failure::new(
        409,
        "InvalidBucketState",
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    )
}

/// A retention that brings only one of its two headers.
pub fn lock_headers_incomplete(missing: &'static str) -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    )
    .with("ArgumentName", missing)
}

/// Neither `GOVERNANCE` nor `COMPLIANCE`.
pub fn unknown_lock_mode(found: &str) -> Failure {
    invalid_argument(
        "Unknown wormMode directive.",
        "x-amz-object-lock-mode",
        found,
    )
}

/// Neither `ON` nor `OFF`; the text is unconfirmed.
pub fn unknown_legal_hold(found: &str) -> Failure {
    invalid_argument(
        "Legal Hold must be either of 'ON' or 'OFF'",
        "x-amz-object-lock-legal-hold",
        found,
    )
}

/// No date; the text is unconfirmed.
pub fn unreadable_retention_date(found: &str) -> Failure {
    invalid_argument(
        "The retain until date must be provided in ISO 8601 format",
        "x-amz-object-lock-retain-until-date",
        found,
    )
}

const IN_THE_PAST: &str = "The retain until date must be in the future!";

/// A header's date that is over; the form of the value is unconfirmed.
pub fn retention_header_in_the_past(found: &str) -> Failure {
    invalid_argument(IN_THE_PAST, "x-amz-object-lock-retain-until-date", found)
}

/// A document's date that is over.
pub fn retention_in_the_past(found: &str) -> Failure {
    invalid_argument(IN_THE_PAST, "RetainUntilDate", found)
}

/// A default retention of no time; the text is unconfirmed.
pub fn retention_period_not_positive() -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        "Default retention period must be a positive integer value.",
    )
}

/// A default retention of over a hundred years; the text is unconfirmed.
pub fn retention_period_too_long() -> Failure {
    Failure::new(400, "InvalidArgument", "Default retention period too large")
}

/// A body that is to be locked and brings no digest; `kind` is `Object` or `Part`.
pub fn locked_body_without_digest(kind: &'static str) -> Failure {
    invalid_request(format!(
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put {kind} requests with Object Lock parameters"
    ))
}

/// Neither `true` nor `false`; the text is unconfirmed.
pub fn unknown_lock_switch(found: &str) -> Failure {
    invalid_argument(
        "Value for x-amz-bucket-object-lock-enabled header must be 'true' or 'false'",
        "x-amz-bucket-object-lock-enabled",
        found,
    )
}
