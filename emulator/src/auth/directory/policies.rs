//! The permissions policies of a user, group or role, with where each comes from.
//!
//! A user has its own and those of its groups:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html>. Boundaries are not among
//! them: they allow nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use bucketproof_policy::{Attached, Document};

use super::managed_policy;
use super::records::{GroupRecord, RoleRecord, UserRecord};
use super::unique_ids;
use crate::auth::stored_document;
use crate::storage::StorageError;
use crate::world::World;

/// What a policy hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
}

impl HolderKind {
    /// `user`, `group` or `role`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }
}

/// Where a policy is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// In its holder.
    Inline,
    /// By itself, in the account.
    CustomerManaged,
    /// By itself, at AWS.
    AwsManaged,
}

/// A permissions policy in force, and where it comes from.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The inline policy's name, or the managed policy's ARN.
    pub name: String,
    /// Where it is kept.
    pub kind: PolicyKind,
    /// On what it hangs: a group for what a user has from its groups.
    pub holder: HolderKind,
    /// The holder's name.
    pub holder_name: String,
    /// The document in force.
    pub document: Arc<Document>,
}

impl From<Gathered> for Attached {
    fn from(policy: Gathered) -> Self {
        Self {
            name: policy.name,
            document: policy.document,
        }
    }
}

/// The user's own policies, then those of its groups in the order in which it joined them. A policy that it has twice
/// is there twice, once for each holder.
///
/// # Errors
/// A store that fails, or a stored policy that cannot be read.
pub fn of_user(world: &World, user: &UserRecord) -> Result<Vec<Gathered>, StorageError> {
    let mut policies = held(
        world,
        (HolderKind::User, &user.name),
        &user.inline,
        &user.attached,
    )?;
    for group in groups(world, user)? {
        policies.extend(of_group(world, &group)?);
    }
    Ok(policies)
}

/// A group's policies.
///
/// # Errors
/// As [`of_user`].
pub fn of_group(world: &World, group: &GroupRecord) -> Result<Vec<Gathered>, StorageError> {
    held(
        world,
        (HolderKind::Group, &group.name),
        &group.inline,
        &group.attached,
    )
}

/// A role's policies.
///
/// # Errors
/// As [`of_user`].
pub fn of_role(world: &World, role: &RoleRecord) -> Result<Vec<Gathered>, StorageError> {
    held(
        world,
        (HolderKind::Role, &role.name),
        &role.inline,
        &role.attached,
    )
}

/// The groups of a user, in the order in which it joined them.
///
/// # Errors
/// A store that fails.
pub fn groups(world: &World, user: &UserRecord) -> Result<Vec<GroupRecord>, StorageError> {
    let mut groups = Vec::new();
    for id in &user.groups {
        groups.extend(unique_ids::bearer::<GroupRecord>(world, id)?);
    }
    Ok(groups)
}

fn held(
    world: &World,
    (holder, holder_name): (HolderKind, &str),
    inline: &BTreeMap<String, String>,
    managed: &[String],
) -> Result<Vec<Gathered>, StorageError> {
    let gathered = |name: &str, kind, text: &str| -> Result<Gathered, StorageError> {
        Ok(Gathered {
            name: name.to_owned(),
            kind,
            holder,
            holder_name: holder_name.to_owned(),
            document: stored_document(text)?,
        })
    };
    let mut policies = Vec::new();
    for (name, text) in inline {
        policies.push(gathered(name, PolicyKind::Inline, text)?);
    }
    for policy_arn in managed {
        let kind = match super::managed::own(policy_arn) {
            Some(_) => PolicyKind::CustomerManaged,
            None => PolicyKind::AwsManaged,
        };
        if let Some(text) = managed_policy(world, policy_arn)? {
            policies.push(gathered(policy_arn, kind, &text)?);
        }
    }
    Ok(policies)
}
