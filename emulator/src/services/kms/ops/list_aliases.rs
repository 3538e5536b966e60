//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html>

use serde_json::{Value, json};

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::kms::keys::{self, KeyFault};
use crate::services::kms::page::Page;
use crate::services::kms::record::AliasRecord;
use crate::services::kms::{errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListAliases.
#[derive(Debug)]
pub struct ListAliases;

impl Operation for ListAliases {
    const ROW: Row = Row::named(
        Service::Kms,
        "ListAliases",
        "kms:ListAliases",
        erase::<Self>(),
    );
    /// The key whose aliases are wanted, if not those of all keys.
    type Input = (Option<String>, Page);
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<Self::Input, Failure> {
        let key = request::optional_name(call, "KeyId", "keyId")?;
        Ok((key, Page::read(call, 50, 100)?))
    }

    fn asks(_: &Call<'_>, _: &Self::Input) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, page): Self::Input,
    ) -> Result<Value, Failure> {
        let only = match name {
            Some(name) => Some(request::find_own(call, &name)?.record.id),
            None => None,
        };
        let account = &call.authority.identity().account;
        let aliases = keys::aliases(call.world, account, call.region);
        let mut entries = Vec::new();
        for alias in aliases.map_err(|_| errors::internal())? {
            let wanted = only.as_ref().is_none_or(|id| alias.key_id == *id);
            if wanted && alive(call, &alias)? {
                entries.push((alias.name.clone(), entry(&alias)));
            }
        }
        Ok(page.answer("Aliases", entries))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}

/// An alias goes with its key.
fn alive(call: &Call<'_>, alias: &AliasRecord) -> Result<bool, Failure> {
    match keys::find(call.world, &alias.account, &alias.region, &alias.key_id) {
        Ok(_) => Ok(true),
        Err(KeyFault::NoSuchKey(_)) => Ok(false),
        Err(fault) => Err(errors::key_fault(fault)),
    }
}

fn entry(alias: &AliasRecord) -> Value {
    json!({
        "AliasName": alias.name,
        "AliasArn": alias.arn(),
        "TargetKeyId": alias.key_id,
        "CreationDate": request::timestamp(alias.created),
        "LastUpdatedDate": request::timestamp(alias.updated),
    })
}
