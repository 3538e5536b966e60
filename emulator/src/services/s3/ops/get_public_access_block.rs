//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::public_access::{PublicAccessBlock, document};
use crate::services::s3::{ask, errors, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetPublicAccessBlock.
#[derive(Debug)]
pub struct GetPublicAccessBlock;

impl Operation for GetPublicAccessBlock {
    const ROW: Row = Row::rest(
        "GetPublicAccessBlock",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("publicAccessBlock")]),
        "s3:GetBucketPublicAccessBlock",
        "REST.GET.PUBLIC_ACCESS_BLOCK",
        erase::<Self>(),
    );
    type Input = ();
    type Output = PublicAccessBlock;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(ask::bucket(
            Self::ROW.action,
            call.target.view()?,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<PublicAccessBlock, Failure> {
        let view = call.target.view()?;
        let settings = view.public_access;
        settings.ok_or_else(|| errors::no_such_public_access_block(&view.record.name))
    }

    fn reply(_: &Call<'_>, settings: PublicAccessBlock) -> Result<Reply, Failure> {
        let mut xml = Writer::new();
        xml.open_in(document::ELEMENT, owner::NAMESPACE);
        document::write(&mut xml, settings);
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
