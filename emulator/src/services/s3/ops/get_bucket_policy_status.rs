//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, errors, owner, public_access};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketPolicyStatus.
#[derive(Debug)]
pub struct GetBucketPolicyStatus;

impl Operation for GetBucketPolicyStatus {
    const ROW: Row = Row::rest(
        "GetBucketPolicyStatus",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("policyStatus")]),
        "s3:GetBucketPolicyStatus",
        "REST.GET.POLICY_STATUS",
        erase::<Self>(),
    );
    type Input = ();
    /// Whether the policy is public.
    type Output = bool;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<bool, Failure> {
        let view = call.target.view()?;
        let text = view.policy_text.as_deref();
        let text = text.ok_or_else(|| errors::no_such_bucket_policy(&view.record.name))?;
        Ok(public_access::is_public(text))
    }

    fn reply(_: &Call<'_>, public: bool) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("PolicyStatus", owner::NAMESPACE);
        xml.text_element("IsPublic", public.to_string());
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
