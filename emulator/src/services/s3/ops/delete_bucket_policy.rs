//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::bucket_policy;
use crate::services::s3::buckets::{self, configuration};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// DeleteBucketPolicy.
#[derive(Debug)]
pub struct DeleteBucketPolicy;

impl Operation for DeleteBucketPolicy {
    const ROW: Row = Row::rest(
        "DeleteBucketPolicy",
        Route::Rest("DELETE", Shape::Bucket, &[Needs::Query("policy")]),
        "s3:DeleteBucketPolicy",
        "REST.DELETE.BUCKETPOLICY",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        bucket_policy::asks(call)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        bucket_policy::owners_only(call)?;
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure::<String>(bucket, configuration::POLICY, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
