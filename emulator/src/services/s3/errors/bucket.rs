//! Buckets that cannot be made or removed.

use super::{Failure, invalid_request, malformed_policy, no_such_configuration};
use crate::base::arn;

/// Somebody else's.
pub fn bucket_already_exists() -> Failure {
    Failure::new(
        409,
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    )
}

/// The caller's own already.
pub fn bucket_already_owned() -> Failure {
    Failure::new(
        409,
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
    )
}

/// No region of that name, or one that must not be named.
pub fn invalid_location(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidLocationConstraint",
        "The specified location-constraint is not valid",
    )
    .with("LocationConstraint", found)
}

/// A regional endpoint wants its region named.
pub fn location_unspecified() -> Failure {
    Failure::new(
        400,
        "IllegalLocationConstraintException",
        "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
    )
}

/// A regional endpoint makes no buckets elsewhere.
pub fn location_incompatible(found: &str) -> Failure {
    Failure::new(
        400,
        "IllegalLocationConstraintException",
        format!(
            "The {found} location constraint is incompatible for the region specific endpoint this request was sent to."
        ),
    )
}

/// Objects are left.
pub fn bucket_not_empty(bucket: &str, versions_left: bool) -> Failure {
    let message = if versions_left {
        "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
    } else {
        "The bucket you tried to delete is not empty"
    };
    Failure::new(409, "BucketNotEmpty", message).with("BucketName", bucket)
}

/// A versioning configuration that says nothing.
pub fn versioning_without_status() -> Failure {
    Failure::new(
        400,
        "IllegalVersioningConfigurationException",
        "The Versioning element must be specified",
    )
}

/// A public policy where Block Public Access forbids them.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>
pub fn public_policy_blocked(caller: &str, bucket: &str) -> Failure {
    let resource = arn::bucket(bucket);
    Failure::new(
        403,
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \"{resource}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
        ),
    )
}

/// A public access block that says nothing.
pub fn empty_public_access_block() -> Failure {
    invalid_request("Must specify at least one configuration.")
}

/// A KMS key for an algorithm that uses none.
pub fn kms_key_not_applicable() -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    )
    .with("ArgumentName", "ApplyServerSideEncryptionByDefault")
}

/// No bucket policy.
pub fn no_such_bucket_policy(bucket: &str) -> Failure {
    no_such_configuration(
        "NoSuchBucketPolicy",
        "The bucket policy does not exist",
        bucket,
    )
}

/// No public access block.
pub fn no_such_public_access_block(bucket: &str) -> Failure {
    no_such_configuration(
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
        bucket,
    )
}

/// No CORS configuration.
pub fn no_such_cors(bucket: &str) -> Failure {
    no_such_configuration(
        "NoSuchCORSConfiguration",
        "The CORS configuration does not exist",
        bucket,
    )
}

/// A policy that is not even text.
pub fn policy_not_json() -> Failure {
    malformed_policy("Policies must be valid JSON and the first byte must be '{'")
}
