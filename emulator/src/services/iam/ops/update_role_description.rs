//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::owner::ask_bounded;
use crate::services::iam::params::Params;
use crate::services::iam::{role_view, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// UpdateRoleDescription.
#[derive(Debug)]
pub struct UpdateRoleDescription;

impl Operation for UpdateRoleDescription {
    const ROW: Row = Row::named(
        Service::Iam,
        "UpdateRoleDescription",
        "iam:UpdateRoleDescription",
        erase::<Self>(),
    );
    /// Name and description.
    type Input = (String, String);
    type Output = RoleRecord;

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let name = params.required("RoleName", rules::NAME);
        let description = params.required("Description", rules::DESCRIPTION);
        params.end()?;
        Ok((name, description))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, String)) -> Result<Asks, Failure> {
        ask_bounded::<RoleRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, description): (String, String),
    ) -> Result<RoleRecord, Failure> {
        let describe = |role: &mut RoleRecord| {
            role.description = Some(description.clone());
            Ok((role.clone(), Commit::new()))
        };
        role_view::shown(call, write::change(call, &name, describe).await?)
    }

    fn reply(call: &Call<'_>, role: RoleRecord) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Role");
            show::described_role(xml, &role);
            xml.close();
        }))
    }
}
