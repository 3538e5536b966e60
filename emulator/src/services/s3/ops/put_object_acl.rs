//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html>
//!
//! Buckets have ACLs switched off, so an ACL cannot be put, not even the one that holds anyway.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutObjectAcl.
#[derive(Debug)]
pub struct PutObjectAcl;

impl Operation for PutObjectAcl {
    const ROW: Row = Row::rest(
        "PutObjectAcl",
        Route::Rest("PUT", Shape::Object, &[Needs::Query("acl")]),
        "s3:PutObjectAcl",
        "REST.PUT.ACL",
        erase::<Self>(),
    );
    type Input = ();
    type Output = std::convert::Infallible;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        let (view, key) = (call.target.view()?, &call.target.key);
        let acl = call.head.header("x-amz-acl");
        let ask = match call.head.query.get("versionId") {
            None => ask::object("s3:PutObjectAcl", view, key),
            Some(id) => ask::object("s3:PutObjectVersionAcl", view, key).key("s3:VersionId", id),
        };
        Ok(Asks::one(ask.key_if("s3:x-amz-acl", acl)))
    }

    async fn run(
        _: &Call<'_>,
        _permit: Permit,
        (): (),
    ) -> Result<std::convert::Infallible, Failure> {
        Err(errors::acl_not_supported())
    }

    fn reply(_: &Call<'_>, never: std::convert::Infallible) -> Result<Reply, Failure> {
        match never {}
    }
}
