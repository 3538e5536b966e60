//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{bucket_policy, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketPolicy.
#[derive(Debug)]
pub struct GetBucketPolicy;

impl Operation for GetBucketPolicy {
    const ROW: Row = Row::rest(
        "GetBucketPolicy",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("policy")]),
        "s3:GetBucketPolicy",
        "REST.GET.BUCKETPOLICY",
        erase::<Self>(),
    );
    type Input = ();
    type Output = String;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        bucket_policy::asks(call)
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<String, Failure> {
        bucket_policy::owners_only(call)?;
        let view = call.target.view()?;
        let kept = view.policy_text.as_deref();
        let kept = kept.ok_or_else(|| errors::no_such_bucket_policy(&view.record.name))?;
        Ok(bucket_policy::shown(call.world, kept)?)
    }

    fn reply(_: &Call<'_>, text: String) -> Result<Reply, Failure> {
        Ok(Reply::full(StatusCode::OK, "application/json", text))
    }
}
