//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::subject::{self, Subject};
use crate::services::iam::{attachments, errors, rules, write};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DeletePolicy.
#[derive(Debug)]
pub struct DeletePolicy;

impl Operation for DeletePolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "DeletePolicy",
        "iam:DeletePolicy",
        erase::<Self>(),
    );
    /// The policy's ARN.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok(policy_arn)
    }

    fn asks(call: &Call<'_>, policy_arn: &String) -> Result<Asks, Failure> {
        subject::ask::<PolicyRecord>(call, Self::ROW.action, policy_arn).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, policy_arn: String) -> Result<(), Failure> {
        let unused = |policy: &PolicyRecord| {
            if !attachments::of(call, &policy.arn)?.is_none() {
                Err(errors::policy_attached())
            } else if policy.versions.len() > 1 {
                Err(errors::versions_first())
            } else {
                Ok(())
            }
        };
        write::remove(call, &policy_arn, errors::no_such_policy, unused).await
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(query::acknowledged(call))
    }
}
