//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html>

use http::StatusCode;

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::public_access::account_key;
use crate::services::s3::public_access::document::{Document, ELEMENT};
use crate::services::s3::{document, errors};
use crate::services::s3control::account;
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase};
use crate::storage::{Commit, records};

/// PutPublicAccessBlock, of an account.
#[derive(Debug)]
pub struct PutPublicAccessBlock;

impl Operation for PutPublicAccessBlock {
    const ROW: Row = Row::path(
        Service::S3Control,
        "PutPublicAccessBlock",
        Route::Path("PUT", "/v20180820/configuration/publicAccessBlock"),
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
        let sent: Document = document::xml(call, ELEMENT).await?;
        if sent.is_empty() {
            return Err(errors::empty_public_access_block());
        }
        let settings = records::encode(&sent.settings());
        let commit = Commit::new().put(account_key(account(call.head)?), settings);
        Ok(call.world.commit_authority(commit).await?)
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
