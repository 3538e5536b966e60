//! The control policies that an organization puts over its accounts. They are set beside the stack, as faults are, and
//! live as long as its process: the service that keeps them is not part of the stack.
//!
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_authorization_policies.html>

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bucketproof_policy::Levels;

/// A member account: where it stands, and what stands over it.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// `ORGANIZATION/ROOT/UNIT/…/`, as `aws:PrincipalOrgPaths` has it.
    pub path: String,
    /// Service control policies: over what the account's users and roles do, anywhere.
    pub service: Levels,
    /// Resource control policies: over what anybody does with the account's resources.
    pub resource: Levels,
}

impl Member {
    /// The organization's id, `o-…`.
    pub fn organization(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }
}

/// The accounts that are members of an organization. Without any, there is none and nothing is limited.
#[derive(Debug, Default)]
pub struct Organization {
    members: RwLock<BTreeMap<String, Member>>,
}

impl Organization {
    /// Makes an account a member, instead of what it was before.
    pub fn put(&self, account: &str, member: Member) {
        self.write().insert(account.to_owned(), member);
    }

    /// Forgets all accounts.
    pub fn clear(&self) {
        self.write().clear();
    }

    /// The member that an account is; `None` for accounts outside.
    pub fn member(&self, account: &str) -> Option<Member> {
        let members = self.read();
        members.get(account).cloned()
    }

    /// Whether two accounts are of the same organization.
    pub fn has_both(&self, one: &str, other: &str) -> bool {
        let members = self.read();
        match (members.get(one), members.get(other)) {
            (Some(one), Some(other)) => one.organization() == other.organization(),
            _ => false,
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Member>> {
        self.members.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Member>> {
        self.members.write().unwrap_or_else(PoisonError::into_inner)
    }
}
