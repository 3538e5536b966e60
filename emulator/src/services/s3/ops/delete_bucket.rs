//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{ask, bucket_deletion};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};

/// DeleteBucket.
#[derive(Debug)]
pub struct DeleteBucket;

impl Operation for DeleteBucket {
    const ROW: Row = Row::rest(
        "DeleteBucket",
        Route::Rest("DELETE", Shape::Bucket, &[]),
        "s3:DeleteBucket",
        "REST.DELETE.BUCKET",
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
        bucket_deletion::delete(call.world, call.target.view()?).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
