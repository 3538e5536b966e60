//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::GroupRecord;
use crate::base::{Failure, arn};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListGroups.
#[derive(Debug)]
pub struct ListGroups;

impl Operation for ListGroups {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListGroups",
        "iam:ListGroups",
        erase::<Self>(),
    );
    /// Path prefix and page.
    type Input = (String, Paging);
    type Output = Page<GroupRecord>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let prefix = params
            .optional("PathPrefix", rules::PATH_PREFIX)
            .unwrap_or_else(|| "/".to_owned());
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((prefix, paging))
    }

    fn asks(call: &Call<'_>, (prefix, _): &(String, Paging)) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let groups = arn::iam(account, "group", prefix, "");
        Ok(Asks::one(Ask::new(Self::ROW.action, groups)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (prefix, paging): (String, Paging),
    ) -> Result<Page<GroupRecord>, Failure> {
        let account = &call.authority.identity().account;
        let all = errors::stored(directory::list::<GroupRecord>(call.world, account))?;
        let below = all
            .into_iter()
            .filter(|group| group.path.starts_with(&prefix));
        Ok(paging.page(below, |group| group.name.to_lowercase()))
    }

    fn reply(call: &Call<'_>, page: Page<GroupRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::groups(xml, &page.items);
            page.end(xml);
        }))
    }
}
