//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::keys;
use crate::services::kms::ops::create_alias::{alias_name, on_alias, target};
use crate::services::kms::record::AliasRecord;
use crate::services::kms::{errors, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::key_layout::Key;
use crate::storage::{Commit, CommitError, records};

/// How often the change is tried again when others change the same alias.
const ATTEMPTS: usize = 16;

/// UpdateAlias.
#[derive(Debug)]
pub struct UpdateAlias;

impl Operation for UpdateAlias {
    const ROW: Row = Row::named(
        Service::Kms,
        "UpdateAlias",
        "kms:UpdateAlias",
        erase::<Self>(),
    );
    /// The alias and the new key's name.
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
        let before = request::find_own(call, alias)?;
        let after = request::find_own(call, target)?;
        Ok(Asks::Each(vec![
            on_alias(call, Self::ROW.action, alias),
            request::ask(call, &before, alias)?,
            request::ask(call, &after, target)?,
        ]))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, target): (String, String),
    ) -> Result<(), Failure> {
        let key = request::find_own(call, &target)?;
        request::not_pending(&key.record, call.now)?;
        let account = &call.authority.identity().account;
        let at = Key::kms_alias(&**account, call.region, &*name).encode();
        for _ in 0..ATTEMPTS {
            let stored = call.world.metadata.get(&at);
            let Some(stored) = stored.map_err(|_| errors::internal())? else {
                return Err(missing(call, account, &name));
            };
            let mut alias: AliasRecord =
                records::decode(&stored).map_err(|_| errors::internal())?;
            alias.key_id.clone_from(&key.record.id);
            alias.updated = call.now;
            let commit = Commit::new()
                .expect_equals(at.clone(), stored)
                .put(at.clone(), records::encode(&alias));
            match call.world.commit_authority(commit).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Conflict { .. }) => {}
                Err(CommitError::Storage(_)) => return Err(errors::internal()),
            }
        }
        Err(errors::internal())
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}

fn missing(call: &Call<'_>, account: &str, name: &str) -> Failure {
    let arn = crate::services::kms::record::alias_arn(call.region, account, name);
    errors::key_fault(keys::KeyFault::NoSuchAlias(arn))
}
