//! Who uses a managed policy: counted when asked, so that no counter can be wrong.

use std::collections::HashMap;

use crate::auth::directory::records::{GroupRecord, PolicyRecord, RoleRecord, UserRecord};
use crate::auth::directory::{self, DirectoryCommit, managed};
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::owner::Owner;
use crate::services::iam::subject;
use crate::services::service::Call;
use crate::storage::Commit;

/// How many users, groups and roles use a policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// As a permissions policy.
    pub attached: usize,
    /// As a boundary.
    pub boundary: usize,
}

impl Usage {
    /// Whether nobody uses it.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// The uses of every policy in the caller's account, by ARN.
///
/// # Errors
/// A store that fails.
pub fn all(call: &Call<'_>) -> Result<HashMap<String, Usage>, Failure> {
    let account = &call.authority.identity().account;
    let mut uses = HashMap::new();
    add(
        &mut uses,
        &errors::stored(directory::list::<UserRecord>(call.world, account))?,
    );
    add(
        &mut uses,
        &errors::stored(directory::list::<GroupRecord>(call.world, account))?,
    );
    add(
        &mut uses,
        &errors::stored(directory::list::<RoleRecord>(call.world, account))?,
    );
    Ok(uses)
}

fn add<E: Owner>(uses: &mut HashMap<String, Usage>, owners: &[E]) {
    for owner in owners {
        for policy_arn in owner.attached() {
            uses.entry(policy_arn.clone()).or_default().attached += 1;
        }
        if let Some(policy_arn) = owner.boundary() {
            uses.entry(policy_arn.to_owned()).or_default().boundary += 1;
        }
    }
}

/// The uses of one policy.
///
/// # Errors
/// A store that fails.
pub fn of(call: &Call<'_>, policy_arn: &str) -> Result<Usage, Failure> {
    Ok(all(call)?.remove(policy_arn).unwrap_or_default())
}

/// What has to be committed with a new use of a policy: a deletion of the policy at the same time then fails.
///
/// # Errors
/// No such policy, in the words of `missing`, or a store that fails.
pub fn begin_use(
    call: &Call<'_>,
    policy_arn: &str,
    missing: fn(&str) -> Failure,
) -> Result<Commit, Failure> {
    if managed::find(policy_arn).is_some() {
        return Ok(Commit::new());
    }
    let found =
        subject::find::<PolicyRecord>(call, policy_arn)?.ok_or_else(|| missing(policy_arn))?;
    let mut used = found.entity.clone();
    used.uses += 1;
    Ok(Commit::new().change(&found, &used))
}

/// As [`begin_use`], for the boundary of a new user or role, if it gets one.
///
/// # Errors
/// As [`begin_use`].
pub fn begin_boundary(call: &Call<'_>, boundary: Option<&str>) -> Result<Commit, Failure> {
    match boundary {
        Some(policy_arn) => begin_use(call, policy_arn, errors::no_such_boundary),
        None => Ok(Commit::new()),
    }
}
