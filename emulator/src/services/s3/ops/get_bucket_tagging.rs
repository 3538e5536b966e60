//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{ask, errors, tags};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketTagging.
#[derive(Debug)]
pub struct GetBucketTagging;

impl Operation for GetBucketTagging {
    const ROW: Row = Row::rest(
        "GetBucketTagging",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("tagging")]),
        "s3:GetBucketTagging",
        "REST.GET.TAGGING",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        if call.target.view()?.tags.is_empty() {
            return Err(errors::no_such_tag_set(&call.target.bucket));
        }
        Ok(())
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::xml(tags::document(&call.target.view()?.tags)))
    }
}
