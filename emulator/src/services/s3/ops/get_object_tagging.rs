//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::{self, Addressed};
use crate::services::s3::tags;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::ObjectRecord;

/// GetObjectTagging.
#[derive(Debug)]
pub struct GetObjectTagging;

impl Operation for GetObjectTagging {
    const ROW: Row = Row::rest(
        "GetObjectTagging",
        Route::Rest("GET", Shape::Object, &[Needs::Query("tagging")]),
        "s3:GetObjectTagging",
        "REST.GET.OBJECT_TAGGING",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ObjectRecord;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(call: &Call<'_>, input: &Addressed) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let ask = input.ask(call, view, Self::ROW.action, "s3:GetObjectVersionTagging")?;
        Ok(Asks::one(input.with_tags(call, view, ask)?))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        mut input: Addressed,
    ) -> Result<ObjectRecord, Failure> {
        // This call alone shows a missing key with its bucket.
        let shown_key = format!("{}/{}", call.target.bucket, call.target.key);
        let stored = input.stored_as(call, call.target.view()?, &shown_key)?;
        Ok(stored.record)
    }

    fn reply(call: &Call<'_>, record: ObjectRecord) -> Result<Reply, Failure> {
        let reply = Reply::xml(tags::document(&record.tags));
        Ok(addressed::write_version(
            reply,
            call.target.view()?,
            &record,
        ))
    }
}
