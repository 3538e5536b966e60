//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::{request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// DisableKey.
#[derive(Debug)]
pub struct DisableKey;

impl Operation for DisableKey {
    const ROW: Row = Row::named(
        Service::Kms,
        "DisableKey",
        "kms:DisableKey",
        erase::<Self>(),
    );
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<(), Failure> {
        let key = request::find_own(call, &name)?;
        store::change(call, &key.record, |record| {
            request::not_pending(record, call.now)?;
            record.enabled = false;
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(request::acknowledged())
    }
}
