//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::auth::last_used::{self, LastUsed};
use crate::base::Failure;
use crate::services::iam::owner::ask_bounded;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, role_view, rules, show, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetRole.
#[derive(Debug)]
pub struct GetRole;

impl Operation for GetRole {
    const ROW: Row = Row::named(Service::Iam, "GetRole", "iam:GetRole", erase::<Self>());
    /// The role's name.
    type Input = String;
    type Output = (RoleRecord, Option<LastUsed>);

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("RoleName", rules::NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        ask_bounded::<RoleRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        name: String,
    ) -> Result<(RoleRecord, Option<LastUsed>), Failure> {
        let role = role_view::shown(call, subject::get(call, &name)?)?;
        let used = errors::stored(last_used::of(call.world, &role.role_id))?;
        Ok((role, used))
    }

    fn reply(
        call: &Call<'_>,
        (role, used): (RoleRecord, Option<LastUsed>),
    ) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("Role");
            show::role(xml, &role, used.as_ref());
            xml.close();
        }))
    }
}
