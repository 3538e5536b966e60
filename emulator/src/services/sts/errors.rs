//! The error catalogue of STS, and what STS and IAM share.
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

use crate::auth::authenticate::AuthError;
use crate::auth::authorize::Refusal;
use crate::base::{Failure, time_format};
use crate::protocol::claim::{ClaimError, ScopeFault};
use crate::protocol::query_form::FormError;
use crate::services::s3::errors::because;

/// A permission that is missing or denied. AssumeRole never says why; the other calls do.
pub fn refused(refusal: &Refusal) -> Failure {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let role_call = action.starts_with("sts:AssumeRole")
        || matches!(action.as_str(), "sts:TagSession" | "sts:SetSourceIdentity");
    let message = if role_call {
        format!("User: {caller} is not authorized to perform: {action} on resource: {resource}")
    } else {
        format!(
            "User: {caller} is not authorized to perform: {action} {}",
            because(refusal)
        )
    };
    access_denied(message)
}

/// 403 with a text.
pub fn access_denied(message: impl Into<String>) -> Failure {
    Failure::new(403, "AccessDenied", message.into())
}

/// 400 `ValidationError` with a text.
pub fn validation(message: impl Into<String>) -> Failure {
    Failure::new(400, "ValidationError", message.into())
}

/// A parameter outside its constraint, in the frame that all such errors have.
pub fn constraint(value: &str, at: &str, constraint: &str) -> Failure {
    validation(format!(
        "1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"
    ))
}

/// A parameter that is not there.
pub fn missing_parameter(at: &str) -> Failure {
    validation(format!(
        "1 validation error detected: Value null at '{at}' failed to satisfy constraint: Member must not be null"
    ))
}

/// A parameter of the Query protocol that cannot be read.
pub fn malformed_form(error: &FormError) -> Failure {
    Failure::new(400, "MalformedInput", error.to_string())
}

/// No operation of that name.
pub fn invalid_action(action: &str, version: &str) -> Failure {
    if action.is_empty() {
        return Failure::new(
            400,
            "MissingAction",
            "The request must contain the parameter Action.",
        );
    }
    Failure::new(
        400,
        "InvalidAction",
        format!("Could not find operation {action} for version {version}"),
    )
}

/// An operation that is knowingly not done.
pub fn not_implemented(name: &str, why: &str) -> Failure {
    Failure::new(
        501,
        "NotImplemented",
        format!("{name} is not implemented: {why}"),
    )
}

/// Nobody signed.
pub fn missing_token() -> Failure {
    Failure::new(
        403,
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    )
}

/// A store that fails.
pub fn internal() -> Failure {
    Failure::new(
        500,
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
    )
}

fn signature(message: impl Into<String>) -> Failure {
    Failure::new(403, "SignatureDoesNotMatch", message.into())
}

/// An authentication failure in the words of the Query services.
pub fn authentication(error: &AuthError) -> Failure {
    match error {
        AuthError::Claim(ClaimError::MissingContentSha256) => missing_token(),
        AuthError::Claim(error) => Failure::new(400, "IncompleteSignature", error.to_string()),
        AuthError::Skewed {
            request_time,
            server_time,
        } => {
            let limit = server_time.plus_seconds(-crate::auth::authenticate::MAX_SKEW_SECONDS);
            signature(format!(
                "Signature expired: {request_time} is now earlier than {} ({} - 15 min.)",
                time_format::basic(limit),
                time_format::basic(*server_time)
            ))
        }
        AuthError::UrlExpired {
            expires_at,
            server_time,
            ..
        } => signature(format!(
            "Signature expired: {} is now earlier than {}",
            time_format::basic(*expires_at),
            time_format::basic(*server_time)
        )),
        AuthError::UrlNotYetValid {
            signed_at,
            server_time,
            ..
        } => signature(format!(
            "Signature not yet current: {} is still later than {}",
            time_format::basic(*signed_at),
            time_format::basic(*server_time)
        )),
        AuthError::Scope(ScopeFault::WrongService { expected, .. }, _) => signature(format!(
            "Credential should be scoped to correct service: '{expected}'. "
        )),
        AuthError::Scope(..) => signature("Credential should be scoped to a valid region. "),
        AuthError::UnknownKey(_) | AuthError::InvalidToken(_) => Failure::new(
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        ),
        AuthError::ExpiredToken(_) => Failure::new(
            403,
            "ExpiredToken",
            "The security token included in the request is expired",
        ),
        AuthError::SignatureMismatch(_) | AuthError::HeadersNotSigned(_) => signature(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
        ),
        AuthError::Storage(_) => internal(),
    }
}
