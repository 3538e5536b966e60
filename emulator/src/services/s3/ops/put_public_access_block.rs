//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::public_access::document::{Document, ELEMENT};
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutPublicAccessBlock.
#[derive(Debug)]
pub struct PutPublicAccessBlock;

impl Operation for PutPublicAccessBlock {
    const ROW: Row = Row::rest(
        "PutPublicAccessBlock",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("publicAccessBlock")]),
        "s3:PutBucketPublicAccessBlock",
        "REST.PUT.PUBLIC_ACCESS_BLOCK",
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
        let sent: Document = document::xml(call, ELEMENT).await?;
        if sent.is_empty() {
            return Err(errors::empty_public_access_block());
        }
        let settings = sent.settings();
        let bucket = call.target.bucket.as_str();
        let name = configuration::PUBLIC_ACCESS_BLOCK;
        let commit = buckets::configure(bucket, name, Some(&settings));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
