//! Who is in a group. Users keep their groups, so that one answer cannot contradict another.

use crate::auth::directory;
use crate::auth::directory::records::{GroupRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::service::Call;

/// The users of a group, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn of(call: &Call<'_>, group: &GroupRecord) -> Result<Vec<UserRecord>, Failure> {
    let mut users = errors::stored(directory::list::<UserRecord>(call.world, &group.account))?;
    users.retain(|user| user.groups.contains(&group.group_id));
    Ok(users)
}
