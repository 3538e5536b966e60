//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::iam::simulate::source::SourceArn;
use crate::services::iam::simulate::{show, simulation};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetContextKeysForPrincipalPolicy.
#[derive(Debug)]
pub struct GetContextKeysForPrincipalPolicy;

impl Operation for GetContextKeysForPrincipalPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetContextKeysForPrincipalPolicy",
        "iam:GetContextKeysForPrincipalPolicy",
        erase::<Self>(),
    );
    /// Whose policies, and further ones.
    type Input = (SourceArn, Vec<String>);
    /// Condition keys and names of variables.
    type Output = Vec<String>;

    fn parse(call: &Call<'_>) -> Result<Self::Input, Failure> {
        let mut params = Params::of(call);
        let source = params.required("PolicySourceArn", rules::ARN);
        let policies = params.list("PolicyInputList", rules::DOCUMENT, rules::DOCUMENTS);
        params.end()?;
        Ok((SourceArn::read(&source)?, policies.unwrap_or_default()))
    }

    fn asks(call: &Call<'_>, (source, _): &Self::Input) -> Result<Asks, Failure> {
        source.ask(call, Self::ROW.action).map(Asks::one)
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (source, policies): Self::Input,
    ) -> Result<Vec<String>, Failure> {
        let source = source.get(call)?;
        let held = source.policies.iter().chain(&source.boundary);
        let texts = held.map(|policy| policy.document.text());
        simulation::context_keys(policies.iter().map(String::as_str).chain(texts))
    }

    fn reply(call: &Call<'_>, keys: Vec<String>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::keys(xml, "ContextKeyNames", &keys);
        }))
    }
}
