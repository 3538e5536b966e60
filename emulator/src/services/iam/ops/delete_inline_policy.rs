//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::{Owner, ask_bounded, kept_name};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// DeleteUserPolicy, DeleteGroupPolicy, DeleteRolePolicy.
#[derive(Debug)]
pub struct DeleteInlinePolicy<E>(PhantomData<E>);

impl<E: Owner> Operation for DeleteInlinePolicy<E> {
    const ROW: Row = E::TRIPLES.delete_policy.row(erase::<Self>());
    /// The owner's and the policy's names.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        let name = params.required("PolicyName", rules::LONG_NAME);
        params.end()?;
        Ok((owner, name))
    }

    fn asks(call: &Call<'_>, (owner, _): &(String, String)) -> Result<Asks, Failure> {
        ask_bounded::<E>(call, E::TRIPLES.delete_policy.action, owner).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, name): (String, String),
    ) -> Result<(), Failure> {
        let delete = |owner: &mut E| match kept_name(owner, &name).map(str::to_owned) {
            Some(kept) => {
                owner.inline_mut().remove(&kept);
                Ok(())
            }
            None => Err(errors::no_such_inline_policy(E::KIND_WORD, &name)),
        };
        write::edit(call, &owner, delete).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
