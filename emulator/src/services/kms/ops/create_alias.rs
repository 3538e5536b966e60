//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::kms::keys::KmsKey;
use crate::services::kms::record::{AliasRecord, alias_arn};
use crate::services::kms::{errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::{Parameter, Violations};
use crate::storage::key_layout::Key;
use crate::storage::{Commit, CommitError, records};

/// CreateAlias.
#[derive(Debug)]
pub struct CreateAlias;

impl Operation for CreateAlias {
    const ROW: Row = Row::named(
        Service::Kms,
        "CreateAlias",
        "kms:CreateAlias",
        erase::<Self>(),
    );
    /// The alias and the key's name.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let alias = alias_name(call)?;
        if alias.starts_with("alias/aws/") {
            return Err(errors::alias_reserved());
        }
        Ok((alias, target(call)?))
    }

    fn asks(call: &Call<'_>, (alias, target): &(String, String)) -> Result<Asks, Failure> {
        let key = request::find_own(call, target)?;
        Ok(Asks::Each(vec![
            on_alias(call, Self::ROW.action, alias),
            request::ask(call, &key, target)?,
        ]))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, target): (String, String),
    ) -> Result<(), Failure> {
        let key = request::find_own(call, &target)?;
        request::not_pending(&key.record, call.now)?;
        let alias = record(call, &name, &key);
        let at = Key::kms_alias(&*alias.account, call.region, &*name).encode();
        let commit = Commit::new()
            .expect_absent(at.clone())
            .put(at, records::encode(&alias));
        match call.world.commit_authority(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Conflict { .. }) => Err(errors::alias_exists(&alias.arn())),
            Err(CommitError::Storage(_)) => Err(errors::internal()),
        }
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}

fn record(call: &Call<'_>, name: &str, key: &KmsKey) -> AliasRecord {
    AliasRecord {
        name: name.to_owned(),
        account: key.record.account.clone(),
        region: key.record.region.clone(),
        key_id: key.record.id.clone(),
        created: call.now,
        updated: call.now,
    }
}

/// The permission on an alias. Aliases have no policy of their own.
pub(super) fn on_alias(call: &Call<'_>, action: &'static str, alias: &str) -> Ask {
    let account = &call.authority.identity().account;
    Ask::new(action, alias_arn(call.region, account, alias))
        .owned(&**account, None)
        .key("kms:CallerAccount", &**account)
}

/// Reads `AliasName`.
pub(super) fn alias_name(call: &Call<'_>) -> Result<String, Failure> {
    const PATTERN: &str = "^[a-zA-Z0-9:/_-]+$";
    let name = request::string(call, "AliasName")?;
    let mut violations = Violations::new();
    match name {
        None => violations.missing("aliasName"),
        Some(name) => {
            let parameter = Parameter::open("aliasName", name);
            violations.length(parameter, name.chars().count(), 1, 256);
            violations.pattern(parameter, name, PATTERN, |c| {
                c.is_ascii_alphanumeric() || ":/_-".contains(c)
            });
        }
    }
    errors::constraints(&violations)?;
    let name = name.unwrap_or_default();
    match name.strip_prefix("alias/") {
        None | Some("") => Err(errors::alias_prefix()),
        Some(_) => Ok(name.to_owned()),
    }
}

/// Reads `TargetKeyId`: a key, not another alias.
pub(super) fn target(call: &Call<'_>) -> Result<String, Failure> {
    let target = request::named(call, "TargetKeyId", "targetKeyId")?;
    if target.starts_with("alias/") || target.contains(":alias/") {
        return Err(errors::alias_of_alias());
    }
    Ok(target)
}
