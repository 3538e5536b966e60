//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html>

use data_encoding::BASE64;
use serde_json::json;

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::kms::{cipher, errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::Violations;

/// GenerateRandom.
#[derive(Debug)]
pub struct GenerateRandom;

impl Operation for GenerateRandom {
    const ROW: Row = Row::named(
        Service::Kms,
        "GenerateRandom",
        "kms:GenerateRandom",
        erase::<Self>(),
    );
    /// How many bytes.
    type Input = usize;
    type Output = Vec<u8>;

    fn parse(call: &Call<'_>) -> Result<usize, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        let no_stores = [("CustomKeyStoreId", "there are no custom key stores here")];
        request::refuse(call, &no_stores)?;
        let wanted = request::integer(call, "NumberOfBytes")?;
        let wanted = wanted.ok_or_else(errors::number_of_bytes_missing)?;
        let mut violations = Violations::new();
        violations.range("numberOfBytes", wanted, 1, 1024);
        errors::constraints(&violations)?;
        usize::try_from(wanted).map_err(|_| errors::number_of_bytes_missing())
    }

    fn asks(_: &Call<'_>, _: &usize) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, wanted: usize) -> Result<Vec<u8>, Failure> {
        Ok(cipher::random(&call.world.ids, wanted))
    }

    fn reply(_: &Call<'_>, bytes: Vec<u8>) -> Result<Reply, Failure> {
        Ok(request::reply(
            &json!({ "Plaintext": BASE64.encode(&bytes) }),
        ))
    }
}
