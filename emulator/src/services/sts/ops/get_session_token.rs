//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>

use crate::auth::authorize::Permit;
use crate::auth::directory::sessions::{Holder, LongTerm};
use crate::base::Failure;
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::Violations;
use crate::services::sts::request::{self, SessionPolicies, USER_DURATIONS};
use crate::services::sts::session::{self, Made, Plan};
use crate::services::sts::trust::Carried;
use crate::services::sts::{errors, mfa};

/// GetSessionToken.
#[derive(Debug)]
pub struct GetSessionToken;

/// The session that is asked for.
#[derive(Debug)]
pub struct Input {
    caller: LongTerm,
    duration_seconds: i64,
}

impl Operation for GetSessionToken {
    const ROW: Row = Row::named(
        Service::Sts,
        "GetSessionToken",
        "sts:GetSessionToken",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Made;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, &[request::TOKEN_SIZE])?;
        let mut violations = Violations::new();
        let device = mfa::read(call, &mut violations);
        let duration_seconds = request::duration(call, &mut violations, USER_DURATIONS)?;
        errors::violated(&violations)?;
        let caller = request::long_term(call)?;
        device.verify()?;
        Ok(Input {
            duration_seconds: request::capped_seconds(&caller, duration_seconds),
            caller,
        })
    }

    fn asks(_: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "callers show who they are, for which no permission is needed and none can be denied",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Made, Failure> {
        let plan = Plan {
            account: call.authority.identity().account.clone(),
            holder: Holder::Caller(input.caller),
            duration_seconds: input.duration_seconds,
            policies: SessionPolicies::default(),
            carried: Carried::default(),
            web_identity: None,
        };
        session::make(call, plan).await
    }

    fn reply(call: &Call<'_>, made: Made) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            session::write(xml, &made.session);
        }))
    }
}
