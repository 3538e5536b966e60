//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html>

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::cipher;
use crate::services::kms::errors;
use crate::services::kms::keys::Cryptographic;
use crate::services::kms::ops::decrypt::Sealed;
use crate::services::kms::request::{self, EncryptionContext};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ReEncrypt.
#[derive(Debug)]
pub struct ReEncrypt;

/// A ciphertext and the key it shall have.
#[derive(Debug)]
pub struct Input {
    source: Sealed,
    destination: String,
    context: EncryptionContext,
}

impl Operation for ReEncrypt {
    const ROW: Row = Row::named(
        Service::Kms,
        "ReEncrypt",
        "kms:ReEncryptFrom",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        for (member, at) in [
            ("SourceEncryptionAlgorithm", "sourceEncryptionAlgorithm"),
            (
                "DestinationEncryptionAlgorithm",
                "destinationEncryptionAlgorithm",
            ),
        ] {
            request::symmetric_algorithm(call, member, at)?;
        }
        Ok(Input {
            source: Sealed::read(
                call,
                "SourceKeyId",
                "sourceKeyId",
                "SourceEncryptionContext",
            )?,
            destination: request::named(call, "DestinationKeyId", "destinationKeyId")?,
            context: request::encryption_context(call, "DestinationEncryptionContext")?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let source = input.source.key(call)?;
        let destination = request::find(call, &input.destination)?;
        let same = source.arn() == destination.arn();
        let from = request::ask_action(call, Self::ROW.action, &source, input.source.name())?
            .with_encryption_context(input.source.context())
            .key("kms:ReEncryptOnSameKey", same);
        let to = request::ask_action(call, "kms:ReEncryptTo", &destination, &input.destination)?
            .with_encryption_context(&input.context)
            .key("kms:ReEncryptOnSameKey", same);
        Ok(Asks::Each(vec![from, to]))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Value, Failure> {
        let source = input.source.key(call)?;
        let destination = request::find(call, &input.destination)?;
        request::ready(call, &[&source, &destination])?;
        let plaintext = input.source.open(&source)?;
        let blob = cipher::seal(
            &destination.record,
            &call.world.ids,
            &input.context,
            &plaintext,
        )
        .map_err(|_| errors::internal())?;
        Ok(json!({
            "CiphertextBlob": BASE64.encode(&blob),
            "SourceKeyId": source.arn(),
            "KeyId": destination.arn(),
            "SourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "DestinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
