//! Writes that either happen on what was read or are tried again.

use crate::auth::directory::{self, DirectoryCommit};
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::subject::{self, Subject};
use crate::services::service::Call;
use crate::storage::{Commit, CommitError, MAX_VALUE_BYTES, records};

/// How often a write is tried against others who change the same entity.
const ATTEMPTS: usize = 32;

/// Creates an entity. `also` gives what has to be written with it, anew for each attempt.
///
/// # Errors
/// A name that is taken, whatever `also` refuses, or a store that fails.
pub async fn create<E: Subject>(
    call: &Call<'_>,
    mut entity: E,
    taken: Failure,
    also: impl Fn() -> Result<Commit, Failure> + Send,
) -> Result<E, Failure> {
    fit(call, &mut entity)?;
    for _ in 0..ATTEMPTS {
        let there = directory::get::<E>(call.world, entity.account(), entity.name());
        if errors::stored(there)?.is_some() {
            return Err(taken);
        }
        if settled(call, also()?.create(&entity)).await? {
            return Ok(entity);
        }
    }
    Err(errors::concurrent_modification())
}

/// Changes an entity. `edit` gives the call's result and what has to be written with the change, anew for each attempt.
///
/// # Errors
/// Nothing there, whatever `edit` refuses, or a store that fails.
pub async fn change<E: Subject, T: Send>(
    call: &Call<'_>,
    given: &str,
    edit: impl Fn(&mut E) -> Result<(T, Commit), Failure> + Send,
) -> Result<T, Failure> {
    for _ in 0..ATTEMPTS {
        let found = subject::find::<E>(call, given)?.ok_or_else(|| E::missing(given))?;
        found.entity.modifiable(call.row.name)?;
        let mut changed = found.entity.clone();
        let (done, commit) = edit(&mut changed)?;
        fit(call, &mut changed)?;
        if settled(call, commit.change(&found, &changed)).await? {
            return Ok(done);
        }
    }
    Err(errors::concurrent_modification())
}

/// As [`change`], for changes that touch nothing else and have no result.
///
/// # Errors
/// As [`change`].
pub async fn edit<E: Subject>(
    call: &Call<'_>,
    given: &str,
    edit: impl Fn(&mut E) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    change(call, given, move |entity: &mut E| {
        edit(entity).map(|()| ((), Commit::new()))
    })
    .await
}

/// Deletes an entity, unless `check` refuses.
///
/// # Errors
/// Nothing there, in the words of `missing`, whatever `check` refuses, or a store that fails.
pub async fn remove<E: Subject>(
    call: &Call<'_>,
    given: &str,
    missing: fn(&str) -> Failure,
    check: impl Fn(&E) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        let found = subject::find::<E>(call, given)?.ok_or_else(|| missing(given))?;
        found.entity.modifiable(call.row.name)?;
        check(&found.entity)?;
        if settled(call, Commit::new().remove_found(&found)).await? {
            return Ok(());
        }
    }
    Err(errors::concurrent_modification())
}

/// Whether a commit was applied; it is not when somebody else was faster.
///
/// # Errors
/// A store that fails.
pub async fn settled(call: &Call<'_>, commit: Commit) -> Result<bool, Failure> {
    match call.world.commit_authority(commit).await {
        Ok(()) => Ok(true),
        Err(CommitError::Conflict { .. }) => Ok(false),
        Err(CommitError::Storage(_)) => Err(errors::service_failure()),
    }
}

/// IAM counts policies without their white space, the store counts every byte.
fn fit<E: Subject>(call: &Call<'_>, entity: &mut E) -> Result<(), Failure> {
    let fits = |entity: &E| records::encode(entity).len() <= MAX_VALUE_BYTES;
    if fits(entity) {
        return Ok(());
    }
    entity.compact();
    if fits(entity) {
        Ok(())
    } else {
        Err(errors::record_too_large(call.row.name))
    }
}
