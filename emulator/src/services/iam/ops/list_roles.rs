//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory;
use crate::auth::directory::records::RoleRecord;
use crate::base::{Failure, arn};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{errors, role_view, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListRoles.
#[derive(Debug)]
pub struct ListRoles;

impl Operation for ListRoles {
    const ROW: Row = Row::named(Service::Iam, "ListRoles", "iam:ListRoles", erase::<Self>());
    /// Path prefix and page.
    type Input = (String, Paging);
    type Output = Page<RoleRecord>;

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
        let roles = arn::iam(account, "role", prefix, "");
        Ok(Asks::one(Ask::new(Self::ROW.action, roles)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (prefix, paging): (String, Paging),
    ) -> Result<Page<RoleRecord>, Failure> {
        let account = &call.authority.identity().account;
        let all = errors::stored(directory::list::<RoleRecord>(call.world, account))?;
        let below = all
            .into_iter()
            .filter(|role| role.path.starts_with(&prefix));
        let page = paging.page(below, |role| role.name.to_lowercase());
        page.try_map(|role| role_view::shown(call, role))
    }

    fn reply(call: &Call<'_>, page: Page<RoleRecord>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Roles");
            for role in &page.items {
                xml.open("member");
                show::listed_role(xml, role);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
