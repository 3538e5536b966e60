//! What can be done through an access point, and by whom.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html>

use crate::auth::authenticate::Authenticated;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::s3::errors;
use crate::services::s3::target::Target;
use crate::services::service::Row;

/// The operations that access points have. Everything else is for buckets alone.
const SUPPORTED: [&str; 34] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjects",
    "GetBucketAcl",
    "GetBucketCors",
    "GetBucketLocation",
    "GetBucketNotificationConfiguration",
    "GetBucketPolicy",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "HeadBucket",
    "HeadObject",
    "ListMultipartUploads",
    "ListObjectVersions",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "RestoreObject",
    "SelectObjectContent",
    "UploadPart",
    "UploadPartCopy",
];

/// Signature Version 2 signs names of buckets, and access points do not take it.
///
/// # Errors
/// `InvalidRequest`.
pub fn check_signature_version(head: &Head, target: &Target) -> Result<(), Failure> {
    let version_2 = head.header("authorization").map_or_else(
        || head.query.has("AWSAccessKeyId"),
        |it| it.starts_with("AWS "),
    );
    if version_2 && is_through(target) {
        return Err(errors::signature_version_4_only());
    }
    Ok(())
}

fn is_through(target: &Target) -> bool {
    target.view.as_ref().is_some_and(|view| view.via.is_some())
}

/// What a call through an access point must fulfil before anybody is asked for permission. Other calls always do.
///
/// # Errors
/// `AccessDenied` for callers without a signature, `MethodNotAllowed` for operations that access points do not have.
pub fn preconditions(row: &Row, target: &Target, caller: &Authenticated) -> Result<(), Failure> {
    if !is_through(target) {
        return Ok(());
    }
    if caller.identity.is_anonymous() {
        return Err(errors::access_denied());
    }
    if SUPPORTED.contains(&row.name) {
        Ok(())
    } else {
        Err(errors::not_through_access_points(row))
    }
}
