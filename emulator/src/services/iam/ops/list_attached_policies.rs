//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::Owner;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{policies, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// ListAttachedUserPolicies, ListAttachedGroupPolicies, ListAttachedRolePolicies.
#[derive(Debug)]
pub struct ListAttachedPolicies<E>(PhantomData<E>);

/// Whose policies, and which.
#[derive(Debug)]
pub struct Input {
    owner: String,
    prefix: String,
    paging: Paging,
}

impl<E: Owner> Operation for ListAttachedPolicies<E> {
    const ROW: Row = E::TRIPLES.list_attached_policies.row(erase::<Self>());
    type Input = Input;
    /// ARNs.
    type Output = Page<String>;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            owner: params.required(E::PARAMETER, E::RULE),
            prefix: params
                .optional("PathPrefix", rules::POLICY_PATH)
                .unwrap_or_else(|| "/".to_owned()),
            paging: Paging::read(&mut params),
        };
        params.end()?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let action = E::TRIPLES.list_attached_policies.action;
        subject::ask::<E>(call, action, &input.owner).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Page<String>, Failure> {
        let owner = subject::get::<E>(call, &input.owner)?;
        let attached = owner.attached().iter().cloned();
        let below =
            attached.filter(|arn| policies::path_and_name(arn).0.starts_with(&input.prefix));
        Ok(input.paging.numbered(below))
    }

    fn reply(call: &Call<'_>, page: Page<String>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::attached_policies(xml, "AttachedPolicies", &page.items);
            page.end(xml);
        }))
    }
}
