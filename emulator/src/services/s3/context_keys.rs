//! The condition keys that single actions of S3 take from a request: which key, from where, for which actions.
//!
//! A key is absent, not empty, when the request does not carry what it stands for. The reference lists the keys of each
//! action: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>.

use std::collections::BTreeMap;

use super::write::Creates;
use crate::auth::authorize::Ask;
use crate::base::{Timestamp, time_format};
use crate::protocol::request::Head;

/// Writes of objects.
const PUT: &[&str] = &["s3:PutObject"];
/// Everything that may bring an ACL.
const ACL: &[&str] = &[
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectVersionAcl",
    "s3:PutBucketAcl",
    "s3:CreateBucket",
];
/// Writes of objects and of their ACLs alone.
const CLASS: &[&str] = &["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"];
const CREATE: &[&str] = &["s3:CreateBucket"];
const RETENTION: &[&str] = &["s3:PutObject", "s3:PutObjectRetention"];
const HOLD: &[&str] = &["s3:PutObject", "s3:PutObjectLegalHold"];
/// Whatever brings tags.
const TAGS: &[&str] = &[
    "s3:PutObject",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
];
const IF_MATCH: &[&str] = &["s3:PutObject", "s3:DeleteObject"];

/// Keys that are a header's value, just as it was sent: `s3:x-amz-copy-source` is not decoded.
const HEADERS: [(&str, &str, &[&str]); 20] = [
    ("s3:if-match", "if-match", IF_MATCH),
    ("s3:if-none-match", "if-none-match", PUT),
    ("s3:object-lock-legal-hold", LEGAL_HOLD, HOLD),
    ("s3:object-lock-mode", "x-amz-object-lock-mode", RETENTION),
    ("s3:object-lock-retain-until-date", RETAIN_UNTIL, RETENTION),
    ("s3:x-amz-acl", "x-amz-acl", ACL),
    (
        "s3:x-amz-bucket-namespace",
        "x-amz-bucket-namespace",
        CREATE,
    ),
    ("s3:x-amz-copy-source", "x-amz-copy-source", PUT),
    (
        "s3:x-amz-grant-full-control",
        "x-amz-grant-full-control",
        ACL,
    ),
    ("s3:x-amz-grant-read", "x-amz-grant-read", ACL),
    ("s3:x-amz-grant-read-acp", "x-amz-grant-read-acp", ACL),
    ("s3:x-amz-grant-write", "x-amz-grant-write", ACL),
    ("s3:x-amz-grant-write-acp", "x-amz-grant-write-acp", ACL),
    (
        "s3:x-amz-metadata-directive",
        "x-amz-metadata-directive",
        PUT,
    ),
    (
        "s3:x-amz-object-ownership",
        "x-amz-object-ownership",
        CREATE,
    ),
    (SSE, "x-amz-server-side-encryption", PUT),
    (
        SSE_KMS_KEY,
        "x-amz-server-side-encryption-aws-kms-key-id",
        PUT,
    ),
    (
        "s3:x-amz-server-side-encryption-customer-algorithm",
        "x-amz-server-side-encryption-customer-algorithm",
        PUT,
    ),
    ("s3:x-amz-storage-class", "x-amz-storage-class", CLASS),
    (
        "s3:x-amz-website-redirect-location",
        "x-amz-website-redirect-location",
        PUT,
    ),
];

/// The encryption that a write asks for.
pub const SSE: &str = "s3:x-amz-server-side-encryption";
/// The key that a write asks for.
pub const SSE_KMS_KEY: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const LEGAL_HOLD: &str = "x-amz-object-lock-legal-hold";
const RETAIN_UNTIL: &str = "x-amz-object-lock-retain-until-date";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Adds what the request's headers say about the pair's action.
pub fn of_headers(ask: Ask, head: &Head, now: Timestamp) -> Ask {
    let has = |ask: &Ask, actions: &[&str]| actions.contains(&&*ask.action);
    let ask = HEADERS.iter().fold(ask, |ask, (key, header, actions)| {
        if has(&ask, actions) {
            ask.key_if(key, head.header(header))
        } else {
            ask
        }
    });
    if !has(&ask, RETENTION) {
        return ask;
    }
    let until = head.header(RETAIN_UNTIL).and_then(time_format::parse_iso);
    match until {
        Some(until) => remaining_retention(ask, until, now),
        None => ask,
    }
}

/// How many days an object would be retained. A day that has begun counts: whoever asks for ten days gets ten, although
/// some milliseconds pass on the way. The rounding is unconfirmed.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-retention-limits>
pub fn remaining_retention(ask: Ask, until: Timestamp, now: Timestamp) -> Ask {
    let left = until.millis().saturating_sub(now.millis());
    let days = left.div_euclid(DAY_MILLIS) + i64::from(left.rem_euclid(DAY_MILLIS) > 0);
    ask.key("s3:object-lock-remaining-retention-days", days)
}

/// Adds the tags that a request brings: `s3:RequestObjectTag/KEY` and, for all of them, `s3:RequestObjectTagKeys`.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html>
pub fn of_tags(ask: Ask, tags: &BTreeMap<String, String>) -> Ask {
    if tags.is_empty() || !TAGS.contains(&&*ask.action) {
        return ask;
    }
    let names: Vec<String> = tags.keys().cloned().collect();
    tags.iter()
        .fold(ask, |ask, (name, value)| {
            ask.key(format!("s3:RequestObjectTag/{name}"), value.as_str())
        })
        .key("s3:RequestObjectTagKeys", names)
}

/// Adds the tags of the object that is acted on.
pub fn of_existing_tags(ask: Ask, tags: &BTreeMap<String, String>) -> Ask {
    tags.iter().fold(ask, |ask, (name, value)| {
        ask.key(format!("s3:ExistingObjectTag/{name}"), value.as_str())
    })
}

/// Adds whether a write makes an object or only a part of one.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html>
pub fn of_creation(ask: Ask, creates: Creates) -> Ask {
    if !PUT.contains(&&*ask.action) {
        return ask;
    }
    ask.key(
        "s3:ObjectCreationOperation",
        (creates == Creates::Object).to_string(),
    )
}

#[cfg(test)]
mod tests;
