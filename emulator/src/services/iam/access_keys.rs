//! What several calls about access keys need. The user's record lists the ids; each key has a record of its own.

use crate::auth::directory::records::{AccessKeyRecord, UserRecord};
use crate::auth::directory::{self, DirectoryCommit, FoundKey};
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::service::Call;
use crate::storage::Commit;

/// Keys that one user can have.
pub const MOST: usize = 2;

/// `Active` or `Inactive`.
pub const fn status(active: bool) -> &'static str {
    if active { "Active" } else { "Inactive" }
}

/// A key of a user.
///
/// # Errors
/// A key that is not there, or not this user's.
pub fn of(call: &Call<'_>, user: &UserRecord, access_key_id: &str) -> Result<FoundKey, Failure> {
    let missing = || errors::no_such_access_key(access_key_id);
    if !user.access_keys.iter().any(|id| id == access_key_id) {
        return Err(missing());
    }
    errors::stored(directory::find_access_key(call.world, access_key_id))?.ok_or_else(missing)
}

/// All keys of a user, oldest first.
///
/// # Errors
/// A store that fails.
pub fn all(call: &Call<'_>, user: &UserRecord) -> Result<Vec<AccessKeyRecord>, Failure> {
    let mut keys = Vec::new();
    for id in &user.access_keys {
        keys.extend(errors::stored(directory::access_key(call.world, id))?);
    }
    Ok(keys)
}

/// What has to be written to the keys of a user who has another name now.
///
/// # Errors
/// A store that fails.
pub fn renamed(call: &Call<'_>, user: &UserRecord) -> Result<Commit, Failure> {
    let mut commit = Commit::new();
    for id in &user.access_keys {
        let found = of(call, user, id)?;
        if found.key.user_name != user.name {
            let mut key = found.key.clone();
            key.user_name.clone_from(&user.name);
            commit = commit.change_access_key(&found, &key);
        }
    }
    Ok(commit)
}
