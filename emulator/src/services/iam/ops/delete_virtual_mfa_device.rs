//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::MfaDeviceRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, mfa_devices, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteVirtualMFADevice.
#[derive(Debug)]
pub struct DeleteVirtualMFADevice;

impl Operation for DeleteVirtualMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteVirtualMFADevice",
        "iam:DeleteVirtualMFADevice",
        erase::<Self>(),
    );
    /// The device's serial number.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let serial = params.required("SerialNumber", rules::SERIAL);
        params.end()?;
        Ok(serial)
    }

    fn asks(call: &Call<'_>, serial: &String) -> Result<Asks, Failure> {
        subject::ask::<MfaDeviceRecord>(call, Self::ROW.action, serial).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, serial: String) -> Result<(), Failure> {
        let unused = |device: &MfaDeviceRecord| match mfa_devices::user(call, device)? {
            Some(_) => Err(errors::deactivate_first()),
            None => Ok(()),
        };
        write::remove(call, &serial, errors::no_such_device, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
