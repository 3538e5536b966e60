//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::s3::{ask, owner};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// GetBucketEncryption.
#[derive(Debug)]
pub struct GetBucketEncryption;

impl Operation for GetBucketEncryption {
    const ROW: Row = Row::rest(
        "GetBucketEncryption",
        Route::Rest("GET", Shape::Bucket, &[Needs::Query("encryption")]),
        "s3:GetEncryptionConfiguration",
        "REST.GET.ENCRYPTION",
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
        let view = call.target.view()?;
        let encryption = &view.encryption;
        let mut xml = Writer::new();
        xml.open_in("ServerSideEncryptionConfiguration", owner::NAMESPACE);
        xml.open("Rule");
        xml.open("ApplyServerSideEncryptionByDefault");
        xml.text_element("SSEAlgorithm", &encryption.algorithm);
        xml.optional_element("KMSMasterKeyID", encryption.kms_key_id.as_deref());
        xml.close();
        xml.text_element("BucketKeyEnabled", encryption.bucket_key.to_string());
        xml.open("BlockedEncryptionTypes");
        xml.text_element(
            "EncryptionType",
            if view.sse_c_blocked { "SSE-C" } else { "NONE" },
        );
        xml.close();
        xml.close();
        xml.close();
        Ok(Reply::xml(xml.finish()))
    }
}
