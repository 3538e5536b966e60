//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html>

use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::request;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetKeyRotationStatus. Rotation cannot be switched on here, so it is off.
#[derive(Debug)]
pub struct GetKeyRotationStatus;

impl Operation for GetKeyRotationStatus {
    const ROW: Row = Row::named(
        Service::Kms,
        "GetKeyRotationStatus",
        "kms:GetKeyRotationStatus",
        erase::<Self>(),
    );
    type Input = String;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<Value, Failure> {
        let key = request::find_own(call, &name)?;
        Ok(json!({ "KeyId": key.arn(), "KeyRotationEnabled": false }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
