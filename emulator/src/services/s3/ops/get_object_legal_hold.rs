//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::Addressed;
use crate::services::s3::errors;
use crate::services::s3::lock::documents;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetObjectLegalHold.
#[derive(Debug)]
pub struct GetObjectLegalHold;

impl Operation for GetObjectLegalHold {
    const ROW: Row = Row::rest(
        "GetObjectLegalHold",
        Route::Rest("GET", Shape::Object, &[Needs::Query("legal-hold")]),
        "s3:GetObjectLegalHold",
        "REST.GET.OBJECT_LEGAL_HOLD",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = bool;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(call: &Call<'_>, input: &Addressed) -> Result<Asks, Failure> {
        let (view, action) = (call.target.view()?, Self::ROW.action);
        Ok(Asks::one(input.ask(call, view, action, action)?))
    }

    async fn run(call: &Call<'_>, _permit: Permit, mut input: Addressed) -> Result<bool, Failure> {
        let view = call.target.view()?;
        let stored = input.stored(call, view)?;
        if view.record.object_lock.is_none() {
            return Err(errors::no_object_lock());
        }
        stored
            .record
            .lock
            .legal_hold
            .ok_or_else(errors::no_such_object_lock)
    }

    fn reply(_: &Call<'_>, found: bool) -> Result<Reply, Failure> {
        Ok(Reply::xml(documents::legal_hold(found)))
    }
}
