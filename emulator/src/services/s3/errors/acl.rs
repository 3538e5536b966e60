//! ACLs and ownership that S3 does not take.

use super::{Failure, invalid_argument, invalid_request, no_such_configuration};

/// ACLs are off and the request brings one.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
pub fn acl_not_supported() -> Failure {
    Failure::new(
        400,
        "AccessControlListNotSupported",
        "The bucket does not allow ACLs",
    )
}

/// A bucket whose ACL grants to others cannot have its owner enforced.
pub fn acl_with_enforced_ownership() -> Failure {
    Failure::new(
        400,
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    )
}

/// A public ACL on a bucket that is about to block them.
pub fn public_acl_on_new_bucket() -> Failure {
    Failure::new(
        400,
        "InvalidBucketAclWithBlockPublicAccessError",
        "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
    )
}

/// A public ACL where Block Public Access forbids them.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>
pub fn public_acl_blocked(caller: &str, action: &str, resource: &str) -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: {action} on resource: \"{resource}\" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access."
        ),
    )
}

/// A document that is no ACL.
pub fn malformed_acl() -> Failure {
    Failure::new(
        400,
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )
}

/// An ACL is to be put and none comes along.
pub fn acl_missing() -> Failure {
    Failure::new(
        400,
        "MissingSecurityHeader",
        "Your request was missing a required header",
    )
    .with("MissingHeaderName", "x-amz-acl")
}

/// An ACL in the head and another one in the body.
pub fn acl_in_head_and_body() -> Failure {
    Failure::new(
        400,
        "UnexpectedContent",
        "This request does not support content",
    )
}

/// Both kinds of header.
pub fn canned_and_grants() -> Failure {
    invalid_request("Specifying both Canned ACLs and Header Grants is not allowed")
}

/// A canned ACL that does not exist. S3 gives no message.
pub fn unknown_canned_acl(found: &str) -> Failure {
    invalid_argument("", "x-amz-acl", found)
}

/// A grantee in a header that is neither id, nor URI, nor e-mail address.
pub fn unreadable_grantee(header: &'static str, found: &str) -> Failure {
    invalid_argument("Argument format not recognized", header, found)
}

/// A grantee by an e-mail address that no account has; no account here has one.
pub fn unresolvable_email() -> Failure {
    Failure::new(
        400,
        "UnresolvableGrantByEmailAddress",
        "The e-mail address you provided does not match any account on record.",
    )
}

/// An object ownership that S3 does not know.
pub fn invalid_object_ownership(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        format!("Invalid x-amz-object-ownership header: {found}"),
    )
    .with("ArgumentName", "x-amz-object-ownership")
}

/// No ownership controls.
pub fn no_ownership_controls(bucket: &str) -> Failure {
    no_such_configuration(
        "OwnershipControlsNotFoundError",
        "The bucket ownership controls were not found",
        bucket,
    )
}
