//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_DeletePublicAccessBlock.html>

use http::StatusCode;

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::public_access::account_key;
use crate::services::s3control::account;
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};
use crate::storage::Commit;

/// DeletePublicAccessBlock, of an account.
#[derive(Debug)]
pub struct DeletePublicAccessBlock;

impl Operation for DeletePublicAccessBlock {
    const ROW: Row = Row::path(
        Service::S3Control,
        "DeletePublicAccessBlock",
        Route::Path("DELETE", "/v20180820/configuration/publicAccessBlock"),
        "s3:PutAccountPublicAccessBlock",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(_: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        Ok(Asks::one(Ask::new(Self::ROW.action, "*")))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let commit = Commit::new().delete(account_key(account(call.head)?));
        Ok(call.world.commit_authority(commit).await?)
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}
