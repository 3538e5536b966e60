//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::{errors, request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UntagResource.
#[derive(Debug)]
pub struct UntagResource;

impl Operation for UntagResource {
    const ROW: Row = Row::named(
        Service::Kms,
        "UntagResource",
        "kms:UntagResource",
        erase::<Self>(),
    );
    type Input = (String, Vec<String>);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Self::Input, Failure> {
        let names = call.json.strings("TagKeys");
        let names = names.map_err(|error| errors::malformed(&error))?;
        let owned = names.unwrap_or_default().into_iter().map(str::to_owned);
        Ok((request::key_name(call)?, owned.collect()))
    }

    fn asks(call: &Call<'_>, (name, tags): &Self::Input) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        let ask = request::ask(call, &key, name)?;
        Ok(Asks::one(ask.key("aws:TagKeys", tags.clone())))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, tags): Self::Input,
    ) -> Result<(), Failure> {
        let key = request::find_own(call, &name)?;
        store::change(call, &key.record, |record| {
            request::not_pending(record, call.now)?;
            record.tags.retain(|known, _| !tags.contains(known));
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
