//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::records::AliasRecord;
use crate::auth::directory::{self, DirectoryCommit};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{account, errors, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// CreateAccountAlias. An account has one: another takes its place.
#[derive(Debug)]
pub struct CreateAccountAlias;

impl Operation for CreateAccountAlias {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreateAccountAlias",
        "iam:CreateAccountAlias",
        erase::<Self>(),
    );
    /// The alias.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let alias = params.required("AccountAlias", rules::ALIAS);
        params.end()?;
        Ok(alias)
    }

    fn asks(_: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, alias: String) -> Result<(), Failure> {
        account::change(call, |record| {
            let taken = directory::get::<AliasRecord>(call.world, "", &alias);
            match errors::stored(taken)? {
                Some(taken) if taken.owner != record.account => {
                    return Err(errors::alias_exists(&alias));
                }
                Some(_) => return Ok(Commit::new()),
                None => {}
            }
            let owned = |alias: &str| AliasRecord {
                alias: alias.to_owned(),
                owner: record.account.clone(),
            };
            let mut commit = Commit::new().create(&owned(&alias));
            if let Some(old) = &record.alias {
                commit = commit.remove(&owned(old));
            }
            record.alias = Some(alias.clone());
            Ok(commit)
        })
        .await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
