//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::public_access::PublicAccessBlock;
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutPublicAccessBlock.
#[derive(Debug)]
pub struct PutPublicAccessBlock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "BlockPublicAcls")]
    block_public_acls: Option<bool>,
    #[serde(rename = "IgnorePublicAcls")]
    ignore_public_acls: Option<bool>,
    #[serde(rename = "BlockPublicPolicy")]
    block_public_policy: Option<bool>,
    #[serde(rename = "RestrictPublicBuckets")]
    restrict_public_buckets: Option<bool>,
}

impl Operation for PutPublicAccessBlock {
    const ROW: Row = Row::rest(
        "PutPublicAccessBlock",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("publicAccessBlock")]),
        "s3:PutBucketPublicAccessBlock",
        "REST.PUT.PUBLIC_ACCESS_BLOCK",
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

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document: Document = document::xml(call, "PublicAccessBlockConfiguration").await?;
        let settings = settings(&document)?;
        let bucket = call.target.bucket.as_str();
        let name = configuration::PUBLIC_ACCESS_BLOCK;
        let commit = buckets::configure(bucket, name, Some(&settings));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}

/// What is left out is off.
fn settings(document: &Document) -> Result<PublicAccessBlock, Failure> {
    let sent = [
        document.block_public_acls,
        document.ignore_public_acls,
        document.block_public_policy,
        document.restrict_public_buckets,
    ];
    if sent.iter().all(Option::is_none) {
        return Err(errors::empty_public_access_block());
    }
    let [acls, ignored, policy, restricted] = sent.map(|setting| setting.unwrap_or(false));
    Ok(PublicAccessBlock {
        block_public_acls: acls,
        ignore_public_acls: ignored,
        block_public_policy: policy,
        restrict_public_buckets: restricted,
    })
}
