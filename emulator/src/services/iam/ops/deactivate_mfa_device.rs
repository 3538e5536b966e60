//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{callers_user, errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeactivateMFADevice. The device stays, for nobody.
#[derive(Debug)]
pub struct DeactivateMFADevice;

impl Operation for DeactivateMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeactivateMFADevice",
        "iam:DeactivateMFADevice",
        erase::<Self>(),
    );
    /// The user's name and the device's serial number.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let user = callers_user::name(call, &mut params);
        let serial = params.required("SerialNumber", rules::SERIAL);
        params.end()?;
        Ok((user, serial))
    }

    fn asks(call: &Call<'_>, (user, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, user).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (user, serial): (String, String),
    ) -> Result<(), Failure> {
        let user = subject::get::<UserRecord>(call, &user)?;
        let deactivate = |device: &mut MfaDeviceRecord| {
            if device.user.as_deref() != Some(&user.user_id) {
                return Err(errors::no_such_device(&serial));
            }
            device.user = None;
            device.enabled = None;
            Ok(())
        };
        write::edit(call, &serial, deactivate).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
