//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::DirectoryCommit;
use crate::auth::directory::records::AliasRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{account, errors, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// DeleteAccountAlias.
#[derive(Debug)]
pub struct DeleteAccountAlias;

impl Operation for DeleteAccountAlias {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteAccountAlias",
        "iam:DeleteAccountAlias",
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
            if record.alias.as_deref() != Some(&alias) {
                return Err(errors::no_such_alias(&alias));
            }
            record.alias = None;
            Ok(Commit::new().remove(&AliasRecord {
                alias: alias.clone(),
                owner: record.account.clone(),
            }))
        })
        .await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
