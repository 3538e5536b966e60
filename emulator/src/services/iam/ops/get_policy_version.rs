//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{PolicyRecord, PolicyVersion};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::policies::{self, Policy};
use crate::services::iam::subject::Subject;
use crate::services::iam::{errors, rules, show};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetPolicyVersion.
#[derive(Debug)]
pub struct GetPolicyVersion;

impl Operation for GetPolicyVersion {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetPolicyVersion",
        "iam:GetPolicyVersion",
        erase::<Self>(),
    );
    /// The policy's ARN and the version's id.
    type Input = (String, String);
    /// The version, and whether it is in force.
    type Output = (PolicyVersion, bool);

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        let version = params.required("VersionId", rules::VERSION_ID);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok((policy_arn, version))
    }

    fn asks(call: &Call<'_>, (policy_arn, _): &(String, String)) -> Result<Asks, Failure> {
        policies::ask_to_read(call, Self::ROW.action, policy_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (policy_arn, id): (String, String),
    ) -> Result<(PolicyVersion, bool), Failure> {
        let versions = policies::find(call, &policy_arn)?.map(Policy::versions);
        let mut versions = versions.unwrap_or_default().into_iter();
        versions
            .find(|(version, _)| version.id == id)
            .ok_or_else(|| errors::no_such_version(&policy_arn, &id))
    }

    fn reply(call: &Call<'_>, (version, default): (PolicyVersion, bool)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("PolicyVersion");
            show::version(xml, &version, default, true);
            xml.close();
        }))
    }
}
