//! 404 `NoSuchEntity`: what is not there.

use crate::base::Failure;

fn no_such_entity(message: impl Into<String>) -> Failure {
    Failure::new(404, "NoSuchEntity", message.into())
}

/// No user of that name.
pub fn no_such_user(name: &str) -> Failure {
    no_such_entity(format!("The user with name {name} cannot be found."))
}

/// No role of that name.
pub fn no_such_role(name: &str) -> Failure {
    no_such_entity(format!("The role with name {name} cannot be found."))
}

/// No group of that name.
pub fn no_such_group(name: &str) -> Failure {
    no_such_entity(format!("The group with name {name} cannot be found."))
}

/// The user signs in to no console.
pub fn no_such_login_profile(user: &str) -> Failure {
    no_such_entity(format!("Login Profile for User {user} cannot be found."))
}

/// No instance profile of that name.
pub fn no_such_instance_profile(name: &str) -> Failure {
    no_such_entity(format!("Instance Profile {name} cannot be found."))
}

/// The instance profile has another role, or none. unconfirmed
pub fn no_role_in_profile(role: &str, profile: &str) -> Failure {
    no_such_entity(format!(
        "The role with name {role} is not in instance profile {profile}."
    ))
}

/// The role belongs to no service. unconfirmed
pub fn no_service_linked_role(name: &str) -> Failure {
    super::invalid_input(format!("Role {name} is not a service-linked role."))
}

/// No deletion of that id. unconfirmed
pub fn no_such_deletion(id: &str) -> Failure {
    no_such_entity(format!("Deletion task {id} cannot be found."))
}

/// No MFA device of that serial number, or not this user's.
pub fn no_such_device(serial: &str) -> Failure {
    no_such_entity(format!(
        "MFA Device with serial number {serial} does not exist."
    ))
}

/// The account has another alias, or none. unconfirmed
pub fn no_such_alias(alias: &str) -> Failure {
    no_such_entity(format!("The account alias {alias} cannot be found."))
}

/// The account has no password policy to delete.
pub fn no_password_policy_to_delete() -> Failure {
    no_such_entity("The account policy with name PasswordPolicy cannot be found.")
}

/// The account has no password policy.
pub fn no_password_policy(account: &str) -> Failure {
    no_such_entity(format!(
        "The Password Policy with domain name {account} cannot be found."
    ))
}

/// The user has no such key.
pub fn no_such_access_key(access_key_id: &str) -> Failure {
    no_such_entity(format!(
        "The Access Key with id {access_key_id} cannot be found."
    ))
}

/// No inline policy of that name; `owner` is `user`, `group` or `role`.
pub fn no_such_inline_policy(owner: &str, name: &str) -> Failure {
    no_such_entity(format!(
        "The {owner} policy with name {name} cannot be found."
    ))
}

/// No managed policy of that ARN, or one that is not attached.
pub fn no_such_policy(policy_arn: &str) -> Failure {
    no_such_entity(format!("Policy {policy_arn} was not found."))
}

/// No managed policy of that ARN to attach, to list or to add a version to.
pub fn not_attachable(policy_arn: &str) -> Failure {
    no_such_entity(format!(
        "Policy {policy_arn} does not exist or is not attachable."
    ))
}

/// No such version of a managed policy, or no such policy.
pub fn no_such_version(policy_arn: &str, version: &str) -> Failure {
    not_attachable(&format!("{policy_arn} version {version}"))
}

/// No managed policy of that ARN to be a boundary.
pub fn no_such_boundary(policy_arn: &str) -> Failure {
    no_such_entity(format!(
        "Scope ARN: {policy_arn} does not exist or is not attachable."
    ))
}

/// No identity provider of that ARN.
pub fn no_such_provider(provider_arn: &str) -> Failure {
    no_such_entity(format!(
        "OpenIDConnect Provider not found for arn {provider_arn}"
    ))
}

/// No identity provider of that ARN to delete.
pub fn no_provider_to_delete(provider_arn: &str) -> Failure {
    no_such_entity(format!(
        "OpenId connect Provider {provider_arn} cannot be found."
    ))
}
