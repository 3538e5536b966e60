//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::ops::get_key_policy::DEFAULT;
use crate::services::kms::{errors, policies, request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};
use crate::services::sts::errors::constraints::Violations;

/// The new policy of a key.
#[derive(Debug)]
pub struct Input {
    key: String,
    policy: String,
    bypass: bool,
}

/// PutKeyPolicy.
#[derive(Debug)]
pub struct PutKeyPolicy;

impl Operation for PutKeyPolicy {
    const ROW: Row = Row::named(
        Service::Kms,
        "PutKeyPolicy",
        "kms:PutKeyPolicy",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let key = request::key_name(call)?;
        if request::string(call, "PolicyName")?.is_some_and(|name| name != DEFAULT) {
            return Err(errors::no_such_policy());
        }
        let policy = request::string(call, "Policy")?;
        let mut violations = Violations::new();
        if policy.is_none() {
            violations.missing("policy");
        }
        errors::constraints(&violations)?;
        Ok(Input {
            key,
            policy: policy.unwrap_or_default().to_owned(),
            bypass: request::switch(call, "BypassPolicyLockoutSafetyCheck")?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let key = request::find_own(call, &input.key)?;
        let ask = request::ask(call, &key, &input.key)?;
        Ok(Asks::one(
            ask.key("kms:BypassPolicyLockoutSafetyCheck", input.bypass),
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let key = request::find_own(call, &input.key)?;
        let kept = policies::check(call, &input.policy, &key.arn(), input.bypass)?;
        store::change(call, &key.record, |record| {
            record.policy.clone_from(&kept);
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
