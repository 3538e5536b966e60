//! What several calls about MFA devices need.

use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::auth::directory::{self, unique_ids};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show};
use crate::services::service::Call;

/// Devices that one user can have.
pub const MOST: usize = 8;

/// A device, the user who has it and two codes that it shows.
#[derive(Debug)]
pub struct Proof {
    /// The user's name.
    pub user: String,
    /// The device's serial number.
    pub serial: String,
    /// A code.
    pub first: String,
    /// The code that followed.
    pub second: String,
}

/// Reads user, device and two codes.
///
/// # Errors
/// Parameters outside their constraints.
pub fn proof(call: &Call<'_>) -> Result<Proof, Failure> {
    let mut params = Params::of(call);
    let proof = Proof {
        user: params.required("UserName", rules::LONG_NAME),
        serial: params.required("SerialNumber", rules::SERIAL),
        first: params.required("AuthenticationCode1", rules::CODE),
        second: params.required("AuthenticationCode2", rules::CODE),
    };
    params.end()?;
    Ok(proof)
}

/// The account's devices, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn all(call: &Call<'_>) -> Result<Vec<MfaDeviceRecord>, Failure> {
    let account = &call.authority.identity().account;
    errors::stored(directory::list::<MfaDeviceRecord>(call.world, account))
}

/// The devices of a user, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn of_user(call: &Call<'_>, user: &UserRecord) -> Result<Vec<MfaDeviceRecord>, Failure> {
    let mut devices = all(call)?;
    devices.retain(|device| device.user.as_deref() == Some(&user.user_id));
    Ok(devices)
}

/// The user of a device, if it is enabled for one.
///
/// # Errors
/// A store that fails.
pub fn user(call: &Call<'_>, device: &MfaDeviceRecord) -> Result<Option<UserRecord>, Failure> {
    match &device.user {
        Some(id) => errors::stored(unique_ids::bearer::<UserRecord>(call.world, id)),
        None => Ok(None),
    }
}

/// Writes a device that a user has.
pub fn write(xml: &mut Writer, user: &str, device: &MfaDeviceRecord) {
    xml.text_element("UserName", user);
    xml.text_element("SerialNumber", device.arn());
    if let Some(enabled) = device.enabled {
        show::date(xml, "EnableDate", enabled);
    }
}
