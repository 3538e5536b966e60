//! What can be done through an access point, and by whom.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html>

use crate::auth::authenticate::{Authenticated, SignatureVersion};
use crate::base::Failure;
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

/// What a call through an access point must fulfil before anybody is asked for permission. Other calls always do.
///
/// # Errors
/// `AccessDenied` for callers without a signature, `InvalidRequest` for Signature Version 2, `MethodNotAllowed` for
/// operations that access points do not have.
pub fn preconditions(row: &Row, target: &Target, caller: &Authenticated) -> Result<(), Failure> {
    if target.view.as_ref().is_none_or(|view| view.via.is_none()) {
        return Ok(());
    }
    match &caller.signed {
        None => return Err(errors::access_denied()),
        Some(signed) if signed.version == SignatureVersion::V2 => {
            return Err(errors::signature_version_4_only());
        }
        Some(_) => {}
    }
    if SUPPORTED.contains(&row.name) {
        Ok(())
    } else {
        Err(errors::not_through_access_points(row))
    }
}
