//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::records::PolicyRecord;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::show::{self, ManagedPolicy};
use crate::services::iam::subject::Subject;
use crate::services::iam::tagged;
use crate::services::iam::{policies, rules};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetPolicy.
#[derive(Debug)]
pub struct GetPolicy;

impl Operation for GetPolicy {
    const ROW: Row = Row::named(Service::Iam, "GetPolicy", "iam:GetPolicy", erase::<Self>());
    /// The policy's ARN.
    type Input = String;
    type Output = ManagedPolicy;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        let mut params = Params::of(call);
        let policy_arn = params.required("PolicyArn", rules::ARN);
        params.end()?;
        PolicyRecord::check(&policy_arn)?;
        Ok(policy_arn)
    }

    fn asks(call: &Call<'_>, policy_arn: &String) -> Result<Asks, Failure> {
        policies::ask_to_read(call, Self::ROW.action, policy_arn).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        policy_arn: String,
    ) -> Result<ManagedPolicy, Failure> {
        policies::shown(call, &policy_arn)
    }

    fn reply(call: &Call<'_>, policy: ManagedPolicy) -> Result<Reply, Failure> {
        let tags = tagged::ordered::<PolicyRecord>(&policy.tags);
        Ok(query::result(call, |xml| {
            xml.open("Policy");
            policy.write(xml, true);
            show::tags(xml, tags.iter().map(|(key, value)| (key, value)));
            xml.close();
        }))
    }
}
