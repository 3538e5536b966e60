//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::{PolicyRecord, PolicyVersion};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{documents, errors, rules, show, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::storage::Commit;

/// Versions that one policy can have.
const MAX_VERSIONS: usize = 5;

/// CreatePolicyVersion.
#[derive(Debug)]
pub struct CreatePolicyVersion;

/// What to create.
#[derive(Debug)]
pub struct Input {
    policy_arn: String,
    text: String,
    set_as_default: bool,
}

impl Operation for CreatePolicyVersion {
    const ROW: Row = Row::named(
        Service::Iam,
        "CreatePolicyVersion",
        "iam:CreatePolicyVersion",
        erase::<Self>(),
    );
    type Input = Input;
    /// The version, and whether it is in force.
    type Output = (PolicyVersion, bool);

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let input = Input {
            policy_arn: params.required("PolicyArn", rules::ARN),
            text: params.required("PolicyDocument", rules::DOCUMENT),
            set_as_default: params.flag("SetAsDefault"),
        };
        params.end()?;
        PolicyRecord::check(&input.policy_arn)?;
        Ok(input)
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        subject::ask::<PolicyRecord>(call, Self::ROW.action, &input.policy_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        input: Input,
    ) -> Result<(PolicyVersion, bool), Failure> {
        if subject::find::<PolicyRecord>(call, &input.policy_arn)?.is_none() {
            return Err(errors::not_attachable(&input.policy_arn));
        }
        documents::managed(&input.text)?;
        let add = |policy: &mut PolicyRecord| {
            if policy.versions.len() >= MAX_VERSIONS {
                return Err(errors::too_many_versions());
            }
            let version = PolicyVersion {
                id: format!("v{}", policy.next_version),
                text: input.text.clone(),
                created: call.now,
            };
            policy.next_version += 1;
            if input.set_as_default {
                policy.default_version.clone_from(&version.id);
                policy.updated = call.now;
            }
            policy.versions.push(version.clone());
            Ok((version, Commit::new()))
        };
        let version = write::change(call, &input.policy_arn, add).await?;
        Ok((version, input.set_as_default))
    }

    fn reply(call: &Call<'_>, (version, default): (PolicyVersion, bool)) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            xml.open("PolicyVersion");
            show::version(xml, &version, default, false);
            xml.close();
        }))
    }
}
