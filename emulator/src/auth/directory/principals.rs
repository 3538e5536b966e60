//! The principals that policies name, against the users, roles and accounts that exist.

use std::cell::Cell;

use bucketproof_policy::{Document, PrincipalRef};

use super::{account_exists, role, unique_ids, user};
use crate::storage::StorageError;
use crate::world::World;

/// Whether AWS would take `principal` in a policy that is saved now.
///
/// Identity providers need not exist, nor sessions of a role that does. Canonical users are S3's and unknown here.
///
/// # Errors
/// A store that fails.
pub fn exists(world: &World, principal: &PrincipalRef) -> Result<bool, StorageError> {
    match principal {
        PrincipalRef::Everyone | PrincipalRef::Federated(_) | PrincipalRef::Service(_) => Ok(true),
        PrincipalRef::Account(account) | PrincipalRef::FederatedUser { account, .. } => {
            account_exists(world, account)
        }
        PrincipalRef::User { account, arn } => {
            let user = user(world, account, last(arn))?;
            Ok(user.is_some_and(|user| user.arn() == *arn))
        }
        PrincipalRef::Role { account, arn } => {
            let role = role(world, account, last(arn))?;
            Ok(role.is_some_and(|role| role.arn() == *arn))
        }
        PrincipalRef::AssumedRole { account, arn } => {
            let name = arn.split('/').nth(1).unwrap_or_default();
            let role = role(world, account, name)?;
            Ok(role.is_some_and(|role| role.name == name))
        }
        PrincipalRef::UniqueId(id) => Ok(unique_ids::arn_of(world, id)?.is_some()),
        PrincipalRef::CanonicalUser(_) => Ok(false),
    }
}

fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// Runs a validation that asks whether principals exist.
///
/// # Errors
/// A store that fails.
pub fn checked<T>(
    world: &World,
    validate: impl FnOnce(&dyn Fn(&PrincipalRef) -> bool) -> T,
) -> Result<T, StorageError> {
    let fault = Cell::new(None);
    let done = validate(&|principal| {
        exists(world, principal).unwrap_or_else(|error| {
            fault.set(Some(error));
            true
        })
    });
    match fault.into_inner() {
        Some(error) => Err(error),
        None => Ok(done),
    }
}

/// The policy as AWS keeps it: users and roles by their unique ids, accounts by the ARN of their root.
///
/// # Errors
/// A store that fails.
pub fn kept(world: &World, document: &Document) -> Result<String, StorageError> {
    rewritten(document, &|principal| match principal {
        PrincipalRef::Account(_) => Ok(Some(principal.clone())),
        PrincipalRef::User { account, arn } => Ok(user(world, account, last(arn))?
            .filter(|user| user.arn() == *arn)
            .map(|user| PrincipalRef::UniqueId(user.user_id))),
        PrincipalRef::Role { account, arn } => Ok(role(world, account, last(arn))?
            .filter(|role| role.arn() == *arn)
            .map(|role| PrincipalRef::UniqueId(role.role_id))),
        _ => Ok(None),
    })
}

/// A kept policy as AWS shows it: unique ids as the ARNs of who bears them now. An id whose bearer is gone stays.
///
/// # Errors
/// A store that fails.
pub fn shown(world: &World, kept: &str) -> Result<String, StorageError> {
    let Ok(document) = Document::parse(kept) else {
        return Ok(kept.to_owned());
    };
    rewritten(&document, &|principal| match principal {
        PrincipalRef::UniqueId(id) => {
            let arn = unique_ids::arn_of(world, id)?;
            Ok(arn.and_then(|arn| PrincipalRef::parse("AWS", &arn)))
        }
        _ => Ok(None),
    })
}

fn rewritten(
    document: &Document,
    replace: &dyn Fn(&PrincipalRef) -> Result<Option<PrincipalRef>, StorageError>,
) -> Result<String, StorageError> {
    let fault = Cell::new(None);
    let text = document.replace_principals(&|principal| {
        replace(principal).unwrap_or_else(|error| {
            fault.set(Some(error));
            None
        })
    });
    match fault.into_inner() {
        Some(error) => Err(error),
        None => Ok(text),
    }
}
