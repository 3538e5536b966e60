//! Which user, role or group bears a unique id.
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

/// The ARN of the user or role that bears `id` now. Groups are no principals and have none here.
///
/// # Errors
/// A store that fails.
pub fn arn_of(world: &World, id: &str) -> Result<Option<String>, StorageError> {
    if let Some(user) = bearer::<UserRecord>(world, id)? {
        return Ok(Some(user.arn()));
    }
    Ok(bearer::<RoleRecord>(world, id)?.map(|role| role.arn()))
}

/// The entity of a kind that bears `id` now.
///
/// # Errors
/// A store that fails.
pub fn bearer<E: Entity>(world: &World, id: &str) -> Result<Option<E>, StorageError> {
    let Some(bearer) = get::<Bearer>(world, "", id)?.filter(|bearer| bearer.kind == E::KIND) else {
        return Ok(None);
    };
    let found = get::<E>(world, &bearer.account, &bearer.bearer)?;
    Ok(found.filter(|entity| entity.unique_id() == Some(id)))
}
