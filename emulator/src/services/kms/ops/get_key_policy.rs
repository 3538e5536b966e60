//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html>

use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::{errors, policies, request};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// The only name that key policies have.
pub(super) const DEFAULT: &str = "default";

/// GetKeyPolicy.
#[derive(Debug)]
pub struct GetKeyPolicy;

impl Operation for GetKeyPolicy {
    const ROW: Row = Row::named(
        Service::Kms,
        "GetKeyPolicy",
        "kms:GetKeyPolicy",
        erase::<Self>(),
    );
    type Input = String;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        if request::string(call, "PolicyName")?.is_some_and(|name| name != DEFAULT) {
            return Err(errors::no_such_policy());
        }
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<Value, Failure> {
        let key = request::find_own(call, &name)?;
        Ok(json!({ "Policy": policies::shown(call, &key.record.policy)?, "PolicyName": DEFAULT }))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
