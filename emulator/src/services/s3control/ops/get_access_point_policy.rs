//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPointPolicy.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::PointArn;
use crate::services::s3::bucket_policy;
use crate::services::s3control::{self, errors, points};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// GetAccessPointPolicy.
#[derive(Debug)]
pub struct GetAccessPointPolicy;

impl Operation for GetAccessPointPolicy {
    const ROW: Row = Row::path(
        Service::S3Control,
        "GetAccessPointPolicy",
        Route::Path("GET", "/v20180820/accesspoint/{name}/policy"),
        "s3:GetAccessPointPolicy",
        erase::<Self>(),
    );
    type Input = PointArn;
    /// The policy, with who it names now.
    type Output = String;

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        points::arn(call)
    }

    fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
        points::asks(call, arn)
    }

    async fn run(call: &Call<'_>, _permit: Permit, arn: PointArn) -> Result<String, Failure> {
        let point = points::point(call, &arn)?;
        let kept = point.policy_text.as_deref();
        let kept = kept.ok_or_else(|| errors::no_such_policy(&arn.name))?;
        Ok(bucket_policy::shown(call.world, kept)?)
    }

    fn reply(_: &Call<'_>, text: String) -> Result<Reply, Failure> {
        Ok(s3control::document("GetAccessPointPolicyResult", |xml| {
            xml.text_element("Policy", text);
        }))
    }
}
