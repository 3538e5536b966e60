//! Tags that S3 does not accept. Texts as recorded from the service, unless marked.

use super::{Failure, invalid_argument, method_not_allowed, no_such_configuration};

/// An `x-amz-tagging` header that is no list of pairs.
pub fn invalid_tagging_header(found: &str) -> Failure {
    invalid_argument(
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        "x-amz-tagging",
        found,
    )
}

fn invalid_tag(message: &'static str) -> Failure {
    Failure::new(400, "InvalidTag", message)
}

/// A key that is too long, empty, or has other signs than tags may have.
pub fn invalid_tag_key(key: &str) -> Failure {
    invalid_tag("The TagKey you have provided is invalid").with("TagKey", key)
}

/// A value that is too long or has other signs than tags may have.
pub fn invalid_tag_value(key: &str, value: &str) -> Failure {
    invalid_tag("The TagValue you have provided is invalid")
        .with("TagKey", key)
        .with("TagValue", value)
}

/// The same key twice.
pub fn duplicate_tag(key: &str) -> Failure {
    invalid_tag("Cannot provide multiple Tags with the same key").with("TagKey", key)
}

/// `aws:` on an object.
pub fn reserved_object_tag(key: &str) -> Failure {
    invalid_tag("Your TagKey cannot be prefixed with aws:").with("TagKey", key)
}

/// `aws:` on a bucket.
pub fn reserved_bucket_tag(key: &str) -> Failure {
    invalid_tag("System tags cannot be added/updated by requester").with("TagKey", key)
}

/// `aws:` on a bucket that is being made.
pub fn reserved_new_bucket_tag() -> Failure {
    invalid_tag(
        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.",
    )
}

/// More than ten tags for an object, or more than fifty for a bucket.
pub fn too_many_tags(object: bool) -> Failure {
    let message = if object {
        "Object tags cannot be greater than 10"
    } else {
        "Bucket tag count cannot be greater than 50"
    };
    Failure::new(400, "BadRequest", message)
}

/// No tags.
pub fn no_such_tag_set(bucket: &str) -> Failure {
    no_such_configuration("NoSuchTagSet", "The TagSet does not exist", bucket)
}

/// A bucket whose tags take part in authorization is not tagged in the old way; code and text are unconfirmed.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
pub fn tags_decide(method: &str) -> Failure {
    method_not_allowed(method, "BUCKET")
}
