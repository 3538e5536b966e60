//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html>

use serde_json::Value;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::page::Page;
use crate::services::kms::{request, tags};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// ListResourceTags.
#[derive(Debug)]
pub struct ListResourceTags;

impl Operation for ListResourceTags {
    const ROW: Row = Row::named(
        Service::Kms,
        "ListResourceTags",
        "kms:ListResourceTags",
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
        let key = request::find_own(call, &name)?;
        let page = Page::read(call, 50, 50)?;
        let entries = key.record.tags.iter();
        let entries = entries.map(|tag| (tag.0.clone(), tags::one(tag)));
        Ok(page.answer("Tags", entries.collect()))
    }

    fn reply(_: &Call<'_>, answer: Value) -> Result<Reply, Failure> {
        Ok(request::reply(&answer))
    }
}
