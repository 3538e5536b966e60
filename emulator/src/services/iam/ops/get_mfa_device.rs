//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, mfa_devices, rules, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetMFADevice.
#[derive(Debug)]
pub struct GetMFADevice;

impl Operation for GetMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetMFADevice",
        "iam:GetMFADevice",
        erase::<Self>(),
    );
    /// The device's serial number and the user who has it.
    type Input = (String, Option<String>);
    type Output = (MfaDeviceRecord, Option<UserRecord>);

    fn parse(call: &Call<'_>) -> Result<(String, Option<String>), Failure> {
        let mut params = Params::of(call);
        let serial = params.required("SerialNumber", rules::SERIAL);
        let user = params.optional("UserName", rules::LONG_NAME);
        params.end()?;
        Ok((serial, user))
    }

    fn asks(call: &Call<'_>, (serial, user): &(String, Option<String>)) -> Result<Asks, Failure> {
        let action = Self::ROW.action;
        Ok(Asks::one(match user {
            Some(user) => subject::ask::<UserRecord>(call, action, user)?,
            None => match device_user(call, serial)? {
                Some(user) => subject::ask::<UserRecord>(call, action, &user.name)?,
                None => subject::ask::<MfaDeviceRecord>(call, action, serial)?,
            },
        }))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (serial, name): (String, Option<String>),
    ) -> Result<(MfaDeviceRecord, Option<UserRecord>), Failure> {
        let device = subject::get::<MfaDeviceRecord>(call, &serial)?;
        let user = mfa_devices::user(call, &device)?;
        if let Some(name) = name {
            let named = subject::get::<UserRecord>(call, &name)?;
            if device.user.as_deref() != Some(&named.user_id) {
                return Err(errors::no_such_device(&serial));
            }
        }
        Ok((device, user))
    }

    fn reply(
        call: &Call<'_>,
        (device, user): (MfaDeviceRecord, Option<UserRecord>),
    ) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| match &user {
            Some(user) => mfa_devices::write(xml, &user.name, &device),
            None => {
                xml.text_element("SerialNumber", device.arn());
            }
        }))
    }
}

/// The user of a device that is there and enabled.
fn device_user(call: &Call<'_>, serial: &str) -> Result<Option<UserRecord>, Failure> {
    match subject::find::<MfaDeviceRecord>(call, serial)? {
        Some(found) => mfa_devices::user(call, &found.entity),
        None => Ok(None),
    }
}
