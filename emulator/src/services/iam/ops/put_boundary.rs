//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::owner::Bounded;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{attachments, errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// PutUserPermissionsBoundary, PutRolePermissionsBoundary.
#[derive(Debug)]
pub struct PutBoundary<E>(PhantomData<E>);

impl<E: Bounded> Operation for PutBoundary<E> {
    const ROW: Row = E::PUT_BOUNDARY.row(erase::<Self>());
    /// The owner's name and the policy's ARN.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        let policy_arn = params.required("PermissionsBoundary", rules::ARN);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok((owner, policy_arn))
    }

    /// The condition is about the boundary that is asked for, not the one that is there.
    fn asks(call: &Call<'_>, (owner, policy_arn): &(String, String)) -> Result<Asks, Failure> {
        let ask = subject::ask::<E>(call, E::PUT_BOUNDARY.action, owner)?;
        Ok(Asks::one(
            ask.key("iam:PermissionsBoundary", policy_arn.as_str()),
        ))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, policy_arn): (String, String),
    ) -> Result<(), Failure> {
        let put = |owner: &mut E| {
            let commit = attachments::begin_use(call, &policy_arn, errors::no_such_boundary)?;
            owner.set_boundary(Some(policy_arn.clone()));
            Ok(((), commit))
        };
        write::change(call, &owner, put).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
