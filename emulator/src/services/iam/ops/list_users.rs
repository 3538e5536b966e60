//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::UserRecord;
use crate::base::{Failure, arn};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListUsers.
#[derive(Debug)]
pub struct ListUsers;

impl Operation for ListUsers {
    const ROW: Row = Row::named(Service::Iam, "ListUsers", "iam:ListUsers", erase::<Self>());
    /// Path prefix and page.
    type Input = (String, Paging);
    type Output = Page<UserRecord>;

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
        let users = arn::iam(account, "user", prefix, "");
        Ok(Asks::one(Ask::new(Self::ROW.action, users)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (prefix, paging): (String, Paging),
    ) -> Result<Page<UserRecord>, Failure> {
        let account = &call.authority.identity().account;
        let all = errors::stored(directory::list::<UserRecord>(call.world, account))?;
        let below = all
            .into_iter()
            .filter(|user| user.path.starts_with(&prefix));
        Ok(paging.page(below, |user| user.name.to_lowercase()))
    }

    fn reply(call: &Call<'_>, page: Page<UserRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Users");
            for user in &page.items {
                xml.open("member");
                show::listed_user(xml, user);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
