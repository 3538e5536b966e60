//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{GroupRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{members, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetGroup: the group and its users.
#[derive(Debug)]
pub struct GetGroup;

impl Operation for GetGroup {
    const ROW: Row = Row::named(Service::Iam, "GetGroup", "iam:GetGroup", erase::<Self>());
    /// The group's name, and the page of its users.
    type Input = (String, Paging);
    type Output = (GroupRecord, Page<UserRecord>);

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let name = params.required("GroupName", rules::LONG_NAME);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((name, paging))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<GroupRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, paging): (String, Paging),
    ) -> Result<(GroupRecord, Page<UserRecord>), Failure> {
        let group = subject::get::<GroupRecord>(call, &name)?;
        let users = members::of(call, &group)?;
        Ok((group, paging.page(users, |user| user.name.to_lowercase())))
    }

    fn reply(
        call: &Call<'_>,
        (group, page): (GroupRecord, Page<UserRecord>),
    ) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Group");
            show::group(xml, &group);
            xml.close();
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
