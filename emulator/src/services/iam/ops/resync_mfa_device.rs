//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{MfaDeviceRecord, UserRecord};
use crate::auth::mfa;
use crate::base::Failure;
use crate::services::iam::mfa_devices::{self, Proof};
use crate::services::iam::{errors, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ResyncMFADevice: devices here follow the clock of the stack, so that there is nothing to set after the check.
#[derive(Debug)]
pub struct ResyncMFADevice;

impl Operation for ResyncMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "ResyncMFADevice",
        "iam:ResyncMFADevice",
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
        let device = subject::get::<MfaDeviceRecord>(call, &proof.serial)?;
        if device.user.as_deref() != Some(&user.user_id) {
            return Err(errors::no_such_device(&proof.serial));
        }
        if mfa::follow(&device.seed, &proof.first, &proof.second, call.now) {
            Ok(())
        } else {
            Err(errors::wrong_code())
        }
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
