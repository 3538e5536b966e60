//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::iam::simulate::caller::Caller;
use crate::services::iam::simulate::evaluate::{self, Answer};
use crate::services::iam::simulate::exclusions::{self, Exclusion};
use crate::services::iam::simulate::input::{self, Input};
use crate::services::iam::simulate::show;
use crate::services::iam::simulate::simulation::Simulation;
use crate::services::iam::simulate::source::{Held, SourceArn};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// SimulatePrincipalPolicy.
#[derive(Debug)]
pub struct SimulatePrincipalPolicy;

/// Whose policies, without which, and what is asked.
#[derive(Debug)]
pub struct OfEntity {
    source: SourceArn,
    exclusions: Vec<Exclusion>,
    input: Input,
}

impl Operation for SimulatePrincipalPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "SimulatePrincipalPolicy",
        "iam:SimulatePrincipalPolicy",
        erase::<Self>(),
    );
    type Input = OfEntity;
    type Output = Answer;

    fn parse(call: &Call<'_>) -> Result<OfEntity, Failure> {
        let mut params = Params::of(call);
        let source = params.required("PolicySourceArn", rules::ARN);
        let excluded = params.structures("PolicyExclusionList");
        let raw = input::read(&mut params);
        params.end()?;
        Ok(OfEntity {
            source: SourceArn::read(&source)?,
            exclusions: exclusions::read(&excluded)?,
            input: raw.check()?,
        })
    }

    fn asks(call: &Call<'_>, input: &OfEntity) -> Result<Asks, Failure> {
        input.source.ask(call, Self::ROW.action).map(Asks::one)
    }

    async fn run(call: &Call<'_>, _permit: Permit, of: OfEntity) -> Result<Answer, Failure> {
        let mut source = of.source.get(call)?;
        exclusions::apply(&of.exclusions, &mut source);
        let caller = match &of.input.caller {
            Some(arn) if *arn != source.arn => Caller::of(call.world, arn)?,
            _ => Caller::of(call.world, &source.arn)?.with_id(&source.id),
        };
        let identity = source.policies.iter().map(Held::attached).collect();
        let boundary = source.boundary.as_ref().map(Held::attached);
        let mut simulation = Simulation::new(&of.input, caller, identity, boundary)?;
        if simulation.levels.is_empty() && !of.exclusions.contains(&Exclusion::ServiceControl) {
            let own = &call.authority.identity().account;
            let member = call.world.organization.member(own).unwrap_or_default();
            simulation.levels = member.service.to_vec();
        }
        Ok(evaluate::evaluate(&of.input, &simulation))
    }

    fn reply(call: &Call<'_>, answer: Answer) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| show::answer(xml, &answer)))
    }
}
