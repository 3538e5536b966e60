//! S3 Control's error catalogue: what S3's own does not have.
//!
//! Texts as recorded from the service; `unconfirmed` marks those that no recording backs.

use crate::base::Failure;

/// The service is asked for what it does not do here.
pub fn not_implemented(name: &str, why: &str) -> Failure {
    crate::services::s3::errors::not_implemented(&format!("{name}: {why}"))
}

/// A header that every call has. unconfirmed
pub fn missing_header(name: &str) -> Failure {
    invalid_request(format!("Missing required header for this request: {name}"))
}

/// A request that cannot be fulfilled.
pub fn invalid_request(message: impl Into<String>) -> Failure {
    Failure::new(400, "InvalidRequest", message.into())
}

/// A name that no access point can have.
pub fn invalid_name(name: &str) -> Failure {
    Failure::new(400, "InvalidURI", "Couldn't parse the specified URI.")
        .with("URI", format!("accesspoint/{name}"))
}

/// Access points lead to buckets that exist.
pub fn bucket_missing() -> Failure {
    invalid_request("Amazon S3 AccessPoint can only be created for existing bucket")
}

/// An access point is where its bucket is. unconfirmed
pub fn bucket_elsewhere() -> Failure {
    invalid_request("Amazon S3 AccessPoint can only be created in the region of its bucket")
}

/// The bucket belongs to another account than was said. unconfirmed
pub fn other_bucket_owner() -> Failure {
    Failure::new(403, "AccessDenied", "Access Denied")
}

/// The caller's own already.
pub fn already_owned() -> Failure {
    Failure::new(
        409,
        "AccessPointAlreadyOwnedByYou",
        "Your previous request to create the named accesspoint succeeded and you already own it.",
    )
}

/// The region holds no more of the account's access points. unconfirmed
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#S3AccessPointsErrorCodeList>
pub fn too_many() -> Failure {
    Failure::new(
        400,
        "TooManyAccessPoints",
        "You have attempted to create more access points than are allowed for an account.",
    )
}

/// An access point without a policy.
pub fn no_such_policy(name: &str) -> Failure {
    Failure::new(
        404,
        "NoSuchAccessPointPolicy",
        "The specified accesspoint policy does not exist",
    )
    .with("AccessPointName", name)
}

/// An account without settings.
pub fn no_such_public_access_block(account: &str) -> Failure {
    Failure::new(
        404,
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
    )
    .with("AccountId", account)
}

/// A page size or token that is none. unconfirmed
pub fn invalid_paging(name: &'static str, value: &str) -> Failure {
    crate::services::s3::errors::invalid_argument("Invalid argument", name, value)
}

/// A path or method that no operation has.
pub fn no_such_operation(method: &str) -> Failure {
    crate::services::s3::errors::method_not_allowed(method, "SERVICE")
}

/// Nothing of that ARN can have tags.
pub fn no_such_resource() -> Failure {
    Failure::new(
        404,
        "NoSuchResource",
        "The specified resource doesn't exist.",
    )
}

/// A tag key that begins as AWS's own do.
pub fn reserved_tag() -> Failure {
    invalid_tag(
        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.",
    )
}

/// A tag key twice.
pub fn duplicate_tags() -> Failure {
    invalid_tag(
        "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again.",
    )
}

/// A tag that is too long or has other characters.
pub fn malformed_tag() -> Failure {
    invalid_tag(
        "This request contains a tag key or value that isn't valid. Valid characters include the following: [a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters.",
    )
}

/// More tags than a resource can have. unconfirmed
pub fn too_many_tags() -> Failure {
    Failure::new(
        400,
        "TooManyTags",
        "The number of tags exceeds the limit of 50 tags per resource.",
    )
}

fn invalid_tag(message: &'static str) -> Failure {
    Failure::new(400, "InvalidTag", message)
}
