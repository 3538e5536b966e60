//! The control policies that an organization puts over its accounts. They are set beside the stack, as faults are, and
//! live as long as its process: the service that keeps them is not part of the stack.
//!
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_authorization_policies.html>

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bucketproof_policy::Levels;

/// What stands over one account; see [`Levels`].
#[derive(Debug, Clone, Default)]
pub struct Controls {
    /// Service control policies: over what the account's users and roles do, anywhere.
    pub service: Levels,
    /// Resource control policies: over what anybody does with the account's resources.
    pub resource: Levels,
}

/// The member accounts of the organization. Without any, there is none and nothing is limited.
#[derive(Debug, Default)]
pub struct Organization {
    members: RwLock<BTreeMap<String, Controls>>,
}

impl Organization {
    /// Puts an account under these policies, instead of those that were over it before.
    pub fn put(&self, account: &str, controls: Controls) {
        self.write().insert(account.to_owned(), controls);
    }

    /// Forgets all accounts.
    pub fn clear(&self) {
        self.write().clear();
    }

    /// What stands over an account; `None` for accounts outside.
    pub fn over(&self, account: &str) -> Option<Controls> {
        let members = self.read();
        members.get(account).cloned()
    }

    /// Whether both accounts are members.
    pub fn has_both(&self, one: &str, other: &str) -> bool {
        let members = self.read();
        members.contains_key(one) && members.contains_key(other)
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Controls>> {
        self.members.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Controls>> {
        self.members.write().unwrap_or_else(PoisonError::into_inner)
    }
}
