//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::Versioning;

/// GetBucketVersioning.
#[derive(Debug)]
pub struct GetBucketVersioning;

impl Operation for GetBucketVersioning {
    const ROW: Row = Row::rest(
        "GetBucketVersioning",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("versioning")]),
        "s3:GetBucketVersioning",
        "REST.GET.VERSIONING",
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

    async fn run(_: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        Ok(())
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        let status = match call.target.view()?.record.versioning {
            Versioning::Unversioned => None,
            Versioning::Enabled => Some("Enabled"),
            Versioning::Suspended => Some("Suspended"),
        };
        let mut xml = Writer::new();
        xml.open_in("VersioningConfiguration", owner::NAMESPACE);
        xml.optional_element("Status", status);
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
