//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>

use std::marker::PhantomData;

use bucketproof_policy::validate;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::{Owner, ask_bounded, kept_name};
use crate::services::iam::params::Params;
use crate::services::iam::{documents, errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// PutUserPolicy, PutGroupPolicy, PutRolePolicy.
#[derive(Debug)]
pub struct PutInlinePolicy<E>(PhantomData<E>);

/// What to put where.
#[derive(Debug)]
pub struct Input {
    owner: String,
    name: String,
    text: String,
}

impl<E: Owner> Operation for PutInlinePolicy<E> {
    const ROW: Row = E::TRIPLES.put_policy.row(erase::<Self>());
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            owner: params.required(E::PARAMETER, E::RULE),
            name: params.required("PolicyName", rules::LONG_NAME),
            text: params.required("PolicyDocument", rules::DOCUMENT),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        ask_bounded::<E>(call, E::TRIPLES.put_policy.action, &input.owner).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        subject::get::<E>(call, &input.owner)?;
        documents::identity(&input.text)?;
        let put = |owner: &mut E| {
            // The same name in another case replaces the policy, and the last spelling counts.
            if let Some(kept) = kept_name(owner, &input.name).map(str::to_owned) {
                owner.inline_mut().remove(&kept);
            }
            owner
                .inline_mut()
                .insert(input.name.clone(), input.text.clone());
            let texts = owner.inline().values();
            let total: usize = texts.map(|text| validate::quota_length(text)).sum();
            if total > E::INLINE_QUOTA {
                return Err(errors::inline_size(
                    E::INLINE_QUOTA,
                    E::KIND_WORD,
                    owner.name(),
                ));
            }
            Ok(())
        };
        write::edit(call, &input.owner, put).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
