//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::iam::errors::simulation as errors;
use crate::services::iam::params::Params;
use crate::services::iam::simulate::caller::Caller;
use crate::services::iam::simulate::evaluate::{self, Answer};
use crate::services::iam::simulate::input::{self, Input};
use crate::services::iam::simulate::show;
use crate::services::iam::simulate::simulation::Simulation;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// SimulateCustomPolicy.
#[derive(Debug)]
pub struct SimulateCustomPolicy;

impl Operation for SimulateCustomPolicy {
    const ROW: Row = Row::named(
        Service::Iam,
        "SimulateCustomPolicy",
        "iam:SimulateCustomPolicy",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Answer;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let mut params = Params::of(call);
        let raw = input::read(&mut params);
        if raw.policies.is_none() {
            params.missing("PolicyInputList");
        }
        params.end()?;
        raw.check()
    }

    fn asks(_call: &Call<'_>, _input: &Input) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Answer, Failure> {
        let caller = match &input.caller {
            Some(arn) => Caller::of(call.world, arn)?,
            None if input.resource_policy.is_some() => return Err(errors::no_caller()),
            None => Caller::nobody(&call.authority.identity().account),
        };
        let simulation = Simulation::new(&input, caller, Vec::new(), None)?;
        Ok(evaluate::evaluate(&input, &simulation))
    }

    fn reply(call: &Call<'_>, answer: Answer) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| show::answer(xml, &answer)))
    }
}
