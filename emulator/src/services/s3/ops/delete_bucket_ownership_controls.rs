//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{acl, ask};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// DeleteBucketOwnershipControls.
#[derive(Debug)]
pub struct DeleteBucketOwnershipControls;

impl Operation for DeleteBucketOwnershipControls {
    const ROW: Row = Row::rest(
        "DeleteBucketOwnershipControls",
        Route::Rest(
            "DELETE",
            Shape::Bucket,
            &[Needs::Query("ownershipControls")],
        ),
        "s3:PutBucketOwnershipControls",
        "REST.DELETE.OWNERSHIP_CONTROLS",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        Ok(Asks::one(ask::bucket(Self::ROW.action, view)))
    }

    /// From then on uploaders own what they upload.
    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        acl::stored::set_ownership(call.world, &call.target.bucket, None).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
