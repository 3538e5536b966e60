//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutAccessPointPolicy.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{PointArn, policy, store};
use crate::services::s3::{document, errors};
use crate::services::s3control::points;
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};
use crate::storage::CommitError;

/// PutAccessPointPolicy.
#[derive(Debug)]
pub struct PutAccessPointPolicy;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Policy")]
    policy: String,
}

impl Operation for PutAccessPointPolicy {
    const ROW: Row = Row::path(
        Service::S3Control,
        "PutAccessPointPolicy",
        Route::Path("PUT", "/v20180820/accesspoint/{name}/policy"),
        "s3:PutAccessPointPolicy",
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
        let sent: Document = document::xml(call, "PutAccessPointPolicyRequest").await?;
        let missing = || errors::no_such_access_point(&arn.name);
        let view = points::view(call, &arn)?;
        let point = points::via(&view).ok_or_else(missing)?;
        let caller = &call.authority.identity().arn;
        let kept = policy::check(call.world, point, &view, caller, &sent.policy)?;
        let commit = store::put_policy(&arn, Some(&kept));
        match call.world.commit_authority(commit).await {
            Err(CommitError::Conflict { .. }) => Err(missing()),
            done => Ok(done?),
        }
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
