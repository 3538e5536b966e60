//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::{bucket_policy, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// More than this is not even looked at; the limit of a policy is far lower.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// PutBucketPolicy.
#[derive(Debug)]
pub struct PutBucketPolicy;

impl Operation for PutBucketPolicy {
    const ROW: Row = Row::rest(
        "PutBucketPolicy",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("policy")]),
        "s3:PutBucketPolicy",
        "REST.PUT.BUCKETPOLICY",
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
        let body = document::bytes(call, MAX_BODY_BYTES).await?;
        let text = String::from_utf8(body).map_err(|_| errors::policy_not_json())?;
        let kept = bucket_policy::check(call, call.target.view()?, &text)?;
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure(bucket, configuration::POLICY, Some(&kept));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
