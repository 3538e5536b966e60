//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::auth::mfa;
use crate::base::Failure;
use crate::services::iam::mfa_devices::{self, Proof};
use crate::services::iam::{errors, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// EnableMFADevice: two codes in a row prove that the user has it.
#[derive(Debug)]
pub struct EnableMFADevice;

impl Operation for EnableMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "EnableMFADevice",
        "iam:EnableMFADevice",
        erase::<Self>(),
    );

    type Input = Proof;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Proof, Failure> {
        mfa_devices::proof(call)
    }

    fn asks(call: &Call<'_>, proof: &Proof) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, &proof.user).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, proof: Proof) -> Result<(), Failure> {
        let user = subject::get::<UserRecord>(call, &proof.user)?;
        let enable = |device: &mut MfaDeviceRecord| {
            if mfa_devices::user(call, device)?.is_some() {
                return Err(errors::device_in_use());
            }
            if !mfa::follow(&device.seed, &proof.first, &proof.second, call.now) {
                return Err(errors::wrong_code());
            }
            if mfa_devices::of_user(call, &user)?.len() >= mfa_devices::MOST {
                return Err(errors::quota("MFADevicesPerUser", mfa_devices::MOST));
            }
            device.user = Some(user.user_id.clone());
            device.enabled = Some(call.now);
            Ok(())
        };
        write::edit(call, &proof.serial, enable).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
