//! How many entities an account can have.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>

use crate::auth::directory::records::{
    GroupRecord, InstanceProfileRecord, PolicyRecord, ProviderRecord, RoleRecord, UserRecord,
};
use crate::auth::directory::{self, Entity};
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::service::Call;

/// An entity whose number is limited.
pub trait Counted: Entity {
    /// AWS's name for the quota.
    const QUOTA: &'static str;
    /// The most that an account can have.
    const MOST: usize;
}

macro_rules! counted {
    ($($record:ty: $quota:literal, $most:literal;)*) => {
        $(impl Counted for $record {
            const QUOTA: &'static str = $quota;
            const MOST: usize = $most;
        })*
    };
}

// The last name is unconfirmed.
counted! {
    UserRecord: "UsersPerAccount", 5000;
    GroupRecord: "GroupsPerAccount", 300;
    RoleRecord: "RolesPerAccount", 1000;
    InstanceProfileRecord: "InstanceProfilesPerAccount", 1000;
    PolicyRecord: "PoliciesPerAccount", 1500;
    ProviderRecord: "OpenIdConnectProvidersPerAccount", 100;
}

/// Whether the caller's account can have one more.
///
/// # Errors
/// An account that is full, or a store that fails.
pub fn check<E: Counted>(call: &Call<'_>) -> Result<(), Failure> {
    let account = &call.authority.identity().account;
    let there = errors::stored(directory::count::<E>(call.world, account, E::MOST))?;
    if there < E::MOST {
        Ok(())
    } else {
        Err(errors::quota(E::QUOTA, E::MOST))
    }
}
