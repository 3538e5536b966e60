//! When access keys and roles were last used.
//!
//! Written at most once a second for each key, and to the second exact. A note decides about nothing, so that requests
//! neither wait for its flush nor fail with it.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html>

use std::sync::{Mutex, PoisonError};

use bucketproof_policy::Principal;
use serde::{Deserialize, Serialize};

use super::directory::{self, DirectoryCommit, Entity};
use crate::base::Timestamp;
use crate::storage::{Commit, StorageError};
use crate::world::World;

/// The last use of an access key or a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUsed {
    /// Access key id, or a role's unique id.
    pub of: String,
    /// When.
    pub at: Timestamp,
    /// The service that was called.
    pub service: String,
    /// The region that the request was signed for.
    pub region: String,
}

impl Entity for LastUsed {
    const KIND: &'static str = "last-used";
    const FOLDS_CASE: bool = false;
    /// Ids are unique over all accounts.
    fn account(&self) -> &str {
        ""
    }
    fn name(&self) -> &str {
        &self.of
    }
}

/// What a resolved key remembers of the last note, to write none twice.
#[derive(Debug, Default)]
pub struct Noted(Mutex<Option<LastUsed>>);

impl Noted {
    /// Notes a use. `access_key_id` stands for itself, unless it belongs to a session: then the role was used.
    pub fn note(
        &self,
        world: &World,
        principal: &Principal,
        access_key_id: &str,
        service: &str,
        region: &str,
    ) {
        let of = match principal {
            Principal::RoleSession { role_id, .. } => role_id,
            Principal::User { .. } => access_key_id,
            _ => return,
        };
        let at = Timestamp::from_seconds(world.clock.now().seconds());
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = last
            .as_ref()
            .is_some_and(|last| last.at == at && last.service == service && last.region == region);
        if noted {
            return;
        }
        let used = LastUsed {
            of: of.to_owned(),
            at,
            service: service.to_owned(),
            region: region.to_owned(),
        };
        // A store that fails will fail the request where it matters.
        let _ = world.metadata.commit(Commit::new().replace(&used));
        *last = Some(used);
    }
}

/// The last use of an access key id or of a role's unique id.
///
/// # Errors
/// A store that fails.
pub fn of(world: &World, id: &str) -> Result<Option<LastUsed>, StorageError> {
    directory::get(world, "", id)
}
