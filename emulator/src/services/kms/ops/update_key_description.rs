//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::ops::create_key;
use crate::services::kms::{request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// UpdateKeyDescription.
#[derive(Debug)]
pub struct UpdateKeyDescription;

impl Operation for UpdateKeyDescription {
    const ROW: Row = Row::named(
        Service::Kms,
        "UpdateKeyDescription",
        "kms:UpdateKeyDescription",
        erase::<Self>(),
    );
    type Input = (String, String);
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<(String, String), Failure> {
        Ok((request::key_name(call)?, create_key::description(call)?))
    }

    fn asks(call: &Call<'_>, (name, _): &(String, String)) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        (name, description): (String, String),
    ) -> Result<(), Failure> {
        let key = request::find_own(call, &name)?;
        store::change(call, &key.record, |record| {
            request::not_pending(record, call.now)?;
            record.description.clone_from(&description);
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
