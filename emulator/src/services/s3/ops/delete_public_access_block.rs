//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::ask;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::public_access::PublicAccessBlock;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// DeletePublicAccessBlock.
#[derive(Debug)]
pub struct DeletePublicAccessBlock;

impl Operation for DeletePublicAccessBlock {
    const ROW: Row = Row::rest(
        "DeletePublicAccessBlock",
        Route::Rest(
            "DELETE",
            Shape::Bucket,
            &[Needs::Query("publicAccessBlock")],
        ),
        "s3:PutBucketPublicAccessBlock",
        "REST.DELETE.PUBLIC_ACCESS_BLOCK",
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
        let bucket = call.target.bucket.as_str();
        let name = configuration::PUBLIC_ACCESS_BLOCK;
        let commit = buckets::configure::<PublicAccessBlock>(bucket, name, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
