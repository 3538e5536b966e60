//! The pairs of action and resource that S3's operations ask for.

use std::borrow::Cow;

use super::buckets::BucketView;
use super::tags;
use crate::auth::authorize::Ask;
use crate::base::arn;
use crate::protocol::request::Head;

/// A bucket-level action.
pub fn bucket(action: impl Into<Cow<'static, str>>, view: &BucketView) -> Ask {
    let mut ask = Ask::new(action, arn::bucket(&view.record.name));
    ask.acl.clone_from(&view.acl);
    through(owned(ask, view), view, None)
}

/// An object-level action.
pub fn object(action: impl Into<Cow<'static, str>>, view: &BucketView, key: &str) -> Ask {
    let ask = Ask::new(action, arn::object(&view.record.name, key));
    through(owned(ask, view), view, Some(key))
}

/// Asks the access point first, when the call came through one.
fn through(ask: Ask, view: &BucketView, key: Option<&str>) -> Ask {
    match &view.via {
        Some(point) => point.before(ask, key),
        None => ask,
    }
}

fn owned(ask: Ask, view: &BucketView) -> Ask {
    let account = view.record.account.as_str();
    let ask = ask
        .owned(account, view.policy.clone())
        .key("aws:ResourceAccount", account)
        .key("s3:ResourceAccount", account);
    tags::of_bucket(ask, view)
}

/// Operations that write an object's headers.
const WRITES: &[&str] = &["CopyObject", "CreateMultipartUpload", "PutObject"];
const CREATE_BUCKET: &[&str] = &["CreateBucket"];
/// Headers that bring an ACL.
const ACLS: &[&str] = &[
    "x-amz-acl",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
];
const RETENTION: &[&str] = &[
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
];
const LOCKABLE: &[&str] = &["x-amz-bucket-object-lock-enabled"];

/// Headers that make an operation need one more action on its target, in the order in which S3 names them. Tags are not
/// here: what counts is the tags that are left of the header once it is read.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
const ALSO: [(&[&str], &[&str], &str); 7] = [
    (WRITES, ACLS, "s3:PutObjectAcl"),
    (WRITES, RETENTION, "s3:PutObjectRetention"),
    (
        WRITES,
        &["x-amz-object-lock-legal-hold"],
        "s3:PutObjectLegalHold",
    ),
    (
        CREATE_BUCKET,
        &["x-amz-object-ownership"],
        "s3:PutBucketOwnershipControls",
    ),
    (CREATE_BUCKET, ACLS, "s3:PutBucketAcl"),
    (
        CREATE_BUCKET,
        LOCKABLE,
        "s3:PutBucketObjectLockConfiguration",
    ),
    (CREATE_BUCKET, LOCKABLE, "s3:PutBucketVersioning"),
];

/// The actions that an operation needs beyond its own because of what its headers bring.
pub fn also<'a>(operation: &'a str, head: &'a Head) -> impl Iterator<Item = &'static str> + 'a {
    ALSO.iter()
        .filter(move |(operations, headers, _)| {
            operations.contains(&operation) && headers.iter().any(|header| says(head, header))
        })
        .map(|(_, _, action)| *action)
}

/// Whether a header asks for something: one that is switched off does not.
fn says(head: &Head, header: &str) -> bool {
    head.headers.contains_key(header)
        && !head
            .header(header)
            .is_some_and(|value| value.eq_ignore_ascii_case("false"))
}

#[cfg(test)]
mod tests;
