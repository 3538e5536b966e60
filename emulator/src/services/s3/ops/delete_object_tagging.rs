//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::addressed::{self, Addressed};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::ObjectRecord;

/// DeleteObjectTagging.
#[derive(Debug)]
pub struct DeleteObjectTagging;

impl Operation for DeleteObjectTagging {
    const ROW: Row = Row::rest(
        "DeleteObjectTagging",
        Route::Rest("DELETE", Shape::Object, &[Needs::Query("tagging")]),
        "s3:DeleteObjectTagging",
        "REST.DELETE.OBJECT_TAGGING",
        erase::<Self>(),
    );
    type Input = Addressed;
    type Output = ObjectRecord;

    fn parse(call: &Call<'_>) -> Result<Addressed, Failure> {
        Addressed::read(call.head)
    }

    fn asks(call: &Call<'_>, input: &Addressed) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let ask = input.ask(
            call,
            view,
            Self::ROW.action,
            "s3:DeleteObjectVersionTagging",
        )?;
        Ok(Asks::one(input.with_tags(call, view, ask)?))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        mut input: Addressed,
    ) -> Result<ObjectRecord, Failure> {
        let change = |record: &mut ObjectRecord| {
            record.tags.clear();
            Ok(())
        };
        input.alter(call, call.target.view()?, change).await
    }

    fn reply(call: &Call<'_>, record: ObjectRecord) -> Result<Reply, Failure> {
        let reply = Reply::empty(StatusCode::NO_CONTENT);
        Ok(addressed::write_version(
            reply,
            call.target.view()?,
            &record,
        ))
    }
}
