//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html>

use serde_json::{Value, json};

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::ops::get_key_policy::DEFAULT;
use crate::services::kms::page::Page;
use crate::services::kms::request;
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListKeyPolicies.
#[derive(Debug)]
pub struct ListKeyPolicies;

impl Operation for ListKeyPolicies {
    const ROW: Row = Row::named(
        Service::Kms,
        "ListKeyPolicies",
        "kms:ListKeyPolicies",
        erase::<Self>(),
    );
    type Input = String;
    type Output = Value;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<Value, Failure> {
        request::find_own(call, &name)?;
        let page = Page::read(call, 100, 1000)?;
        Ok(page.answer("PolicyNames", vec![(DEFAULT.to_owned(), json!(DEFAULT))]))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
