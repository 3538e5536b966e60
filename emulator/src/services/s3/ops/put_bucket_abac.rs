//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html>

use http::StatusCode;
use serde::Deserialize;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::{ask, document, errors};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// PutBucketAbac.
#[derive(Debug)]
pub struct PutBucketAbac;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Status")]
    status: String,
}

impl Operation for PutBucketAbac {
    const ROW: Row = Row::rest(
        "PutBucketAbac",
        Route::Rest("PUT", Shape::Bucket, &[Needs::Query("abac")]),
        "s3:PutBucketAbac",
        "REST.PUT.ABAC",
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
        let document: Document = document::xml(call, "AbacStatus").await?;
        let enabled = match document.status.as_str() {
            "Enabled" => true,
            "Disabled" => false,
            _ => return Err(errors::malformed_xml()),
        };
        let bucket = call.target.bucket.as_str();
        let commit = buckets::configure(bucket, configuration::ABAC, Some(&enabled));
        buckets::commit_configuration(call.world, bucket, commit).await
    }

    fn reply(_: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        Ok(Reply::empty(StatusCode::OK))
    }
}
