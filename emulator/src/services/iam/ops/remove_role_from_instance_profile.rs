//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{InstanceProfileRecord, RoleRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// RemoveRoleFromInstanceProfile.
#[derive(Debug)]
pub struct RemoveRoleFromInstanceProfile;

impl Operation for RemoveRoleFromInstanceProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "RemoveRoleFromInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        erase::<Self>(),
    );
    /// The names of profile and role.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let profile = params.required("InstanceProfileName", rules::LONG_NAME);
        let role = params.required("RoleName", rules::NAME);
        params.end()?;
        Ok((profile, role))
    }

    fn asks(call: &Call<'_>, (profile, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<InstanceProfileRecord>(call, Self::ROW.action, profile).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (profile, name): (String, String),
    ) -> Result<(), Failure> {
        let remove = |profile: &mut InstanceProfileRecord| {
            let role = subject::get::<RoleRecord>(call, &name)?;
            if profile.role.as_deref() != Some(&role.role_id) {
                return Err(errors::no_role_in_profile(&name, &profile.name));
            }
            profile.role = None;
            Ok(())
        };
        write::edit(call, &profile, remove).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
