//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetAccessPointPolicyStatus.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::PointArn;
use crate::services::s3::public_access;
use crate::services::s3control::{self, errors, points};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// GetAccessPointPolicyStatus.
#[derive(Debug)]
pub struct GetAccessPointPolicyStatus;

impl Operation for GetAccessPointPolicyStatus {
    const ROW: Row = Row::path(
        Service::S3Control,
        "GetAccessPointPolicyStatus",
        Route::Path("GET", "/v20180820/accesspoint/{name}/policyStatus"),
        "s3:GetAccessPointPolicyStatus",
        erase::<Self>(),
    );
    type Input = PointArn;
    /// Whether the policy is public.
    type Output = bool;

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        points::arn(call)
    }

    fn asks(call: &Call<'_>, arn: &PointArn) -> Result<Asks, Failure> {
        points::asks(call, arn)
    }

    async fn run(call: &Call<'_>, _permit: Permit, arn: PointArn) -> Result<bool, Failure> {
        let point = points::point(call, &arn)?;
        let text = point.policy_text.as_deref();
        let text = text.ok_or_else(|| errors::no_such_policy(&arn.name))?;
        // Nobody out of the VPC gets in, whatever the policy says.
        Ok(point.record.vpc_id.is_none() && public_access::is_public(text))
    }

    fn reply(_: &Call<'_>, public: bool) -> Result<Reply, Failure> {
        Ok(s3control::document(
            "GetAccessPointPolicyStatusResult",
            |xml| {
                xml.open("PolicyStatus");
                xml.text_element("IsPublic", public.to_string());
                xml.close();
            },
        ))
    }
}
