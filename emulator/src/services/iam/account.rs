//! What an account has once: its alias and its rules for passwords.

use crate::auth::directory::records::AccountRecord;
use crate::auth::directory::{self, DirectoryCommit, Entity};
use crate::base::Failure;
use crate::services::iam::{errors, write};
use crate::services::service::Call;
use crate::storage::Commit;

/// How often a write is tried against others.
const ATTEMPTS: usize = 32;

/// What the caller's account has.
///
/// # Errors
/// A store that fails.
pub fn of(call: &Call<'_>) -> Result<AccountRecord, Failure> {
    let fresh = fresh(call);
    let there = directory::get::<AccountRecord>(call.world, &fresh.account, fresh.name());
    Ok(errors::stored(there)?.unwrap_or(fresh))
}

/// Changes what the caller's account has. `edit` gives what has to be written with it, anew for each attempt.
///
/// # Errors
/// Whatever `edit` refuses, or a store that fails.
pub async fn change(
    call: &Call<'_>,
    edit: impl Fn(&mut AccountRecord) -> Result<Commit, Failure> + Send,
) -> Result<(), Failure> {
    let fresh = fresh(call);
    for _ in 0..ATTEMPTS {
        let found = directory::find::<AccountRecord>(call.world, &fresh.account, fresh.name());
        let found = errors::stored(found)?;
        let mut changed = found
            .as_ref()
            .map_or_else(|| fresh.clone(), |found| found.entity.clone());
        let commit = edit(&mut changed)?;
        let commit = match &found {
            Some(found) => commit.change(found, &changed),
            None => commit.create(&changed),
        };
        if write::settled(call, commit).await? {
            return Ok(());
        }
    }
    Err(errors::concurrent_modification())
}

fn fresh(call: &Call<'_>) -> AccountRecord {
    AccountRecord {
        account: call.authority.identity().account.clone(),
        ..AccountRecord::default()
    }
}
