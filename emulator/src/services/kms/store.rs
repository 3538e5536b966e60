//! Changing a key's record: read, change, write if nobody else did.

use super::errors;
use super::keys::KeyFault;
use super::record::{KeyRecord, KeyState};
use crate::base::{Failure, arn};
use crate::services::service::Call;
use crate::storage::key_layout::Key;
use crate::storage::{Commit, CommitError, records};

/// How often a change is tried again when others change the same key.
const ATTEMPTS: usize = 16;

/// Changes a key's record; `change` may be called more than once.
///
/// # Errors
/// Those of `change`, a key that is gone, or a store that fails.
pub async fn change<T>(
    call: &Call<'_>,
    key: &KeyRecord,
    mut change: impl FnMut(&mut KeyRecord) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (account, region, id) = (&*key.account, &*key.region, &*key.id);
    let at = Key::kms_key(account, region, id).encode();
    for _ in 0..ATTEMPTS {
        let gone = || errors::key_fault(KeyFault::NoSuchKey(arn::kms_key(region, account, id)));
        let stored = call
            .world
            .metadata
            .get(&at)
            .map_err(|_| errors::internal())?;
        let stored = stored.ok_or_else(gone)?;
        let mut record: KeyRecord = records::decode(&stored).map_err(|_| errors::internal())?;
        if record.state(call.now) == KeyState::Gone {
            return Err(gone());
        }
        let done = change(&mut record)?;
        let commit = Commit::new()
            .expect_equals(at.clone(), stored)
            .put(at.clone(), records::encode(&record));
        match call.world.commit_authority(commit).await {
            Ok(()) => return Ok(done),
            Err(CommitError::Conflict { .. }) => {}
            Err(CommitError::Storage(_)) => return Err(errors::internal()),
        }
    }
    Err(errors::internal())
}
