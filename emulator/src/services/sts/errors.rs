//! The error catalogue of STS, and what STS and IAM share.
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

pub mod constraints;
pub mod token;

use crate::auth::authenticate::AuthError;
use crate::auth::authorize::Refusal;
use crate::base::{Failure, time_format};
use crate::protocol::claim::{ClaimError, ScopeFault};
use crate::protocol::query_form::FormError;
use crate::services::s3::errors::because;

/// Actions whose refusals name the resource and not the reason.
const NAME_THE_RESOURCE: [&str; 5] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
    "sts:SetSourceIdentity",
    "sts:TagSession",
];

/// A permission that is missing or denied. Calls for a role or a federated user never say why; the other calls do.
pub fn refused(refusal: &Refusal) -> Failure {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let message = if NAME_THE_RESOURCE.contains(&action.as_str()) {
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

/// Account root users have no policies that could allow it, and are refused outright.
pub fn root_caller() -> Failure {
    access_denied("Roles may not be assumed by root accounts.")
}

/// A call that needs long-term credentials.
pub fn session_caller(operation: &str) -> Failure {
    access_denied(format!("Cannot call {operation} with session credentials"))
}

/// A multi-factor device that the caller does not have. The two spaces are AWS's.
pub fn mfa_device_unknown() -> Failure {
    access_denied(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    )
}

/// A serial number without a code, or the reverse. The text is unconfirmed.
pub fn mfa_incomplete() -> Failure {
    access_denied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    )
}

/// An encoded message that no service has written. The text is unconfirmed.
pub fn message_not_valid() -> Failure {
    Failure::new(
        400,
        "InvalidAuthorizationMessageException",
        "Message is not valid",
    )
}

/// A role that is not there, or whose trust policy does not admit the caller: the two are not told apart.
pub fn role_denied(caller: &str, role_arn: &str) -> Failure {
    access_denied(format!(
        "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
    ))
}

/// A token that does not admit to the role; nothing is said of who or why.
pub fn web_identity_denied(action: &str) -> Failure {
    access_denied(format!("Not authorized to perform {action}"))
}

/// The parameters outside their constraints, if there are any.
///
/// # Errors
/// `ValidationError`.
pub fn violated(violations: &constraints::Violations) -> Result<(), Failure> {
    violations
        .message()
        .map_or(Ok(()), |message| Err(validation(message)))
}

/// An ARN that names no role.
pub fn invalid_arn(text: &str) -> Failure {
    validation(format!("{text} is invalid"))
}

/// A number that is none: AWS answers without a text, unless there is nothing at all.
pub fn malformed_number(text: &str) -> Failure {
    let message = if text.is_empty() {
        "missing value for decimal type"
    } else {
        ""
    };
    Failure::new(400, "MalformedInput", message)
}

/// A session longer than the role allows.
pub fn above_role_maximum() -> Failure {
    validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
}

/// A session longer than a chained one can be.
pub fn above_chain_maximum() -> Failure {
    validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    )
}

/// A source identity other than that of the calling session.
pub fn source_identity_set() -> Failure {
    validation("The source identity is already set for this assume role session")
}

/// A session policy that cannot be read.
pub fn malformed_policy(message: impl Into<String>) -> Failure {
    Failure::new(400, "MalformedPolicyDocument", message.into())
}

/// Session policies and tags that take more than their space. The second half of the text is unconfirmed.
pub fn packed_policy_too_large(percent: usize) -> Failure {
    Failure::new(
        400,
        "PackedPolicyTooLarge",
        format!("Packed policy consumes {percent}% of allotted space, please use smaller policy."),
    )
}

/// A managed session policy that is not there. The text is unconfirmed.
pub fn no_such_policy(policy_arn: &str) -> Failure {
    validation(format!(
        "Policy {policy_arn} does not exist or is not attachable."
    ))
}

/// Tags whose names differ in their case only.
pub fn duplicate_tags() -> Failure {
    invalid_parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
}

/// A transitive tag that is not among the tags.
pub fn transitive_tag_missing() -> Failure {
    invalid_parameter("The specified transitive tag key must be included in the requested tags.")
}

/// A tag that the calling session hands on already.
pub fn inherited_tag() -> Failure {
    invalid_parameter(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
}

/// A tag name that belongs to AWS. The text is unconfirmed.
pub fn reserved_tag() -> Failure {
    invalid_parameter("Tag keys must not start with the reserved prefix aws:")
}

fn invalid_parameter(message: &'static str) -> Failure {
    Failure::new(400, "InvalidParameterValue", message)
}

/// An access key id that belongs to no account. The text is unconfirmed.
pub fn unknown_access_key() -> Failure {
    validation("The specified value for AccessKeyId is not valid.")
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
