//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::{Failure, arn};
use crate::services::reply::Reply;
use crate::services::s3::{ask, bucket_region};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape};

/// HeadBucket.
#[derive(Debug)]
pub struct HeadBucket;

impl Operation for HeadBucket {
    const ROW: Row = Row::rest(
        "HeadBucket",
        Route::Rest("HEAD", Shape::Bucket, &[]),
        "s3:ListBucket",
        "REST.HEAD.BUCKET",
        bucket_region::shown::<Self>(),
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

    async fn run(_: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        Ok(())
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK)
            .named("content-type", "application/xml")
            .named("x-amz-bucket-arn", arn::bucket(&call.target.bucket))
            .named("x-amz-access-point-alias", call.target.by_alias.to_string()))
    }
}
