//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::{Failure, arn};
use crate::services::reply::Reply;
use crate::services::s3::acl::{self, Requested};
use crate::services::s3::addressed::Addressed;
use crate::services::s3::{errors, objects};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutObjectAcl.
#[derive(Debug)]
pub struct PutObjectAcl;

/// What the head says.
#[derive(Debug)]
pub struct Input {
    version: Addressed,
    requested: Requested,
}

impl Operation for PutObjectAcl {
    const ROW: Row = Row::rest(
        "PutObjectAcl",
        Route::Rest("PUT", Shape::Object, &[Needs::Query("acl")]),
        "s3:PutObjectAcl",
        "REST.PUT.ACL",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        Ok(Input {
            version: Addressed::read(call.head)?,
            requested: Requested::read(call.head)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let (view, version) = (call.target.view()?, &input.version);
        let ask = version.ask(call, view, Self::ROW.action, "s3:PutObjectVersionAcl")?;
        let ask = version.with_tags(call, view, ask)?;
        Ok(Asks::one(acl::requested::keys(call.head, ask)))
    }

    /// Where ACLs are off none can be put, not even the one that holds anyway.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
    async fn run(call: &Call<'_>, _permit: Permit, mut input: Input) -> Result<(), Failure> {
        let view = call.target.view()?;
        let bucket_owner = view.record.account.as_str();
        if view.acl.is_none() {
            acl::document::put(call, &input.requested, bucket_owner, Some(bucket_owner)).await?;
            return Err(errors::acl_not_supported());
        }
        let resource = arn::object(&view.record.name, &call.target.key);
        let mut version = input.version.with_acl(call, view)?;
        let owner = version.record.owner.clone();
        let grants = acl::document::put(call, &input.requested, &owner, Some(bucket_owner)).await?;
        acl::check_public(call, view, &grants, Self::ROW.action, &resource)?;
        for _ in 0..objects::ATTEMPTS {
            if acl::stored::put_object(call.world, view, &version, grants.clone())
                .await?
                .is_some()
            {
                return Ok(());
            }
            version = input.version.with_acl(call, view)?;
            // Another object took its place: the ACL was not meant for it.
            if version.record.owner != owner {
                break;
            }
        }
        Err(errors::operation_aborted())
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
