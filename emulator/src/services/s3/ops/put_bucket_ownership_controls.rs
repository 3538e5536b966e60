//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::acl::{self, Ownership};
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutBucketOwnershipControls.
#[derive(Debug)]
pub struct PutBucketOwnershipControls;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Rule", default)]
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "ObjectOwnership")]
    ownership: Option<String>,
}

impl Operation for PutBucketOwnershipControls {
    const ROW: Row = Row::rest(
        "PutBucketOwnershipControls",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("ownershipControls")]),
        "s3:PutBucketOwnershipControls",
        "REST.PUT.OWNERSHIP_CONTROLS",
        erase::<Self>(),
    );
    type Input = ();
    type Output = ();

    fn parse(_: &Call<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn asks(call: &Call<'_>, (): &()) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        Ok(Asks::one(ask::bucket(Self::ROW.action, view)))
    }

    async fn run(call: &Call<'_>, _permit: Permit, (): ()) -> Result<(), Failure> {
        let document: Document = document::xml(call, "OwnershipControls").await?;
        // The schema has a list, of which S3 takes exactly one.
        let [Rule { ownership }] = document.rules.as_slice() else {
            return Err(errors::malformed_xml());
        };
        let ownership = ownership.as_deref().and_then(Ownership::parse);
        let ownership = ownership.ok_or_else(errors::malformed_xml)?;
        acl::stored::set_ownership(call.world, &call.target.bucket, Some(ownership)).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
