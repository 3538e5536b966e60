//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::iam::simulate::{show, simulation};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// GetContextKeysForCustomPolicy.
#[derive(Debug)]
pub struct GetContextKeysForCustomPolicy;

impl Operation for GetContextKeysForCustomPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "GetContextKeysForCustomPolicy",
        "iam:GetContextKeysForCustomPolicy",
        erase::<Self>(),
    );
    /// Policy documents.
    type Input = Vec<String>;
    /// Condition keys and names of variables.
    type Output = Vec<String>;

    fn parse(call: &Call<'_>) -> Result<Vec<String>, Failure> {
        let mut params = Params::of(call);
        let policies = params.list("PolicyInputList", rules::DOCUMENT, rules::DOCUMENTS);
        if policies.is_none() {
            params.missing("PolicyInputList");
        }
        params.end()?;
        Ok(policies.unwrap_or_default())
    }

    fn asks(_call: &Call<'_>, _policies: &Vec<String>) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(
        _call: &Call<'_>,
        _permit: Permit,
        policies: Vec<String>,
    ) -> Result<Vec<String>, Failure> {
        simulation::context_keys(policies.iter().map(String::as_str))
    }

    fn reply(call: &Call<'_>, keys: Vec<String>) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            show::keys(xml, "ContextKeyNames", &keys);
        }))
    }
}
