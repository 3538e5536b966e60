//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::owner::ask_bounded;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, instance_profiles, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteRole.
#[derive(Debug)]
pub struct DeleteRole;

impl Operation for DeleteRole {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteRole",
        "iam:DeleteRole",
        erase::<Self>(),
    );
    /// The role's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("RoleName", rules::NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        ask_bounded::<RoleRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let unused = |role: &RoleRecord| {
            if !instance_profiles::of_role(call, role)?.is_empty() {
                Err(errors::remove_roles_first())
            } else if !role.attached.is_empty() {
                Err(errors::detach_first())
            } else if !role.inline.is_empty() {
                Err(errors::delete_policies_first())
            } else {
                Ok(())
            }
        };
        write::remove(call, &name, errors::no_such_role, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
