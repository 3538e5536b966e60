//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::{Failure, arn};
use crate::services::reply::Reply;
use crate::services::s3::acl::{self, Requested};
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutBucketAcl.
#[derive(Debug)]
pub struct PutBucketAcl;

impl Operation for PutBucketAcl {
    const ROW: Row = Row::rest(
        "PutBucketAcl",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("acl")]),
        "s3:PutBucketAcl",
        "REST.PUT.ACL",
        erase::<Self>(),
    );
    type Input = Requested;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Requested, Failure> {
        Requested::read(call.head)
    }

    fn asks(call: &Call<'_>, _: &Requested) -> Result<Asks, Failure> {
        let ask = ask::bucket(Self::ROW.action, call.target.view()?);
        Ok(Asks::one(acl::requested::keys(call.head, ask)))
    }

    /// Where ACLs are off none can be put, not even the one that holds anyway.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
    async fn run(call: &Call<'_>, _permit: Permit, requested: Requested) -> Result<(), Failure> {
        let view = call.target.view()?;
        let owner = view.record.account.as_str();
        let grants = acl::document::put(call, &requested, owner, None).await?;
        if view.acl.is_none() {
            return Err(errors::acl_not_supported());
        }
        let resource = arn::bucket(&view.record.name);
        acl::check_public(call, view, &grants, Self::ROW.action, &resource)?;
        acl::stored::put_bucket(call.world, view, grants).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
