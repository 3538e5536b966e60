//! What several calls about instance profiles need.

use crate::auth::directory::records::{InstanceProfileRecord, RoleRecord};
use crate::auth::directory::{self, unique_ids};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::{errors, role_view, show};
use crate::services::service::Call;

/// A profile with its role.
#[derive(Debug)]
pub struct Shown {
    profile: InstanceProfileRecord,
    role: Option<RoleRecord>,
}

impl Shown {
    /// The profile's name, in the case in which names are compared.
    pub fn key(&self) -> String {
        self.profile.name.to_lowercase()
    }

    /// Writes its elements; tags where AWS shows them.
    pub fn write(&self, xml: &mut Writer, with_tags: bool) {
        show::instance_profile(xml, &self.profile, self.role.as_ref());
        if with_tags {
            show::some_tags(xml, &self.profile.tags);
        }
    }
}

/// The role of a profile; one that is gone is none.
///
/// # Errors
/// A store that fails.
pub fn role(
    call: &Call<'_>,
    profile: &InstanceProfileRecord,
) -> Result<Option<RoleRecord>, Failure> {
    match &profile.role {
        Some(id) => errors::stored(unique_ids::bearer::<RoleRecord>(call.world, id)),
        None => Ok(None),
    }
}

/// A profile as answers show it.
///
/// # Errors
/// A store that fails.
pub fn shown(call: &Call<'_>, profile: InstanceProfileRecord) -> Result<Shown, Failure> {
    let role = role(call, &profile)?;
    let role = role.map(|role| role_view::shown(call, role)).transpose()?;
    Ok(Shown { profile, role })
}

/// The account's profiles, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn all(call: &Call<'_>) -> Result<Vec<InstanceProfileRecord>, Failure> {
    let account = &call.authority.identity().account;
    errors::stored(directory::list::<InstanceProfileRecord>(
        call.world, account,
    ))
}

/// The profiles of a role, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn of_role(call: &Call<'_>, role: &RoleRecord) -> Result<Vec<InstanceProfileRecord>, Failure> {
    let mut profiles = all(call)?;
    profiles.retain(|profile| profile.role.as_deref() == Some(&role.role_id));
    Ok(profiles)
}
