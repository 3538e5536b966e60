//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// The region that is shown as nothing.
const CLASSIC_REGION: &str = "us-east-1";

/// GetBucketLocation.
#[derive(Debug)]
pub struct GetBucketLocation;

impl Operation for GetBucketLocation {
    const ROW: Row = Row::rest(
        "GetBucketLocation",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("location")]),
        "s3:GetBucketLocation",
        "REST.GET.LOCATION",
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
        let region = call.target.view()?.record.region.as_str();
        let mut xml = Writer::new();
        xml.open_in("LocationConstraint", owner::NAMESPACE);
        if region != CLASSIC_REGION {
            xml.text(region);
        }
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
