//! The error catalogue of IAM. `unconfirmed` marks texts that no recorded answer of AWS backs.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>

mod conflicts;
mod missing;
pub mod simulation;

use bucketproof_policy::validate::Invalid;

use crate::auth::authorize::Refusal;
use crate::base::Failure;
use crate::services::s3::errors::because;
use crate::storage::StorageError;

pub use crate::services::sts::errors::{malformed_form, not_implemented, validation};
pub use conflicts::*;
pub use missing::*;

/// A permission that is missing or denied. IAM names resources in a way of its own.
pub fn refused(refusal: &Refusal) -> Failure {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let message = format!(
        "User: {caller} is not authorized to perform: {action} on resource: {} {}",
        in_words(action, resource),
        because(refusal)
    );
    Failure::new(403, "AccessDenied", message)
}

/// What makes and lists users and roles, all tagging and everything about identity providers is told with the ARN.
/// Otherwise `arn:aws:iam::1:user/a/b` is `user b`, and policies have forms of their own.
fn in_words(action: &str, resource: &str) -> String {
    let call = action.trim_start_matches("iam:");
    let tail = resource.splitn(6, ':').nth(5).unwrap_or(resource);
    let Some((kind, path)) = tail.split_once('/') else {
        return resource.to_owned();
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let whole = call.contains("Tag") || TOLD_WHOLE.contains(&call);
    match (kind, call) {
        ("policy", "ListPolicies") => format!("policy path /{path}"),
        ("policy", "CreatePolicy") => format!("policy {name}"),
        ("policy", _) if !call.contains("Tag") => format!("policy {resource}"),
        ("user" | "group" | "role", _) if !whole => format!("{kind} {name}"),
        ("instance-profile", _) if !whole => format!("instance profile {name}"),
        _ => resource.to_owned(),
    }
}

/// The calls that are told with the ARN of a user, group, role or instance profile.
const TOLD_WHOLE: [&str; 10] = [
    "CreateGroup",
    "CreateInstanceProfile",
    "CreateRole",
    "CreateServiceLinkedRole",
    "CreateUser",
    "ListGroups",
    "ListInstanceProfiles",
    "ListRoles",
    "ListUsers",
    "PassRole",
];

/// A store that fails.
pub fn service_failure() -> Failure {
    Failure::new(
        500,
        "ServiceFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
    )
}

/// What the store answered, or IAM's words for a store that fails.
///
/// # Errors
/// A store that fails.
pub fn stored<T>(result: Result<T, StorageError>) -> Result<T, Failure> {
    result.map_err(|_| service_failure())
}

/// Parameters outside their constraints, all in one text.
pub fn constraints(faults: &[String]) -> Failure {
    let plural = if faults.len() == 1 { "" } else { "s" };
    validation(format!(
        "{} validation error{plural} detected: {}",
        faults.len(),
        faults.join("; ")
    ))
}

/// A name with characters that names do not have.
pub fn invalid_name(at: &str) -> Failure {
    validation(format!(
        "The specified value for {at} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"
    ))
}

/// A path that is not one.
pub fn invalid_path(at: &str) -> Failure {
    validation(format!(
        "The specified value for {at} is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters."
    ))
}

/// A marker that no answer gave. unconfirmed
pub fn invalid_marker(marker: &str) -> Failure {
    validation(format!("Invalid Marker {marker}."))
}

/// The caller stands for the user that is not named, but is none.
pub fn user_name_needed() -> Failure {
    validation("Must specify userName when calling with non-User credentials")
}

/// Text in the place of an ARN.
pub fn no_arn(text: &str) -> Failure {
    validation(format!("ARN {text} is not valid."))
}

/// The ARN of something else.
pub fn wrong_arn(arn: &str) -> Failure {
    invalid_input(format!("ARN {arn} is not valid."))
}

/// 400 `InvalidInput`.
pub fn invalid_input(message: impl Into<String>) -> Failure {
    Failure::new(400, "InvalidInput", message.into())
}

/// A tag twice in one call. Users and roles tell tag keys apart without case, policies and providers with it.
pub fn duplicate_tags(folds_case: bool) -> Failure {
    invalid_input(if folds_case {
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    } else {
        "Duplicate tag keys found."
    })
}

/// A tag that only AWS itself may set. unconfirmed
pub fn reserved_tag(key: &str) -> Failure {
    invalid_input(format!(
        "Tag key {key} begins with aws:, which is reserved for system use."
    ))
}

/// An issuer URL that no identity provider may have.
pub fn invalid_provider_url() -> Failure {
    validation("Invalid Open ID Connect Provider URL")
}

/// More thumbprints than a provider may have.
pub fn too_many_thumbprints() -> Failure {
    invalid_input("Thumbprint list must contain fewer than 5 entries.")
}

/// A password that the account's rules refuse. unconfirmed
pub fn password_policy_violation() -> Failure {
    Failure::new(
        400,
        "PasswordPolicyViolation",
        "Password does not conform to the account password policy.",
    )
}

/// Codes that the device does not show one after the other.
pub fn wrong_code() -> Failure {
    Failure::new(
        403,
        "InvalidAuthenticationCode",
        "Authentication code for device is not valid.",
    )
}

/// A policy that is refused.
pub fn malformed_policy(invalid: &Invalid) -> Failure {
    Failure::new(400, "MalformedPolicyDocument", invalid.message.clone())
}

/// A parameter that is not part of the operation here.
pub fn unknown_parameter(operation: &str, parameter: &str) -> Failure {
    not_implemented(
        operation,
        &format!("the parameter `{parameter}` is not known"),
    )
}

/// A service that has no role here.
pub fn unknown_linked_service(service: &str) -> Failure {
    not_implemented(
        "CreateServiceLinkedRole",
        &format!("the role of the service `{service}` is not known"),
    )
}

/// A suffix for a service that has one role only.
pub fn suffix_not_allowed(service: &str) -> Failure {
    invalid_input(format!("Custom suffix is not allowed for {service}"))
}

/// The root user's own keys come with the account and are not kept in IAM here.
pub fn root_keys(operation: &str) -> Failure {
    not_implemented(
        operation,
        "without UserName it is about the root user, whose credentials come with the account and cannot be changed",
    )
}

/// Documents so padded that a record cannot hold them.
pub fn record_too_large(operation: &str) -> Failure {
    not_implemented(
        operation,
        "the policies of one user, role or managed policy take more than 64 KiB together",
    )
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn resources_are_told_as_iam_tells_them() {
        let cases = [
            ("GetUser", "user/a/b/joe", "user joe"),
            ("CreateAccessKey", "user/joe", "user joe"),
            ("CreateUser", "user/joe", "arn:aws:iam::1:user/joe"),
            ("ListUsers", "user/", "arn:aws:iam::1:user/"),
            ("CreateRole", "role/x", "arn:aws:iam::1:role/x"),
            ("TagRole", "role/x", "arn:aws:iam::1:role/x"),
            ("AttachRolePolicy", "role/x", "role x"),
            ("ListPolicies", "policy/", "policy path /"),
            ("ListPolicies", "policy/a/", "policy path /a/"),
            ("CreatePolicy", "policy/a/x", "policy x"),
            ("GetPolicy", "policy/x", "policy arn:aws:iam::1:policy/x"),
            (
                "CreateOpenIDConnectProvider",
                "oidc-provider/a.example",
                "arn:aws:iam::1:oidc-provider/a.example",
            ),
        ];
        for (call, resource, words) in cases {
            let arn = format!("arn:aws:iam::1:{resource}");
            assert_eq!(in_words(&format!("iam:{call}"), &arn), words, "{call}");
        }
        assert_eq!(in_words("iam:GetAccountSummary", "*"), "*");
    }
}
