//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::tags::Tags;
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// DeleteBucketTagging.
#[derive(Debug)]
pub struct DeleteBucketTagging;

impl Operation for DeleteBucketTagging {
    const ROW: Row = Row::rest(
        "DeleteBucketTagging",
        Route::Rest("DELETE", Shape::Bucket, &[Needs::Query("tagging")]),
        "s3:PutBucketTagging",
        "REST.DELETE.TAGGING",
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
        if call.target.view()?.abac {
            return Err(errors::tags_decide("DELETE"));
        }
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure::<Tags>(bucket, configuration::TAGGING, None);
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
