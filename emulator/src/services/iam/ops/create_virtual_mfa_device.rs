//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::MfaDeviceRecord;
use crate::base::{Failure, Secret, arn};
use crate::services::iam::params::{Params, Tags};
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{errors, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;
use data_encoding::{BASE32_NOPAD, BASE64};

/// 64 characters of base 32.
const SEED_BYTES: usize = 40;

/// What to create.
#[derive(Debug)]
pub struct Input {
    name: String,
    path: String,
    tags: Tags,
}

/// CreateVirtualMFADevice. The picture of its seed, which phones read, is left out.
#[derive(Debug)]
pub struct CreateVirtualMFADevice;

impl Operation for CreateVirtualMFADevice {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateVirtualMFADevice",
        "iam:CreateVirtualMFADevice",
        erase::<Self>(),
    );

    type Input = Input;
    type Output = (MfaDeviceRecord, Tags);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            name: params.required("VirtualMFADeviceName", rules::LONG_NAME),
            path: params
                .optional("Path", rules::PATH)
                .unwrap_or_else(|| "/".to_owned()),
            tags: params.tags(false, MfaDeviceRecord::FOLDS_TAG_CASE),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let device = arn::iam(account, "mfa", &input.path, &input.name);
        let ask = Ask::new(Self::ROW.action, &*device);
        let mut asks = vec![subject::request_tags(ask, &input.tags)];
        if !input.tags.is_empty() {
            let tag = Ask::new("iam:TagMFADevice", device);
            asks.push(subject::request_tags(tag, &input.tags));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(MfaDeviceRecord, Tags), Failure> {
        let seed = BASE32_NOPAD.encode(&call.world.ids.bytes::<SEED_BYTES>());
        let device = MfaDeviceRecord {
            name: input.name,
            path: input.path,
            account: call.authority.identity().account.clone(),
            seed: Secret::new(seed),
            user: None,
            enabled: None,
            tags: input.tags.iter().cloned().collect(),
        };
        let taken = errors::device_exists();
        let device = write::create(call, device, taken, || Ok(Commit::new())).await?;
        Ok((device, input.tags))
    }

    fn reply(call: &Call<'_>, (device, tags): (MfaDeviceRecord, Tags)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("VirtualMFADevice");
            xml.text_element("SerialNumber", device.arn());
            let seed = BASE64.encode(device.seed.expose().as_bytes());
            xml.text_element("Base32StringSeed", seed);
            show::given_tags(xml, &tags);
            xml.close();
        }))
    }
}
