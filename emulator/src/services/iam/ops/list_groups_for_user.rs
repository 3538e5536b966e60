//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::policies;
use crate::auth::directory::records::{GroupRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListGroupsForUser.
#[derive(Debug)]
pub struct ListGroupsForUser;

impl Operation for ListGroupsForUser {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListGroupsForUser",
        "iam:ListGroupsForUser",
        erase::<Self>(),
    );
    /// The user's name and the page.
    type Input = (String, Paging);
    type Output = Page<GroupRecord>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let name = params.required("UserName", rules::LONG_NAME);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((name, paging))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<UserRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, paging): (String, Paging),
    ) -> Result<Page<GroupRecord>, Failure> {
        let user = subject::get::<UserRecord>(call, &name)?;
        let mut groups = errors::stored(policies::groups(call.world, &user))?;
        groups.sort_by_key(|group| group.name.to_lowercase());
        Ok(paging.page(groups, |group| group.name.to_lowercase()))
    }

    fn reply(call: &Call<'_>, page: Page<GroupRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::groups(xml, &page.items);
            page.end(xml);
        }))
    }
}
