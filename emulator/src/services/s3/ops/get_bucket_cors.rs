//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::cors::CorsConfiguration;
use crate::services::s3::{ask, errors, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketCors.
#[derive(Debug)]
pub struct GetBucketCors;

impl Operation for GetBucketCors {
    const ROW: Row = Row::rest(
        "GetBucketCors",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("cors")]),
        "s3:GetBucketCORS",
        "REST.GET.CORS",
        erase::<Self>(),
    );
    type Input = ();
    type Output = CorsConfiguration;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<CorsConfiguration, Failure> {
        let view = call.target.view()?;
        let cors = view.cors.clone();
        cors.ok_or_else(|| errors::no_such_cors(&view.record.name))
    }

    fn reply(_: &Call<'_>, cors: CorsConfiguration) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("CORSConfiguration", owner::NAMESPACE);
        cors.write(&mut xml);
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
