//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::{Owner, kept_name};
use crate::services::iam::params::Params;
use crate::services::iam::{documents, errors, rules, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// GetUserPolicy, GetGroupPolicy, GetRolePolicy.
#[derive(Debug)]
pub struct GetInlinePolicy<E>(PhantomData<E>);

/// An inline policy.
#[derive(Debug)]
pub struct Inline {
    owner: String,
    name: String,
    text: String,
}

impl<E: Owner> Operation for GetInlinePolicy<E> {
    const ROW: Row = E::TRIPLES.get_policy.row(erase::<Self>());
    /// The owner's and the policy's names.
    type Input = (String, String);
    type Output = Inline;

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        let name = params.required("PolicyName", rules::LONG_NAME);
        params.end()?;
        Ok((owner, name))
    }

    fn asks(call: &Call<'_>, (owner, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<E>(call, E::TRIPLES.get_policy.action, owner).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, name): (String, String),
    ) -> Result<Inline, Failure> {
        let owner = subject::get::<E>(call, &owner)?;
        let kept = kept_name(&owner, &name).and_then(|kept| owner.inline().get_key_value(kept));
        match kept {
            Some((name, text)) => Ok(Inline {
                owner: owner.name().to_owned(),
                name: name.clone(),
                text: text.clone(),
            }),
            None => Err(errors::no_such_inline_policy(E::KIND_WORD, &name)),
        }
    }

    fn reply(call: &Call<'_>, policy: Inline) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.text_element(E::PARAMETER, &policy.owner);
            xml.text_element("PolicyName", &policy.name);
            xml.text_element("PolicyDocument", documents::encoded(&policy.text));
        }))
    }
}
