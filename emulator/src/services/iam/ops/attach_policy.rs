//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::owner::{MAX_ATTACHED, Owner, ask_bounded};
use crate::services::iam::params::Params;
use crate::services::iam::subject::Subject;
use crate::services::iam::{attachments, errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};
use crate::storage::Commit;

/// AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy. Attaching again changes nothing.
#[derive(Debug)]
pub struct AttachPolicy<E>(PhantomData<E>);

impl<E: Owner> Operation for AttachPolicy<E> {
    const ROW: Row = E::TRIPLES.attach_policy.row(erase::<Self>());
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
        let ask = ask_bounded::<E>(call, E::TRIPLES.attach_policy.action, owner)?;
        Ok(Asks::one(ask.key("iam:PolicyARN", policy_arn.as_str())))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, policy_arn): (String, String),
    ) -> Result<(), Failure> {
        let attach = |owner: &mut E| {
            if owner.attached().contains(&policy_arn) {
                return Ok(((), Commit::new()));
            }
            let commit = attachments::begin_use(call, &policy_arn, errors::not_attachable)?;
            if owner.attached().len() >= MAX_ATTACHED {
                return Err(errors::quota(E::ATTACHED_QUOTA, MAX_ATTACHED));
            }
            owner.attached_mut().push(policy_arn.clone());
            Ok(((), commit))
        };
        write::change(call, &owner, attach).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
