//! Refusals of policy simulations. `unconfirmed` marks texts that no recorded answer of AWS backs.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>

use super::{invalid_input, validation};
use crate::base::Failure;

/// A policy of a list that cannot be read, from 1.
pub fn policy(number: usize) -> Failure {
    invalid_input(format!(
        "Policy input list item {number} has invalid content"
    ))
}

/// A boundary that cannot be read. unconfirmed
pub fn boundary() -> Failure {
    invalid_input("Permissions boundary policy input list item 1 has invalid content")
}

/// A resource's policy that cannot be read. unconfirmed
pub fn resource_policy() -> Failure {
    invalid_input("Resource policy has invalid content")
}

/// A service control policy that cannot be read. unconfirmed
pub fn organization_policy(level: usize) -> Failure {
    invalid_input(format!(
        "Organization policy at index {level} has invalid content"
    ))
}

/// A level of the organization without policies, from 1.
pub fn empty_organization_level(level: usize) -> Failure {
    invalid_input(format!(
        "Organization policy at index {level} must contain at least one service control policy"
    ))
}

/// More than one boundary.
pub fn several_boundaries() -> Failure {
    invalid_input("The list of Permissions Boundary policies cannot exceed 1 items.")
}

/// An action without service prefix, or an empty list of actions (that is unconfirmed).
pub fn nameless_action() -> Failure {
    invalid_input("The action is invalid since it is missing names")
}

/// An action with wildcards. unconfirmed
pub fn wildcard_action(action: &str) -> Failure {
    invalid_input(format!(
        "Invalid Input Actions: {action}. Wildcards are not supported in action names."
    ))
}

/// Known and unknown actions in one simulation of named resources.
pub fn mixed_actions(known: &[&str], unknown: &[&str]) -> Failure {
    invalid_input(format!(
        "Invalid Input Actions: [{}] and [{}] require different authorization information. ",
        known.join(","),
        unknown.join(",")
    ))
}

/// A resource that is neither `*` alone nor an ARN.
pub fn resource_name(name: &str) -> Failure {
    invalid_input(format!(
        "ResourceNames are not in a valid ARN format: {name}."
    ))
}

/// A resource policy without a resource that it could belong to.
pub fn entity_arn(arn: &str) -> Failure {
    invalid_input(format!(
        "Invalid Entity Arn: {arn} does not clearly define entity type and name."
    ))
}

/// A `PolicySourceArn` that is no user's, group's or role's.
pub fn source_arn(arn: &str) -> Failure {
    invalid_input(format!("Invalid ARN provided in the request: {arn}"))
}

/// No such entity, of whatever kind.
pub fn no_such_source() -> Failure {
    Failure::new(
        404,
        "NoSuchEntity",
        "Unable to retrieve specified IAM entity.",
    )
}

/// An entity of an account that the caller has no say in.
pub fn foreign_source(own: &str, other: &str) -> Failure {
    invalid_input(format!(
        "Invalid Policy Source Arn: caller's account {own} does not have access to policies in account {other}."
    ))
}

/// A resource's policy without a caller.
pub fn no_caller() -> Failure {
    invalid_input("Invalid caller - Caller cannot be null or empty.")
}

/// A caller that is none.
pub fn caller() -> Failure {
    invalid_input("Invalid caller - Caller must be an IAM user, role or group in this context.")
}

/// An owner that is no account.
pub fn owner(text: &str) -> Failure {
    invalid_input(format!("'{text}' is not a valid as a Resource Owner."))
}

/// A way to handle resources that the action does not have. unconfirmed
pub fn resource_handling(action: &str) -> Failure {
    invalid_input(format!(
        "Invalid input resource handling options. Action does not support resource handling options: {action}."
    ))
}

/// A context entry without name.
pub fn context_name() -> Failure {
    invalid_input("ContextKeyName cannot be null or empty.")
}

/// A context key twice.
pub fn context_twice(name: &str) -> Failure {
    invalid_input(format!("Duplicate context key: {name}."))
}

/// A context entry without type.
pub fn context_type_missing(name: &str) -> Failure {
    invalid_input(format!("Context key {name} has invalid type null."))
}

/// A context entry of an unknown type, from 1.
pub fn context_type(number: usize) -> Failure {
    validation(format!(
        "1 validation error detected: Value at 'contextEntries.{number}.member.contextKeyType' failed to satisfy constraint: Member must satisfy enum value set: [binary, ipList, booleanList, ip, boolean, numericList, dateList, numeric, date, stringList, string, binaryList]"
    ))
}

/// A context entry without values.
pub fn context_values(name: &str) -> Failure {
    invalid_input(format!(
        "Context values for context key {name} cannot be null or empty."
    ))
}

/// Several values for a type that has one.
pub fn context_several(kind: &str, count: usize) -> Failure {
    invalid_input(format!(
        "Context key {kind} expected a single value, but received {count}."
    ))
}

/// A value that its type cannot read; `format` as AWS names it.
pub fn context_value(name: &str, format: &str) -> Failure {
    invalid_input(format!(
        "Invalid context value for key {name}: expected {format}."
    ))
}

/// A marker that no answer gave.
pub fn marker() -> Failure {
    invalid_input("Invalid marker for pagination.")
}

/// An exclusion that names nothing, or several things. unconfirmed
pub fn exclusion() -> Failure {
    invalid_input(
        "A policy identifier must specify exactly one of PolicyType, PolicyArn, or InlinePolicyIdentifier.",
    )
}

/// An exclusion of a type of policies that there is not. unconfirmed
pub fn exclusion_type(text: &str) -> Failure {
    invalid_input(format!("Invalid policy type exclusion: {text}"))
}

/// An exclusion by an ARN that no policy can have. unconfirmed
pub fn exclusion_arn(text: &str) -> Failure {
    invalid_input(format!("Invalid policy ARN exclusion: {text}"))
}

/// An exclusion, from 1, of an inline policy that hangs on something else than a user, group or role.
pub fn exclusion_attachment(number: usize, text: &str) -> Failure {
    exclusion_field(
        number,
        "attachmentType",
        text,
        "Member must satisfy enum value set: [user, role, group]",
    )
}

/// An exclusion, from 1, of an inline policy whose name or holder has no character that names have.
pub fn exclusion_name(number: usize, field: &str, text: &str) -> Failure {
    let pattern = r"Member must satisfy regular expression pattern: .*[\w+=,.@-]+.*";
    exclusion_field(number, field, text, pattern)
}

fn exclusion_field(number: usize, field: &str, text: &str, constraint: &str) -> Failure {
    validation(format!(
        "1 validation error detected: Value '{text}' at 'policyExclusionList.{number}.member.inlinePolicyIdentifier.{field}' failed to satisfy constraint: {constraint}"
    ))
}

/// An exclusion of an inline policy that does not say which.
pub fn exclusion_inline() -> Failure {
    invalid_input(
        "Invalid inline policy exclusion: policyName, attachmentType, and attachmentName are required",
    )
}
