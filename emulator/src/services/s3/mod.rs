//! Amazon S3.

pub mod access_points;
pub mod acl;
pub mod addressed;
pub mod ask;
pub mod attributes;
pub mod body;
pub mod bucket_deletion;
pub mod bucket_name;
pub mod bucket_policy;
pub mod bucket_region;
pub mod buckets;
pub mod configurations;
pub mod context_keys;
pub mod copy;
pub mod cors;
pub mod document;
pub mod encryption;
pub mod errors;
pub mod listing;
pub mod lock;
pub mod multipart;
pub mod not_yet;
pub mod object_headers;
pub mod objects;
pub mod ops;
pub mod owner;
pub mod payment;
pub mod policy_principals;
pub mod public_access;
pub mod read;
pub mod selectors;
pub mod table;
pub mod tags;
pub mod target;
pub mod upload;
pub mod write;

use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::service::Row;
use target::Target;

/// The most parts that an upload has.
pub const MAX_PARTS: usize = 10_000;

/// What every S3 call must fulfil before anybody is asked for permission: the bucket exists, and its owner is the
/// expected one. Existence is not hidden from anyone.
///
/// # Errors
/// `NoSuchBucket`, `InvalidBucketOwnerAWSAccountID`, `AccessDenied`.
pub fn preconditions(row: &Row, head: &Head, target: &Target) -> Result<(), Failure> {
    if row.bucket_may_be_missing || target.bucket.is_empty() {
        return Ok(());
    }
    let view = target.view()?;
    let Some(expected) = head.header("x-amz-expected-bucket-owner") else {
        return Ok(());
    };
    if !arn::is_account_id(expected) {
        return Err(errors::invalid_expected_owner(expected));
    }
    if expected != view.record.account {
        return Err(errors::access_denied());
    }
    Ok(())
}
