//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>

use crate::auth::authorize::{Ask, Permit};
use crate::auth::directory::sessions::{Holder, LongTerm};
use crate::base::{Failure, arn};
use crate::services::query;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors;
use crate::services::sts::errors::constraints::Violations;
use crate::services::sts::request::{self, SessionPolicies, USER_DURATIONS};
use crate::services::sts::session::{self, Made, Plan};
use crate::services::sts::tags::{self, Given, SessionTags, Tags};
use crate::services::sts::trust::Carried;

const MAX_NAME_CHARACTERS: usize = 32;
const MAX_POLICY_CHARACTERS: usize = 2048;

/// GetFederationToken.
#[derive(Debug)]
pub struct GetFederationToken;

/// The session that is asked for.
#[derive(Debug)]
pub struct Input {
    caller: LongTerm,
    name: String,
    policies: SessionPolicies,
    tags: SessionTags,
    duration_seconds: i64,
}

impl Operation for GetFederationToken {
    const ROW: Row = Row::named(
        Service::Sts,
        "GetFederationToken",
        "sts:GetFederationToken",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Made;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        request::refuse(call, &[request::TOKEN_SIZE])?;
        let mut violations = Violations::new();
        let name = request::name(call, &mut violations, "Name", "name", MAX_NAME_CHARACTERS);
        let policies = SessionPolicies::read(call, &mut violations, MAX_POLICY_CHARACTERS)?;
        // Nothing goes on from a federated user: it assumes no role.
        let given = Given {
            transitive: Vec::new(),
            ..tags::read(call, &mut violations)?
        };
        let duration_seconds = request::duration(call, &mut violations, USER_DURATIONS)?;
        errors::violated(&violations)?;
        policies.check()?;
        let tags = SessionTags::join(given, Tags::new())?;
        let caller = request::long_term(call)?;
        Ok(Input {
            name: name.unwrap_or_default().to_owned(),
            policies,
            tags,
            duration_seconds: request::capped_seconds(&caller, duration_seconds),
            caller,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let account = &call.authority.identity().account;
        let federated = arn::federated_user(account, &input.name);
        let ask = |action| input.tags.requested(Ask::new(action, &*federated));
        let mut asks = vec![ask(Self::ROW.action)];
        if !input.tags.is_empty() {
            asks.push(ask("sts:TagSession"));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Made, Failure> {
        let plan = Plan {
            account: call.authority.identity().account.clone(),
            holder: Holder::Federated {
                name: input.name,
                by: input.caller,
            },
            duration_seconds: input.duration_seconds,
            policies: input.policies,
            carried: Carried {
                tags: input.tags,
                source_identity: None,
            },
            web_identity: None,
        };
        session::make(call, plan).await
    }

    fn reply(call: &Call<'_>, made: Made) -> Result<Reply, Failure> {
        Ok(query::result(call, |xml| {
            session::write(xml, &made.session);
            if let Some(percent) = made.packed_percent {
                xml.text_element("PackedPolicySize", percent.to_string());
            }
        }))
    }
}
