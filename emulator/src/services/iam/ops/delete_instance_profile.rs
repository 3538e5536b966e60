//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::InstanceProfileRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{errors, instance_profiles, rules, subject, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeleteInstanceProfile.
#[derive(Debug)]
pub struct DeleteInstanceProfile;

impl Operation for DeleteInstanceProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeleteInstanceProfile",
        "iam:DeleteInstanceProfile",
        erase::<Self>(),
    );
    /// The profile's name.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("InstanceProfileName", rules::LONG_NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<InstanceProfileRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let unused = |profile: &InstanceProfileRecord| match instance_profiles::role(call, profile)?
        {
            Some(_) => Err(errors::remove_roles_first()),
            None => Ok(()),
        };
        write::remove(call, &name, errors::no_such_instance_profile, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
