//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::owner::{Owner, ask_bounded};
use crate::services::iam::params::Params;
use crate::services::iam::subject::Subject;
use crate::services::iam::{errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// DetachUserPolicy, DetachGroupPolicy, DetachRolePolicy.
#[derive(Debug)]
pub struct DetachPolicy<E>(PhantomData<E>);

impl<E: Owner> Operation for DetachPolicy<E> {
    const ROW: Row = E::TRIPLES.detach_policy.row(erase::<Self>());
    /// The owner's name and the policy's ARN.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok((owner, policy_arn))
    }

    fn asks(call: &Call<'_>, (owner, policy_arn): &(String, String)) -> Result<Asks, Failure> {
        let ask = ask_bounded::<E>(call, E::TRIPLES.detach_policy.action, owner)?;
        Ok(Asks::one(ask.key("iam:PolicyARN", policy_arn.as_str())))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, policy_arn): (String, String),
    ) -> Result<(), Failure> {
        let detach = |owner: &mut E| {
            let before = owner.attached().len();
            owner.attached_mut().retain(|kept| *kept != policy_arn);
            if owner.attached().len() == before {
                return Err(errors::no_such_policy(&policy_arn));
            }
            Ok(())
        };
        write::edit(call, &owner, detach).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
