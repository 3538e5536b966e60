//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::InstanceProfileRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::{instance_profiles, rules, subject};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetInstanceProfile.
#[derive(Debug)]
pub struct GetInstanceProfile;

impl Operation for GetInstanceProfile {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetInstanceProfile",
        "iam:GetInstanceProfile",
        erase::<Self>(),
    );
    /// The profile's name.
    type Input = String;
    type Output = instance_profiles::Shown;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let name = params.required("InstanceProfileName", rules::LONG_NAME);
        params.end()?;
        Ok(name)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        subject::ask::<InstanceProfileRecord>(call, Self::ROW.action, name).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        name: String,
    ) -> Result<instance_profiles::Shown, Failure> {
        instance_profiles::shown(call, subject::get(call, &name)?)
    }

    fn reply(call: &Call<'_>, profile: instance_profiles::Shown) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("InstanceProfile");
            profile.write(xml, true);
            xml.close();
        }))
    }
}
