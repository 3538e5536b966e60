//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html>

use http::StatusCode;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::lock::documents::ConfigurationDocument;
use crate::services::s3::{ask, buckets, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::Versioning;

/// PutObjectLockConfiguration.
#[derive(Debug)]
pub struct PutObjectLockConfiguration;

impl Operation for PutObjectLockConfiguration {
    const ROW: Row = Row::rest(
        "PutObjectLockConfiguration",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("object-lock")]),
        "s3:PutBucketObjectLockConfiguration",
        "REST.PUT.OBJECT_LOCK_CONFIGURATION",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document: ConfigurationDocument =
            document::xml(call, "ObjectLockConfiguration").await?;
        let configuration = document.checked()?;
        buckets::try_change_record(call.world, &call.target.bucket, |record| {
            if record.versioning != Versioning::Enabled {
                return Err(errors::lock_needs_versioning());
            }
            record.object_lock = Some(configuration);
            Ok(())
        })
        .await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
