//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html>

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::ops::generate_data_key::Wanted;
use crate::services::kms::request;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GenerateDataKeyWithoutPlaintext.
#[derive(Debug)]
pub struct GenerateDataKeyWithoutPlaintext;

impl Operation for GenerateDataKeyWithoutPlaintext {
    const ROW: Row = Row::named(
        Service::Kms,
        "GenerateDataKeyWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
        erase::<Self>(),
    );
    type Input = Wanted;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Wanted, Failure> {
        Wanted::read(call)
    }

    fn asks(call: &Call<'_>, wanted: &Wanted) -> Result<Asks, Failure> {
        wanted.asks(call)
    }

    async fn run(call: &Call<'_>, _permit: Permit, wanted: Wanted) -> Result<Value, Failure> {
        let (arn, made) = wanted.make(call)?;
        Ok(json!({
            "CiphertextBlob": BASE64.encode(&made.ciphertext),
            "KeyId": arn,
        }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
