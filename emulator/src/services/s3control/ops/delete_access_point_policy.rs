//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_DeleteAccessPointPolicy.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{PointArn, store};
use crate::services::s3::errors;
use crate::services::s3control::points;
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};
use crate::storage::CommitError;

/// DeleteAccessPointPolicy.
#[derive(Debug)]
pub struct DeleteAccessPointPolicy;

impl Operation for DeleteAccessPointPolicy {
    const ROW: Row = Row::path(
        Service::S3Control,
        "DeleteAccessPointPolicy",
        Route::Path("DELETE", "/v20180820/accesspoint/{name}/policy"),
        "s3:DeleteAccessPointPolicy",
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
        let commit = store::put_policy(&arn, None);
        match call.world.commit_authority(commit).await {
            Err(CommitError::Conflict { .. }) => Err(errors::no_such_access_point(&arn.name)),
            done => Ok(done?),
        }
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
