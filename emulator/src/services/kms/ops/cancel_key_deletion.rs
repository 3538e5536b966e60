//! <https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html>

use serde_json::json;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::kms::{errors, request, store};
use crate::services::reply::Reply;
use crate::services::service::{Asks, Call, Operation, Row, Service, erase};

/// CancelKeyDeletion.
#[derive(Debug)]
pub struct CancelKeyDeletion;

impl Operation for CancelKeyDeletion {
    const ROW: Row = Row::named(
        Service::Kms,
        "CancelKeyDeletion",
        "kms:CancelKeyDeletion",
        erase::<Self>(),
    );
    type Input = String;
    type Output = String;

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        request::key_name(call)
    }

    fn asks(call: &Call<'_>, name: &String) -> Result<Asks, Failure> {
        let key = request::find_own(call, name)?;
        Ok(Asks::one(request::ask(call, &key, name)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, name: String) -> Result<String, Failure> {
        let key = request::find_own(call, &name)?;
        store::change(call, &key.record, |record| {
            if record.deletion.take().is_none() {
                return Err(errors::not_pending_deletion(&record.arn()));
            }
            // The key comes back disabled: whoever needs it enables it.
            record.enabled = false;
            Ok(())
        })
        .await?;
        Ok(key.arn())
    }

    fn reply(_: &Call<'_>, arn: String) -> Result<Reply, Failure> {
        Ok(request::reply(&json!({ "KeyId": arn })))
    }
}
