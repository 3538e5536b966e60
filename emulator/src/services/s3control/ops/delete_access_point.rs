//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_DeleteAccessPoint.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{PointArn, store};
use crate::services::s3::errors;
use crate::services::s3control::points;
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};
use crate::storage::CommitError;

/// DeleteAccessPoint.
#[derive(Debug)]
pub struct DeleteAccessPoint;

impl Operation for DeleteAccessPoint {
    const ROW: Row = Row::path(
        Service::S3Control,
        "DeleteAccessPoint",
        Route::Path("DELETE", "/v20180820/accesspoint/{name}"),
        "s3:DeleteAccessPoint",
        erase::<Self>(),
    );
    type Input = PointArn;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        points::arn(call)
    }

    fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
        points::asks(call, arn)
    }

    async fn run(call: &Call<'_>, _permit: Permit, arn: PointArn) -> Result<(), Failure> {
        let missing = || errors::no_such_access_point(&arn.name);
        let record = store::find(call.world, &arn)?.ok_or_else(missing)?;
        match call.world.commit_authority(store::delete(&record)).await {
            Err(CommitError::Conflict { .. }) => Err(missing()),
            done => Ok(done?),
        }
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
