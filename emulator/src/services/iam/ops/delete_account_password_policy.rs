//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{account, errors};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// DeleteAccountPasswordPolicy.
#[derive(Debug)]
pub struct DeleteAccountPasswordPolicy;

impl Operation for DeleteAccountPasswordPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteAccountPasswordPolicy",
        "iam:DeleteAccountPasswordPolicy",
        erase::<Self>(),
    );

    type Input = ();
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(), Failure> {
        Params::of(call).end()
    }

    fn asks(_: &Call<'_>, _: &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        account::change(call, |record| match record.passwords.take() {
            Some(_) => Ok(Commit::new()),
            None => Err(errors::no_password_policy_to_delete()),
        })
        .await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
