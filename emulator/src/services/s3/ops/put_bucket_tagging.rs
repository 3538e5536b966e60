//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::tags::{Holder, Tagging};
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutBucketTagging.
#[derive(Debug)]
pub struct PutBucketTagging;

impl Operation for PutBucketTagging {
    const ROW: Row = Row::rest(
        "PutBucketTagging",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("tagging")]),
        "s3:PutBucketTagging",
        "REST.PUT.TAGGING",
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
        let document: Tagging = document::xml(call, "Tagging").await?;
        let tags = document.checked(Holder::Bucket)?;
        if call.target.view()?.abac {
            return Err(errors::tags_decide("PUT"));
        }
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure(bucket, configuration::TAGGING, Some(&tags));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
