//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::Addressed;
use crate::services::s3::errors;
use crate::services::s3::lock::documents;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::Retention;

/// GetObjectRetention.
#[derive(Debug)]
pub struct GetObjectRetention;

impl Operation for GetObjectRetention {
    const ROW: Row = Row::rest(
        "GetObjectRetention",
        Route::Rest("GET", Shape::Object, &[Needs::Query("retention")]),
        "s3:GetObjectRetention",
        "REST.GET.OBJECT_RETENTION",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = Retention;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(call: &Call<'_>, input: &Addressed) -> Result<Asks, Failure> {
        let (view, action) = (call.target.view()?, Self::ROW.action);
        Ok(Asks::one(input.ask(call, view, action, action)?))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        mut input: Addressed,
    ) -> Result<Retention, Failure> {
        let view = call.target.view()?;
        let stored = input.stored(call, view)?;
        if view.record.object_lock.is_none() {
            return Err(errors::no_object_lock());
        }
        stored
            .record
            .lock
            .retention
            .ok_or_else(errors::no_such_object_lock)
    }

    fn reply(_: &Call<'_>, found: Retention) -> Result<Reply, Failure> {
        Ok(Reply::xml(documents::retention(found)))
    }
}
