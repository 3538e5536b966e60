//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html>

use bucketproof_policy::Grant;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{acl, ask};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketAcl.
#[derive(Debug)]
pub struct GetBucketAcl;

impl Operation for GetBucketAcl {
    const ROW: Row = Row::rest(
        "GetBucketAcl",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("acl")]),
        "s3:GetBucketAcl",
        "REST.GET.ACL",
        erase::<Self>(),
    );
    type Input = ();
    type Output = Vec<Grant>;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        Ok(Asks::one(ask::bucket(Self::ROW.action, view)))
    }

    /// Where ACLs are off, full control of the owner is what holds.
    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<Vec<Grant>, Failure> {
        let view = call.target.view()?;
        Ok(match &view.acl {
            Some(acl) => acl.grants.clone(),
            None => vec![Grant::full_control(&view.record.account)],
        })
    }

    fn reply(call: &Call<'_>, grants: Vec<Grant>) -> Result<Reply, Failure> {
        let owner = &call.target.view()?.record.account;
        Ok(Reply::xml(acl::document::write(owner, &grants)))
    }
}
