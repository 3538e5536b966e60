//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html>

use serde_json::json;

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::services::kms::keys::{self, KmsKey, Name, S3_ALIAS};
use crate::services::kms::{errors, metadata, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DescribeKey.
#[derive(Debug)]
pub struct DescribeKey;

impl Operation for DescribeKey {
    const ROW: Row = Row::named(
        Service::Kms,
        "DescribeKey",
        "kms:DescribeKey",
        erase::<Self>(),
    );
    type Input = String;
    type Output = KmsKey;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        request::refuse(call, request::NO_GRANTS_NO_ENCLAVES)?;
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        if not_made_yet(call, name)? {
            let account = &call.authority.identity().account;
            let any_key = arn::kms_key(call.region, account, "*");
            return Ok(Asks::one(Ask::new(Self::ROW.action, any_key)));
        }
        let key = request::find(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<KmsKey, Failure> {
        if not_made_yet(call, &name)? {
            let account = &call.authority.identity().account;
            let made = keys::managed_s3_key(call.world, account, call.region).await;
            return made.map_err(errors::key_fault);
        }
        request::find(call, &name)
    }

    fn reply(call: &Call<'_>, key: KmsKey) -> Result<Reply, Failure> {
        let metadata = metadata::write(&key.record, call.now);
        Ok(request::reply(&json!({ "KeyMetadata": metadata })))
    }
}

/// Whether the name is the alias of S3's managed key, and the caller's account has none yet: asking for it makes it.
fn not_made_yet(call: &Call<'_>, name: &str) -> Result<bool, Failure> {
    let account = &call.authority.identity().account;
    let of_s3 = Name::Alias {
        account: account.clone(),
        name: S3_ALIAS.to_owned(),
    };
    let asked = Name::parse(account, call.region, name).map_err(errors::key_fault)?;
    if asked != of_s3 {
        return Ok(false);
    }
    let known = keys::alias(call.world, account, call.region, S3_ALIAS);
    Ok(known.map_err(|_| errors::internal())?.is_none())
}
