//! The error catalogue of KMS.
//!
//! <https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html>

use bucketproof_policy::Layer;

use crate::auth::authenticate::AuthError;
use crate::auth::authorize::Refusal;
use crate::base::Failure;
use crate::protocol::json::{JsonError, Object};
use crate::services::kms::keys::KeyFault;
use crate::services::s3::errors::because;
use crate::services::sts;
use crate::services::sts::errors::constraints::Violations;

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

/// A key that cannot be found or used, in KMS's own codes.
pub fn key_fault(fault: KeyFault) -> Failure {
    let code = match &fault {
        KeyFault::InvalidKeyId(_)
        | KeyFault::NoSuchKey(_)
        | KeyFault::NoSuchAlias(_)
        | KeyFault::WrongRegion(_) => "NotFoundException",
        KeyFault::InvalidArn(_) => "InvalidArnException",
        KeyFault::Disabled(_) => "DisabledException",
        KeyFault::PendingDeletion(_) => "KMSInvalidStateException",
        KeyFault::Storage(_) => return internal(),
    };
    Failure::new(400, code, fault.to_string())
}

/// A store that fails.
pub fn internal() -> Failure {
    Failure::new(500, "KMSInternalException", "An internal error occurred.")
}

/// An operation or a parameter that is knowingly not done.
pub fn not_implemented(name: &str, why: &str) -> Failure {
    sts::errors::not_implemented(name, why)
}

/// A key of another account, or one that may not be known: said so that neither can be told from the other.
pub fn unreachable(caller: &str, action: &str) -> Failure {
    access_denied(format!(
        "User: {caller} is not authorized to perform: {action} {UNREACHABLE}"
    ))
}

/// 400 `ValidationException` with a text.
pub fn validation(message: impl Into<String>) -> Failure {
    Failure::new(400, "ValidationException", message.into())
}

/// The parameters outside their constraints, if there are any.
///
/// # Errors
/// `ValidationException`.
pub fn constraints(violations: &Violations) -> Result<(), Failure> {
    violations
        .message()
        .map_or(Ok(()), |message| Err(validation(message)))
}

/// A policy that is refused.
pub fn malformed_policy(message: impl Into<String>) -> Failure {
    Failure::new(400, "MalformedPolicyDocumentException", message.into())
}

/// A policy that locks its author out.
pub fn policy_lockout() -> Failure {
    malformed_policy(
        "The new key policy will not allow you to update the key policy in the future.",
    )
}

/// A policy above its size. The text is unconfirmed.
pub fn policy_too_large() -> Failure {
    limit_exceeded("The key policy exceeds the maximum size of 32768 bytes.")
}

/// 400 `LimitExceededException` with a text.
pub fn limit_exceeded(message: impl Into<String>) -> Failure {
    Failure::new(400, "LimitExceededException", message.into())
}

/// A policy name other than `default`. The text is unconfirmed.
pub fn no_such_policy() -> Failure {
    Failure::new(400, "NotFoundException", "No such policy exists")
}

/// A key that is not waiting for its deletion. The text is unconfirmed.
pub fn not_pending_deletion(key_arn: &str) -> Failure {
    Failure::new(
        400,
        "KMSInvalidStateException",
        format!("{key_arn} is not pending deletion."),
    )
}

/// A name that is taken.
pub fn alias_exists(alias_arn: &str) -> Failure {
    Failure::new(
        400,
        "AlreadyExistsException",
        format!("An alias with the name {alias_arn} already exists"),
    )
}

/// A name without its prefix.
pub fn alias_prefix() -> Failure {
    validation(
        "Alias must start with the prefix \"alias/\". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
    )
}

/// A name that belongs to AWS. The code is unconfirmed.
pub fn alias_reserved() -> Failure {
    Failure::new(400, "NotAuthorizedException", "")
}

/// An alias of an alias. The text is unconfirmed.
pub fn alias_of_alias() -> Failure {
    validation("Aliases must refer to keys. Not aliases")
}

/// A ciphertext that the key and the encryption context do not open.
pub fn invalid_ciphertext() -> Failure {
    Failure::new(400, "InvalidCiphertextException", "")
}

/// A ciphertext whose key cannot be found.
pub fn unknown_ciphertext_key() -> Failure {
    access_denied(
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    )
}

/// A ciphertext of another key than the one that was named.
pub fn incorrect_key() -> Failure {
    Failure::new(
        400,
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this operation.",
    )
}

/// An algorithm of other keys.
pub fn incompatible_algorithm(algorithm: &str) -> Failure {
    Failure::new(
        400,
        "InvalidKeyUsageException",
        format!("Algorithm {algorithm} is incompatible with key spec SYMMETRIC_DEFAULT."),
    )
}

/// A use that symmetric keys do not have.
pub fn incompatible_usage(usage: &str, spec: &str) -> Failure {
    validation(format!(
        "KeyUsage {usage} is not compatible with KeySpec {spec}"
    ))
}

/// Neither or both of the two ways to say how long a data key is. The text is unconfirmed.
pub fn data_key_length() -> Failure {
    validation("Please specify either number of bytes or key spec.")
}

/// `GenerateRandom` without a number. The text is unconfirmed.
pub fn number_of_bytes_missing() -> Failure {
    validation("NumberOfBytes is required.")
}

/// The call would have succeeded.
pub fn dry_run() -> Failure {
    Failure::new(
        400,
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.",
    )
}

/// A marker that no answer has given.
pub fn invalid_marker(marker: &str) -> Failure {
    Failure::new(
        400,
        "InvalidMarkerException",
        format!("Invalid marker: {marker}"),
    )
}

/// More tags than a key can have.
pub fn too_many_tags() -> Failure {
    tag("Too many tags")
}

/// A tag name that belongs to AWS.
pub fn reserved_tag() -> Failure {
    tag("Tags beginning with aws: are reserved")
}

/// The same tag twice in one request. The text is unconfirmed.
pub fn duplicate_tag() -> Failure {
    tag("Duplicate tag keys")
}

fn tag(message: &'static str) -> Failure {
    Failure::new(400, "TagException", message)
}
