//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{InstanceProfileRecord, RoleRecord};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, instance_profiles, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// AddRoleToInstanceProfile. A profile has one role.
#[derive(Debug)]
pub struct AddRoleToInstanceProfile;

impl Operation for AddRoleToInstanceProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "AddRoleToInstanceProfile",
        "iam:AddRoleToInstanceProfile",
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

    fn asks(call: &Call<'_>, (profile, role): &(String, String)) -> Result<Asks, Failure> {
        let add = subject::ask::<InstanceProfileRecord>(call, Self::ROW.action, profile)?;
        let pass = subject::ask::<RoleRecord>(call, "iam:PassRole", role)?
            .key("iam:PassedToService", "ec2.amazonaws.com");
        Ok(Asks::Each(vec![add, pass]))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (profile, role): (String, String),
    ) -> Result<(), Failure> {
        let add = |profile: &mut InstanceProfileRecord| {
            let role = subject::get::<RoleRecord>(call, &role)?;
            if instance_profiles::role(call, profile)?.is_some() {
                return Err(errors::quota("InstanceSessionsPerInstanceProfile", 1));
            }
            profile.role = Some(role.role_id);
            Ok(())
        };
        write::edit(call, &profile, add).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
