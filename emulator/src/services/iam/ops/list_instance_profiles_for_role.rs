//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::instance_profiles::{self, Shown};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::{rules, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListInstanceProfilesForRole.
#[derive(Debug)]
pub struct ListInstanceProfilesForRole;

impl Operation for ListInstanceProfilesForRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListInstanceProfilesForRole",
        "iam:ListInstanceProfilesForRole",
        erase::<Self>(),
    );
    /// The role's name and the page.
    type Input = (String, Paging);
    type Output = Page<Shown>;

    fn parse(call: &Call<'_>) -> Result<(String, Paging), Failure> {
        let mut params = Params::of(call);
        let role = params.required("RoleName", rules::NAME);
        let paging = Paging::read(&mut params);
        params.end()?;
        Ok((role, paging))
    }

    fn asks(call: &Call<'_>, (role, _): &(String, Paging)) -> Result<Asks, Failure> {
        subject::ask::<RoleRecord>(call, Self::ROW.action, role).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (role, paging): (String, Paging),
    ) -> Result<Page<Shown>, Failure> {
        let role = subject::get::<RoleRecord>(call, &role)?;
        let profiles = instance_profiles::of_role(call, &role)?;
        let page = paging.page(profiles, |profile| profile.name.to_lowercase());
        page.try_map(|profile| instance_profiles::shown(call, profile))
    }

    fn reply(call: &Call<'_>, page: Page<Shown>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("InstanceProfiles");
            for profile in &page.items {
                xml.open("member");
                profile.write(xml, false);
                xml.close();
            }
            xml.close();
            page.end(xml);
        }))
    }
}
