//! Which user or role bears a unique id.
//!
//! AWS stores the unique ids of users and roles inside policies, so that somebody who is made again under the same name
//! is somebody else: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.

use serde::{Deserialize, Serialize};

use super::records::{RoleRecord, UserRecord};
use super::{Entity, get};
use crate::storage::StorageError;
use crate::world::World;

/// Who bears an id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Bearer {
    id: String,
    account: String,
    kind: String,
    /// The bearer's name.
    bearer: String,
}

impl Bearer {
    /// The note about an entity that has an id.
    pub(super) fn of<E: Entity>(entity: &E) -> Option<Self> {
        entity.unique_id().map(|id| Self {
            id: id.to_owned(),
            account: entity.account().to_owned(),
            kind: E::KIND.to_owned(),
            bearer: entity.name().to_owned(),
        })
    }
}

impl Entity for Bearer {
    const KIND: &'static str = "unique-id";
    /// Ids are unique over all accounts.
    fn account(&self) -> &str {
        ""
    }
    fn name(&self) -> &str {
        &self.id
    }
}

/// The user that bears `id`, whatever it is called now.
///
/// # Errors
/// A store that fails.
pub fn user(world: &World, id: &str) -> Result<Option<UserRecord>, StorageError> {
    let Some(bearer) = get::<Bearer>(world, "", id)? else {
        return Ok(None);
    };
    if bearer.kind != UserRecord::KIND {
        return Ok(None);
    }
    let user: Option<UserRecord> = get(world, &bearer.account, &bearer.bearer)?;
    Ok(user.filter(|user| user.user_id == id))
}

/// The ARN of the user or role that bears `id` now.
///
/// # Errors
/// A store that fails.
pub fn arn_of(world: &World, id: &str) -> Result<Option<String>, StorageError> {
    let Some(bearer) = get::<Bearer>(world, "", id)? else {
        return Ok(None);
    };
    let (account, name) = (&bearer.account, &bearer.bearer);
    if bearer.kind == UserRecord::KIND {
        Ok(get::<UserRecord>(world, account, name)?.map(|user| user.arn()))
    } else {
        Ok(get::<RoleRecord>(world, account, name)?.map(|role| role.arn()))
    }
}
