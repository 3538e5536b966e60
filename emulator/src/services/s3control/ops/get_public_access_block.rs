//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html>

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::public_access::{self, PublicAccessBlock, document};
use crate::services::s3control::{self, account, errors};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};

/// GetPublicAccessBlock, of an account.
#[derive(Debug)]
pub struct GetPublicAccessBlock;

impl Operation for GetPublicAccessBlock {
    const ROW: Row = Row::path(
        Service::S3Control,
        "GetPublicAccessBlock",
        Route::Path("GET", "/v20180820/configuration/publicAccessBlock"),
        "s3:GetAccountPublicAccessBlock",
        erase::<Self>(),
    );
    type Input = ();
    type Output = PublicAccessBlock;

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<PublicAccessBlock, Failure> {
        let account = account(call.head)?;
        public_access::of_account(call.world, account)?
            .ok_or_else(|| errors::no_such_public_access_block(account))
    }

    fn reply(_: &Call<'_>, settings: PublicAccessBlock) -> Result<Reply, Failure> {
        Ok(s3control::document(document::ELEMENT, |xml| {
            document::write(xml, settings);
        }))
    }
}
