//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html>

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::cipher::{self, MAX_PLAINTEXT_BYTES};
use crate::services::kms::errors;
use crate::services::kms::request::{self, EncryptionContext};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// Encrypt.
#[derive(Debug)]
pub struct Encrypt;

/// What to encrypt, and how.
pub struct Input {
    key: String,
    plaintext: Vec<u8>,
    context: EncryptionContext,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The plaintext stays out of every log.
        f.debug_struct("Input").field("key", &self.key).finish()
    }
}

impl Operation for Encrypt {
    const ROW: Row = Row::named(Service::Kms, "Encrypt", "kms:Encrypt", erase::<Self>());
    type Input = Input;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        request::symmetric_algorithm(call, "EncryptionAlgorithm", "encryptionAlgorithm")?;
        Ok(Input {
            key: request::key_name(call)?,
            plaintext: request::blob(call, "Plaintext", "plaintext", MAX_PLAINTEXT_BYTES)?,
            context: request::encryption_context(call, "EncryptionContext")?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let key = request::find(call, &input.key)?;
        let ask = request::ask_cryptographic(call, &key, &input.key, &input.context)?;
        Ok(Asks::one(ask))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Value, Failure> {
        let key = request::find(call, &input.key)?;
        request::ready(call, &[&key])?;
        let blob = cipher::seal(
            &key.record,
            &call.world.ids,
            &input.context,
            &input.plaintext,
        )
        .map_err(|_| errors::internal())?;
        Ok(json!({
            "CiphertextBlob": BASE64.encode(&blob),
            "KeyId": key.arn(),
            "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
