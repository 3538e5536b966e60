//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html>

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::cipher::{self, DataKey};
use crate::services::kms::errors;
use crate::services::kms::request::{self, EncryptionContext};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};

/// GenerateDataKey.
#[derive(Debug)]
pub struct GenerateDataKey;

/// The data key to make.
#[derive(Debug)]
pub struct Wanted {
    key: String,
    length_bytes: usize,
    context: EncryptionContext,
}

impl Operation for GenerateDataKey {
    const ROW: Row = Row::named(
        Service::Kms,
        "GenerateDataKey",
        "kms:GenerateDataKey",
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
            "Plaintext": BASE64.encode(&made.plaintext),
            "KeyId": arn,
        }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}

impl Wanted {
    /// Reads the request.
    pub(super) fn read(call: &Call<'_>) -> Result<Self, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        Ok(Self {
            key: request::key_name(call)?,
            length_bytes: length(call)?,
            context: request::encryption_context(call, "EncryptionContext")?,
        })
    }

    /// The permission on the key.
    pub(super) fn asks(&self, call: &Call<'_>) -> Result<Asks, Failure> {
        let key = request::find(call, &self.key)?;
        let ask = request::ask_cryptographic(call, &key, &self.key, &self.context)?;
        Ok(Asks::one(ask))
    }

    /// Makes the data key; also the ARN of the key above it.
    pub(super) fn make(&self, call: &Call<'_>) -> Result<(String, DataKey), Failure> {
        let key = request::find(call, &self.key)?;
        request::ready(call, &[&key])?;
        let made = cipher::data_key(
            &key.record,
            &call.world.ids,
            &self.context,
            self.length_bytes,
        );
        Ok((key.arn(), made.map_err(|_| errors::internal())?))
    }
}

/// Either a number of bytes or a key spec.
fn length(call: &Call<'_>) -> Result<usize, Failure> {
    const SPECS: [&str; 2] = ["AES_256", "AES_128"];
    let spec = request::string(call, "KeySpec")?;
    let bytes = request::integer(call, "NumberOfBytes")?;
    let mut violations = Violations::new();
    if let Some(spec) = spec {
        violations.one_of(Parameter::open("keySpec", spec), spec, &SPECS);
    }
    if let Some(bytes) = bytes {
        violations.range("numberOfBytes", bytes, 1, 1024);
    }
    errors::constraints(&violations)?;
    match (spec, bytes) {
        (Some("AES_128"), None) => Ok(16),
        (Some(_), None) => Ok(32),
        (None, Some(bytes)) => usize::try_from(bytes).map_err(|_| errors::data_key_length()),
        _ => Err(errors::data_key_length()),
    }
}
