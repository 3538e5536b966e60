//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html>

use std::collections::BTreeMap;

use serde_json::json;

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::services::kms::record::{KeyRecord, Manager};
use crate::services::kms::{errors, managed, metadata, policies, request, tags};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};
use crate::storage::key_layout::Key;
use crate::storage::{Commit, records};

const MAX_DESCRIPTION_CHARACTERS: usize = 8192;
const SYMMETRIC: &str = "SYMMETRIC_DEFAULT";
const KEY_SPECS: [&str; 17] = [
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    SYMMETRIC,
    "HMAC_224",
    "HMAC_256",
    "HMAC_384",
    "HMAC_512",
    "SM2",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
    "ECC_NIST_EDWARDS25519",
];
const KEY_USAGES: [&str; 4] = [
    "SIGN_VERIFY",
    "ENCRYPT_DECRYPT",
    "GENERATE_VERIFY_MAC",
    "KEY_AGREEMENT",
];
const ORIGINS: [&str; 4] = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

/// CreateKey: symmetric encryption keys.
#[derive(Debug)]
pub struct CreateKey;

/// The key to make.
#[derive(Debug)]
pub struct Input {
    policy: Option<String>,
    description: String,
    bypass: bool,
    tags: BTreeMap<String, String>,
}

impl Operation for CreateKey {
    const ROW: Row = Row::named(Service::Kms, "CreateKey", "kms:CreateKey", erase::<Self>());
    type Input = Input;
    type Output = KeyRecord;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        kind_of_key(call)?;
        Ok(Input {
            policy: request::string(call, "Policy")?.map(str::to_owned),
            description: description(call)?,
            bypass: request::switch(call, "BypassPolicyLockoutSafetyCheck")?,
            tags: tags::read(call)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let create = describe(Ask::new(Self::ROW.action, "*"), account)
            .key("kms:BypassPolicyLockoutSafetyCheck", input.bypass);
        let mut asks = vec![tags::requested(create, &input.tags)];
        if !input.tags.is_empty() {
            let any_key = arn::kms_key(call.region, account, "*");
            let tag = describe(Ask::new("kms:TagResource", any_key), account);
            asks.push(tags::requested(tag, &input.tags));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<KeyRecord, Failure> {
        let account = call.authority.identity().account.clone();
        let id = call.world.ids.uuid();
        let policy = match input.policy {
            Some(policy) => {
                let key_arn = arn::kms_key(call.region, &account, &id);
                policies::check(call, &policy, &key_arn, input.bypass)?
            }
            None => managed::default_policy(&account),
        };
        let key = KeyRecord {
            id,
            account,
            region: call.region.to_owned(),
            created: call.now,
            description: input.description,
            manager: Manager::Customer,
            enabled: true,
            deletion: None,
            policy,
            tags: input.tags,
            material: managed::material(call.world),
        };
        let at = Key::kms_key(&*key.account, &*key.region, &*key.id).encode();
        let commit = Commit::new()
            .expect_absent(at.clone())
            .put(at, records::encode(&key));
        let done = call.world.commit_authority(commit).await;
        done.map_err(|_| errors::internal())?;
        Ok(key)
    }

    fn reply(call: &Call<'_>, key: KeyRecord) -> Result<Reply, Failure> {
        let metadata = metadata::write(&key, call.now);
        Ok(request::reply(&json!({ "KeyMetadata": metadata })))
    }
}

fn describe(ask: Ask, account: &str) -> Ask {
    ask.key("kms:CallerAccount", account)
        .key("kms:KeySpec", SYMMETRIC)
        .key("kms:KeyUsage", "ENCRYPT_DECRYPT")
        .key("kms:KeyOrigin", "AWS_KMS")
        .key("kms:MultiRegion", "false")
}

/// Only symmetric encryption keys with material of KMS's own are made here.
fn kind_of_key(call: &Call<'_>) -> Result<(), Failure> {
    let spec = match request::string(call, "KeySpec")? {
        Some(spec) => Some(spec),
        None => request::string(call, "CustomerMasterKeySpec")?,
    };
    let usage = request::string(call, "KeyUsage")?;
    let origin = request::string(call, "Origin")?;
    let mut violations = Violations::new();
    for (at, value, known) in [
        ("keySpec", spec, KEY_SPECS.as_slice()),
        ("keyUsage", usage, &KEY_USAGES),
        ("origin", origin, &ORIGINS),
    ] {
        if let Some(value) = value {
            violations.one_of(Parameter::open(at, value), value, known);
        }
    }
    errors::constraints(&violations)?;
    request::refuse(
        call,
        &[
            ("CustomKeyStoreId", "there are no custom key stores here"),
            ("XksKeyId", "there are no external key stores here"),
        ],
    )?;
    if spec.is_some_and(|spec| spec != SYMMETRIC) {
        let why = "only symmetric encryption keys are made here";
        return Err(errors::not_implemented("KeySpec", why));
    }
    if let Some(usage) = usage.filter(|usage| *usage != "ENCRYPT_DECRYPT") {
        return Err(errors::incompatible_usage(usage, SYMMETRIC));
    }
    if origin.is_some_and(|origin| origin != "AWS_KMS") {
        let why = "key material cannot be imported or kept elsewhere";
        return Err(errors::not_implemented("Origin", why));
    }
    if request::switch(call, "MultiRegion")? {
        let why = "keys are not replicated between regions";
        return Err(errors::not_implemented("MultiRegion", why));
    }
    Ok(())
}

/// Reads `Description`.
pub(super) fn description(call: &Call<'_>) -> Result<String, Failure> {
    let description = request::string(call, "Description")?.unwrap_or_default();
    let mut violations = Violations::new();
    violations.length(
        Parameter::open("description", description),
        description.chars().count(),
        0,
        MAX_DESCRIPTION_CHARACTERS,
    );
    errors::constraints(&violations)?;
    Ok(description.to_owned())
}
