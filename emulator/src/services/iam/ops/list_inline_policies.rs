//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html>,
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html>

use std::marker::PhantomData;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::owner::Owner;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, erase};

/// ListUserPolicies, ListGroupPolicies, ListRolePolicies.
#[derive(Debug)]
pub struct ListInlinePolicies<E>(PhantomData<E>);

impl<E: Owner> Operation for ListInlinePolicies<E> {
    const ROW: Row = E::TRIPLES.list_policies.row(erase::<Self>());
    /// The owner's name and the page.
    type Input = (String, Paging);
    /// Names.
    type Output = Page<String>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let owner = params.required(E::PARAMETER, E::RULE);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((owner, paging))
    }

    fn asks(call: &Call<'_>, (owner, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<E>(call, E::TRIPLES.list_policies.action, owner).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (owner, paging): (String, Paging),
    ) -> Result<Page<String>, Failure> {
        let owner = subject::get::<E>(call, &owner)?;
        let names = owner.inline().keys().cloned();
        Ok(paging.page(names, String::clone))
    }

    fn reply(call: &Call<'_>, page: Page<String>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::members(xml, "PolicyNames", &page.items);
            page.end(xml);
        }))
    }
}
