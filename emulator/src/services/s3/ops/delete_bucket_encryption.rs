//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::ask;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::encryption::BucketEncryption;
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// DeleteBucketEncryption.
#[derive(Debug)]
pub struct DeleteBucketEncryption;

impl Operation for DeleteBucketEncryption {
    const ROW: Row = Row::rest(
        "DeleteBucketEncryption",
        Route::Rest("DELETE", Shape::Bucket, &[Needs::Query("encryption")]),
        "s3:PutEncryptionConfiguration",
        "REST.DELETE.ENCRYPTION",
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

    /// Every bucket has a default: without a configuration it is SSE-S3.
    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let bucket = call.target.bucket.as_str();
        let name = configuration::ENCRYPTION;
        let commit = buckets::configure::<BucketEncryption>(bucket, name, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
