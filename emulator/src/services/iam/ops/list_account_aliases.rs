//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{account, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListAccountAliases: the one that the account has, if any.
#[derive(Debug)]
pub struct ListAccountAliases;

impl Operation for ListAccountAliases {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListAccountAliases",
        "iam:ListAccountAliases",
        erase::<Self>(),
    );

    type Input = Paging;
    type Output = Page<String>;

    fn parse(call: &Call<'_>) -> Result<Paging, Failure> {
        let mut params = Params::of(call);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok(paging)
    }

    fn asks(_: &Call<'_>, _: &Paging) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        paging: Paging,
    ) -> Result<Page<String>, Failure> {
        Ok(paging.page(account::of(call)?.alias, String::clone))
    }

    fn reply(call: &Call<'_>, page: Page<String>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::members(xml, "AccountAliases", &page.items);
            page.end(xml);
        }))
    }
}
