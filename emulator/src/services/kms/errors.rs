//! The error catalogue of KMS.
//!
//! <https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html>

use bucketproof_policy::Layer;

use crate::auth::authenticate::AuthError;
use crate::auth::authorize::Refusal;
use crate::base::Failure;
use crate::protocol::json::{JsonError, Object};
use crate::services::s3::errors::because;
use crate::services::sts;

/// A permission that is missing or denied.
pub fn refused(refusal: &Refusal) -> Failure {
    access_denied(refusal_text(refusal))
}

/// Why a permission is missing, as KMS says it; S3 repeats it for its own calls to KMS. A key policy's silence reads
/// like a key that does not exist, so that keys cannot be probed for.
pub fn refusal_text(refusal: &Refusal) -> String {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let start = format!("User: {caller} is not authorized to perform: {action}");
    if refusal.layer == Layer::Resource {
        return format!("{start} {UNREACHABLE}");
    }
    let why = because(refusal);
    if resource == "*" {
        format!("{start} {why}")
    } else {
        format!("{start} on resource: {resource} {why}")
    }
}

const UNREACHABLE: &str = "on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

/// 400 `AccessDeniedException` with a text.
pub fn access_denied(message: impl Into<String>) -> Failure {
    Failure::new(400, "AccessDeniedException", message.into())
}

/// Nobody signed.
pub fn missing_token() -> Failure {
    Failure::new(
        400,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )
}

/// An authentication failure in the words of the JSON services.
pub fn authentication(error: &AuthError) -> Failure {
    let as_query = sts::errors::authentication(error);
    match as_query.code() {
        "InvalidClientTokenId" => Failure::new(
            400,
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
        "ExpiredToken" => Failure::new(
            400,
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ),
        "SignatureDoesNotMatch" => Failure::new(
            400,
            "InvalidSignatureException",
            as_query.message().to_owned(),
        ),
        "IncompleteSignature" => Failure::new(
            400,
            "IncompleteSignatureException",
            as_query.message().to_owned(),
        ),
        _ => Failure::new(500, "KMSInternalException", "An internal error occurred."),
    }
}

/// Reads the request's JSON object.
///
/// # Errors
/// `SerializationException`.
pub fn members(body: &[u8]) -> Result<Object, Failure> {
    Object::parse(body).map_err(|error| malformed(&error))
}

/// A member that cannot be read.
pub fn malformed(error: &JsonError) -> Failure {
    Failure::new(400, "SerializationException", error.to_string())
}

/// No operation of that name.
pub fn unknown_operation(name: &str) -> Failure {
    Failure::new(
        400,
        "UnknownOperationException",
        format!("Unknown operation `{name}`."),
    )
}
