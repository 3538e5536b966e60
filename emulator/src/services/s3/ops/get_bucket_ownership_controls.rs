//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, errors, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketOwnershipControls.
#[derive(Debug)]
pub struct GetBucketOwnershipControls;

impl Operation for GetBucketOwnershipControls {
    const ROW: Row = Row::rest(
        "GetBucketOwnershipControls",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("ownershipControls")]),
        "s3:GetBucketOwnershipControls",
        "REST.GET.OWNERSHIP_CONTROLS",
        erase::<Self>(),
    );
    type Input = ();
    /// The setting, as S3 writes it.
    type Output = String;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<String, Failure> {
        let record = &call.target.view()?.record;
        if record.object_ownership.is_empty() {
            return Err(errors::no_ownership_controls(&record.name));
        }
        Ok(record.object_ownership.clone())
    }

    fn reply(_: &Call<'_>, ownership: String) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in("OwnershipControls", owner::NAMESPACE);
        xml.open("Rule");
        xml.text_element("ObjectOwnership", ownership);
        xml.close();
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
