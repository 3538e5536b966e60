//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html>

use std::collections::BTreeMap;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::{errors, request, store, tags};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// TagResource.
#[derive(Debug)]
pub struct TagResource;

impl Operation for TagResource {
    const ROW: Row = Row::named(
        Service::Kms,
        "TagResource",
        "kms:TagResource",
        erase::<Self>(),
    );
    type Input = (String, BTreeMap<String, String>);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Self::Input, Failure> {
        Ok((request::key_name(call)?, tags::read(call)?))
    }

    fn asks(call: &Call<'_>, (name, tags): &Self::Input) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        let ask = request::ask(call, &key, name)?;
        Ok(Asks::one(tags::requested(ask, tags)))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, tags): Self::Input,
    ) -> Result<(), Failure> {
        let key = request::find_own(call, &name)?;
        store::change(call, &key.record, |record| {
            request::not_pending(record, call.now)?;
            record.tags.extend(tags.clone());
            if record.tags.len() > tags::MAX_TAGS {
                return Err(errors::too_many_tags());
            }
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
