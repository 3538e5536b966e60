//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketAbac.
#[derive(Debug)]
pub struct GetBucketAbac;

impl Operation for GetBucketAbac {
    const ROW: Row = Row::rest(
        "GetBucketAbac",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("abac")]),
        "s3:GetBucketAbac",
        "REST.GET.ABAC",
        erase::<Self>(),
    );
    type Input = ();
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
        Ok(call.target.view()?.abac)
    }

    fn reply(_: &Call<'_>, enabled: bool) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("AbacStatus", owner::NAMESPACE);
        xml.text_element("Status", if enabled { "Enabled" } else { "Disabled" });
        Ok(Reply::xml(xml.finish()))
    }
}
