//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::iam::details::{self, Detail, Found, LISTS};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetAccountAuthorizationDetails.
#[derive(Debug)]
pub struct GetAccountAuthorizationDetails;

impl Operation for GetAccountAuthorizationDetails {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetAccountAuthorizationDetails",
        "iam:GetAccountAuthorizationDetails",
        erase::<Self>(),
    );
    /// Which kinds, all when there are none, and the page.
    type Input = (Vec<String>, Paging);
    type Output = Page<Detail>;

    fn parse(call: &Call<'_>) -> Result<(Vec<String>, Paging), Failure> {
        let mut params = Params::of(call);
        let filter = params.list("Filter", rules::ENTITY_FILTER, rules::ENTITY_FILTERS);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((filter.unwrap_or_default(), paging))
    }

    fn asks(_: &Call<'_>, _: &(Vec<String>, Paging)) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (filter, paging): (Vec<String>, Paging),
    ) -> Result<Page<Detail>, Failure> {
        let wants = |kind: &str| filter.is_empty() || filter.iter().any(|wanted| wanted == kind);
        let page = paging.page(details::all(call, wants)?, Found::key);
        page.try_map(|found| found.detail(call))
    }

    fn reply(call: &Call<'_>, page: Page<Detail>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            for list in LISTS {
                xml.open(list);
                for detail in page.items.iter().filter(|detail| detail.list() == list) {
                    xml.open("member");
                    detail.write(xml);
                    xml.close();
                }
                xml.close();
            }
            page.end(xml);
        }))
    }
}
