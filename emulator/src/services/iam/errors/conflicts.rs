//! 409: what is there already, what is still in use, what would be too much.

use crate::base::Failure;

fn exists(message: String) -> Failure {
    Failure::new(409, "EntityAlreadyExists", message)
}

fn in_use(message: &'static str) -> Failure {
    Failure::new(409, "DeleteConflict", message)
}

fn too_much(message: String) -> Failure {
    Failure::new(409, "LimitExceeded", message)
}

/// The name is taken, in this or another case.
pub fn user_exists(name: &str) -> Failure {
    exists(format!("User with name {name} already exists."))
}

/// The name is taken, in this or another case.
pub fn group_exists(name: &str) -> Failure {
    exists(format!("Group with name {name} already exists."))
}

/// The name is taken, in this or another case.
pub fn role_exists(name: &str) -> Failure {
    exists(format!("Role with name {name} already exists."))
}

/// The name is taken, in this or another case.
pub fn policy_exists(name: &str) -> Failure {
    exists(format!(
        "A policy called {name} already exists. Duplicate names are not allowed."
    ))
}

/// The name is taken, in this or another case.
pub fn instance_profile_exists(name: &str) -> Failure {
    exists(format!("Instance Profile {name} already exists."))
}

/// Another account has that alias.
pub fn alias_exists(alias: &str) -> Failure {
    exists(format!("The account alias {alias} already exists."))
}

/// The user has a password.
pub fn login_profile_exists(user: &str) -> Failure {
    exists(format!("Login Profile for user {user} already exists."))
}

/// The service has its role.
pub fn service_role_taken(name: &str) -> Failure {
    super::invalid_input(format!(
        "Service role name {name} has been taken in this account, please try a different suffix."
    ))
}

/// A role that belongs to a service.
pub fn protected_role(name: &str) -> Failure {
    Failure::new(
        400,
        "UnmodifiableEntity",
        format!(
            "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        ),
    )
}

/// The name is taken, in this or another case.
pub fn device_exists() -> Failure {
    exists("MFADevice entity at the same path and name already exists.".to_owned())
}

/// The device is enabled. unconfirmed
pub fn device_in_use() -> Failure {
    exists("MFA Device is already in use.".to_owned())
}

/// There is a provider for that URL.
pub fn provider_exists(url: &str) -> Failure {
    exists(format!("Provider with url {url} already exists."))
}

/// A user, group or role with attached policies.
pub fn detach_first() -> Failure {
    in_use("Cannot delete entity, must detach all policies first.")
}

/// A user, group or role with inline policies.
pub fn delete_policies_first() -> Failure {
    in_use("Cannot delete entity, must delete policies first.")
}

/// A user in groups, or a group with users.
pub fn remove_users_first() -> Failure {
    in_use("Cannot delete entity, must remove users from group first.")
}

/// A role in an instance profile, or an instance profile with a role.
pub fn remove_roles_first() -> Failure {
    in_use("Cannot delete entity, must remove roles from instance profile first.")
}

/// A user with a password.
pub fn delete_login_profile_first() -> Failure {
    in_use("Cannot delete entity, must delete login profile first.")
}

/// A user with MFA devices.
pub fn delete_devices_first() -> Failure {
    in_use("Cannot delete entity, must delete MFA device first.")
}

/// An MFA device that is enabled.
pub fn deactivate_first() -> Failure {
    in_use("MFA VirtualDevice in use. Must deactivate first.")
}

/// A user with access keys.
pub fn delete_access_keys_first() -> Failure {
    in_use("Cannot delete entity, must delete access keys first.")
}

/// A policy that is attached, or somebody's boundary.
pub fn policy_attached() -> Failure {
    in_use("Cannot delete a policy attached to entities.")
}

/// A policy with older versions.
pub fn versions_first() -> Failure {
    in_use(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
}

/// The version in force goes with its policy only.
pub fn default_version() -> Failure {
    in_use("Cannot delete the default version of a policy.")
}

/// A quota by its name: `AccessKeysPerUser`, `PolicySize`, …
pub fn quota(name: &str, limit: usize) -> Failure {
    too_much(format!("Cannot exceed quota for {name}: {limit}"))
}

/// The inline policies of a user, group or role together; `owner` is `user`, `group` or `role`.
pub fn inline_size(limit: usize, owner: &str, name: &str) -> Failure {
    too_much(format!(
        "Maximum policy size of {limit} bytes exceeded for {owner} {name}"
    ))
}

/// Five versions are all a managed policy can have.
pub fn too_many_versions() -> Failure {
    too_much("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.".to_owned())
}

/// Fifty tags are all an entity can have.
pub fn too_many_tags() -> Failure {
    too_much("The number of tags has reached the maximum limit.".to_owned())
}

/// Too many others change the same thing at the same time. unconfirmed
pub fn concurrent_modification() -> Failure {
    Failure::new(
        409,
        "ConcurrentModification",
        "The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.",
    )
}
