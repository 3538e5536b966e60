//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::lock::documents;
use crate::services::s3::{ask, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::LockConfiguration;

/// GetObjectLockConfiguration.
#[derive(Debug)]
pub struct GetObjectLockConfiguration;

impl Operation for GetObjectLockConfiguration {
    const ROW: Row = Row::rest(
        "GetObjectLockConfiguration",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("object-lock")]),
        "s3:GetBucketObjectLockConfiguration",
        "REST.GET.OBJECT_LOCK_CONFIGURATION",
        erase::<Self>(),
    );
    type Input = ();
    type Output = LockConfiguration;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<LockConfiguration, Failure> {
        let configuration = call.target.view()?.record.object_lock;
        configuration.ok_or_else(|| errors::no_such_lock_configuration(&call.target.bucket))
    }

    fn reply(_: &Call<'_>, configuration: LockConfiguration) -> Result<Reply, Failure> {
        Ok(Reply::xml(documents::configuration(&configuration)))
    }
}
