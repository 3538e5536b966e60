//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// SetDefaultPolicyVersion: everybody who has the policy has that version from now on.
#[derive(Debug)]
pub struct SetDefaultPolicyVersion;

impl Operation for SetDefaultPolicyVersion {
    const ROW: Row = Row::named(
        Service::Iam,
        "SetDefaultPolicyVersion",
        "iam:SetDefaultPolicyVersion",
        erase::<Self>(),
    );
    /// The policy's ARN and the version's id.
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        let mut params = Params::of(call);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        let version = params.required("VersionId", rules::VERSION_ID);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok((policy_arn, version))
    }

    fn asks(call: &Call<'_>, (policy_arn, _): &(String, String)) -> Result<Asks, Failure> {
        subject::ask::<PolicyRecord>(call, Self::ROW.action, policy_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (policy_arn, id): (String, String),
    ) -> Result<(), Failure> {
        let missing = || errors::no_such_version(&policy_arn, &id);
        if subject::find::<PolicyRecord>(call, &policy_arn)?.is_none() {
            return Err(missing());
        }
        let set = |policy: &mut PolicyRecord| {
            if !policy.versions.iter().any(|version| version.id == id) {
                return Err(missing());
            }
            policy.default_version.clone_from(&id);
            policy.updated = call.now;
            Ok(())
        };
        write::edit(call, &policy_arn, set).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
