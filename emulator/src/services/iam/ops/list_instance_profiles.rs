//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::services::iam::instance_profiles::{self, Shown};
use crate::services::iam::paging::{Page, Paging};
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListInstanceProfiles.
#[derive(Debug)]
pub struct ListInstanceProfiles;

impl Operation for ListInstanceProfiles {
    const ROW: Row = Row::named(
        Service::Iam,
        "ListInstanceProfiles",
        "iam:ListInstanceProfiles",
        erase::<Self>(),
    );
    /// Path prefix and page.
    type Input = (String, Paging);
    type Output = Page<Shown>;

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
        let profiles = arn::iam(account, "instance-profile", prefix, "");
        Ok(Asks::one(Ask::new(Self::ROW.action, profiles)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (prefix, paging): (String, Paging),
    ) -> Result<Page<Shown>, Failure> {
        let mut profiles = instance_profiles::all(call)?;
        profiles.retain(|profile| profile.path.starts_with(&prefix));
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
