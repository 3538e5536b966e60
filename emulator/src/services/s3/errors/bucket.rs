//! Buckets that cannot be made or removed.

use super::Failure;

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
