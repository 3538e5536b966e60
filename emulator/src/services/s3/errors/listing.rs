//! Listings that S3 does not give.

use super::{Failure, invalid_argument};

/// A parameter that is no 32-bit integer.
pub fn not_an_integer(name: &'static str, found: &str) -> Failure {
    invalid_argument(
        format!("Provided {name} not an integer or within integer range"),
        name,
        found,
    )
}

/// A number below zero. S3 names the parameter in its own way here: `maxKeys`.
pub fn out_of_range(name: &'static str, found: i32) -> Failure {
    invalid_argument(
        format!("Argument {name} must be an integer between 0 and 2147483647"),
        name,
        found.to_string(),
    )
}

/// A page size of ListBuckets outside 1 to 10,000; the text is unconfirmed.
pub fn max_buckets_out_of_range(found: i32) -> Failure {
    invalid_argument(
        "Argument max-buckets must be an integer between 1 and 10000",
        "max-buckets",
        found.to_string(),
    )
}

/// An encoding other than `url`.
pub fn invalid_encoding_type(found: &str) -> Failure {
    invalid_argument(
        "Invalid Encoding Method specified in Request",
        "encoding-type",
        found,
    )
}

/// A value that is neither `true` nor `false`; the text is unconfirmed.
pub fn invalid_fetch_owner(found: &str) -> Failure {
    invalid_argument("Invalid fetch-owner value", "fetch-owner", found)
}

/// A page of parts whose size or beginning is no number; the text is unconfirmed.
pub fn invalid_part_page(header: &'static str, found: &str) -> Failure {
    let message = format!("Provided {header} not an integer or within integer range");
    invalid_argument(message, header, found)
}

/// An attribute that listings or objects do not have; the text is unconfirmed.
pub fn invalid_attribute(header: &'static str, found: &str) -> Failure {
    invalid_argument("Invalid attribute name specified.", header, found)
}

/// A token that no page ended with.
pub fn incorrect_continuation_token() -> Failure {
    named(
        "The continuation token provided is incorrect",
        "continuation-token",
    )
}

/// A parameter of ListObjectsV2 in a ListObjects request.
pub fn only_for_list_type_2(name: &'static str) -> Failure {
    let message = match name {
        "start-after" => "startAfter only supported in REST.GET.BUCKET with list-type=2",
        _ => "continuation-token only supported in REST.GET.BUCKET with list-type=2",
    };
    named(message, name)
}

/// `marker` in a ListObjectsV2 request.
pub fn marker_with_list_type_2() -> Failure {
    named(
        "Marker unsupported with REST.GET.BUCKET in list-type=2",
        "marker",
    )
}

/// A version id marker without the key it belongs to.
pub fn version_without_key_marker(found: &str) -> Failure {
    invalid_argument(
        "A version-id marker cannot be specified without a key marker.",
        "version-id-marker",
        found,
    )
}

/// A version id marker without a value.
pub fn empty_version_marker() -> Failure {
    invalid_argument(
        "A version-id marker cannot be empty.",
        "version-id-marker",
        "",
    )
}

/// A version id marker that S3 never gave out.
pub fn invalid_version_marker(found: &str) -> Failure {
    invalid_argument("Invalid version id specified", "version-id-marker", found)
}

/// The refusals that name the parameter and not its value.
fn named(message: &'static str, name: &'static str) -> Failure {
    Failure::new(400, "InvalidArgument", message).with("ArgumentName", name)
}

/// A region that AWS does not have.
pub fn invalid_bucket_region(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidArgument",
        format!("Argument value {found} is not a valid AWS Region"),
    )
    .with("ArgumentName", "bucket-region")
}

/// Two sub-resources in one request.
pub fn conflicting_parameters(names: &[&str]) -> Failure {
    invalid_argument(
        format!("Conflicting query string parameters: {}", names.join(", ")),
        "ResourceType",
        names.first().copied().unwrap_or_default(),
    )
}
