//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html>

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::cipher;
use crate::services::kms::errors;
use crate::services::kms::keys::{self, KeyFault, KmsKey, Name};
use crate::services::kms::request::{self, EncryptionContext};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

const MAX_CIPHERTEXT_BYTES: usize = 6144;

/// Decrypt.
#[derive(Debug)]
pub struct Decrypt;

/// A ciphertext, and the key that the caller believes it is of.
#[derive(Debug)]
pub struct Sealed {
    named: Option<String>,
    blob: Vec<u8>,
    context: EncryptionContext,
}

impl Operation for Decrypt {
    const ROW: Row = Row::named(Service::Kms, "Decrypt", "kms:Decrypt", erase::<Self>());
    type Input = Sealed;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Sealed, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        request::symmetric_algorithm(call, "EncryptionAlgorithm", "encryptionAlgorithm")?;
        Sealed::read(call, "KeyId", "keyId", "EncryptionContext")
    }

    fn asks(call: &Call<'_>, sealed: &Sealed) -> Result<Asks, Failure> {
        let key = sealed.key(call)?;
        let name = sealed.name();
        let ask = request::ask_cryptographic(call, &key, name, &sealed.context)?;
        Ok(Asks::one(ask))
    }

    async fn run(call: &Call<'_>, _permit: Permit, sealed: Sealed) -> Result<Value, Failure> {
        let key = sealed.key(call)?;
        request::ready(call, &[&key])?;
        let plaintext = sealed.open(&key)?;
        Ok(json!({
            "Plaintext": BASE64.encode(&plaintext),
            "KeyId": key.arn(),
            "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}

impl Sealed {
    /// Reads a ciphertext and what belongs to it.
    pub(super) fn read(
        call: &Call<'_>,
        key: &str,
        at: &str,
        context: &str,
    ) -> Result<Self, Failure> {
        Ok(Self {
            named: request::optional_name(call, key, at)?,
            blob: request::blob(
                call,
                "CiphertextBlob",
                "ciphertextBlob",
                MAX_CIPHERTEXT_BYTES,
            )?,
            context: request::encryption_context(call, context)?,
        })
    }

    /// What the request calls the key.
    pub(super) fn name(&self) -> &str {
        self.named.as_deref().unwrap_or_default()
    }

    /// The encryption context.
    pub(super) fn context(&self) -> &[(String, String)] {
        &self.context
    }

    /// The key that the ciphertext was made with; it must be the named one.
    pub(super) fn key(&self, call: &Call<'_>) -> Result<KmsKey, Failure> {
        let arn = cipher::key_arn(&self.blob).map_err(|_| errors::invalid_ciphertext())?;
        if let Some(name) = &self.named {
            let named = request::find(call, name)?;
            return if named.arn() == arn {
                Ok(named)
            } else {
                Err(errors::incorrect_key())
            };
        }
        let account = &call.authority.identity().account;
        // Bytes that merely look like a ciphertext may hold any text in the ARN's place.
        match Name::parse(account, call.region, arn) {
            Ok(_) | Err(KeyFault::WrongRegion(_)) => {}
            Err(_) => return Err(errors::invalid_ciphertext()),
        }
        keys::resolve(call.world, account, call.region, arn).map_err(|fault| match fault {
            KeyFault::Storage(_) => errors::internal(),
            _ => errors::unknown_ciphertext_key(),
        })
    }

    /// The plaintext.
    pub(super) fn open(&self, key: &KmsKey) -> Result<Vec<u8>, Failure> {
        cipher::open(&key.record, &self.context, &self.blob)
            .map_err(|_| errors::invalid_ciphertext())
    }
}
