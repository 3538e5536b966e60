//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use serde::Deserialize;

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::protocol::xml;
use crate::services::reply::Reply;
use crate::services::s3::{bucket_name, errors};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase};
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord, Versioning};
use crate::storage::{Commit, CommitError};

/// The region whose endpoint takes no location constraint.
const CLASSIC_REGION: &str = "us-east-1";
/// The constraint that older clients send for `eu-west-1`.
const LEGACY_EU: &str = "EU";
const MAX_DOCUMENT_BYTES: usize = 64 * 1024;

/// CreateBucket.
#[derive(Debug)]
pub struct CreateBucket;

#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "LocationConstraint")]
    location: Option<String>,
}

impl Operation for CreateBucket {
    const ROW: Row = Row::rest(
        "CreateBucket",
        Route::Rest("PUT", Shape::Bucket, &[]),
        "s3:CreateBucket",
        "REST.PUT.BUCKET",
        erase::<Self>(),
    )
    .without_bucket();
    /// The object ownership that was asked for.
    type Input = String;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<String, Failure> {
        bucket_name::check(&call.target.bucket)?;
        let ownership = call.head.header("x-amz-object-ownership");
        match ownership {
            None => Ok("BucketOwnerEnforced".to_owned()),
            Some(known @ ("BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter")) => {
                Ok(known.to_owned())
            }
            Some(other) => Err(errors::invalid_argument(
                format!("Invalid x-amz-object-ownership header: {other}"),
                "x-amz-object-ownership",
                other,
            )),
        }
    }

    fn asks(call: &Call<'_>, _: &String) -> Result<Asks, Failure> {
        let bucket = arn::bucket(&call.target.bucket);
        let mut asks = vec![Ask::new(Self::ROW.action, &*bucket)];
        if call.head.headers.contains_key("x-amz-object-ownership") {
            asks.push(Ask::new("s3:PutBucketOwnershipControls", &*bucket));
        }
        if call.head.headers.contains_key("x-amz-acl") {
            asks.push(Ask::new("s3:PutBucketAcl", &*bucket));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        object_ownership: String,
    ) -> Result<(), Failure> {
        if call.authority.identity().is_anonymous() {
            return Err(errors::access_denied());
        }
        let region = region(call).await?;
        let account = call.authority.identity().account.clone();
        if let Some(view) = &call.target.view {
            return again(&account, &view.record.account, &region);
        }
        let record = BucketRecord {
            name: call.target.bucket.clone(),
            account,
            region: region.clone(),
            created_ms: call.now.millis(),
            versioning: Versioning::Unversioned,
            object_ownership,
        };
        let key = Key::bucket(record.name.as_str()).encode();
        let commit = Commit::new()
            .expect_absent(key.clone())
            .put(key, records::encode(&record));
        match call.world.commit_authority(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Conflict { .. }) => {
                let view = call.buckets.view(call.world, &record.name)?;
                let owner = view
                    .map(|view| view.record.account.clone())
                    .unwrap_or_default();
                again(&record.account, &owner, &region)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn reply(call: &Call<'_>, (): ()) -> Result<Reply, Failure> {
        let bucket = &call.target.bucket;
        Ok(Reply::empty(http::StatusCode::OK)
            .named("location", format!("/{bucket}"))
            .named("x-amz-bucket-arn", arn::bucket(bucket)))
    }
}

/// The constraint and the endpoint must name the same region.
async fn region(call: &Call<'_>) -> Result<String, Failure> {
    let body = call.body.collect(MAX_DOCUMENT_BYTES).await?;
    let document: Document = if body.is_empty() {
        Document { location: None }
    } else {
        xml::read(&body, "CreateBucketConfiguration").map_err(|_| errors::malformed_xml())?
    };
    let endpoint = call.region;
    let location = document.location.filter(|location| !location.is_empty());
    match location.as_deref() {
        None if endpoint == CLASSIC_REGION => Ok(CLASSIC_REGION.to_owned()),
        None => Err(errors::location_unspecified()),
        Some(CLASSIC_REGION) if endpoint == CLASSIC_REGION => {
            Err(errors::invalid_location(CLASSIC_REGION))
        }
        Some(LEGACY_EU) if endpoint == "eu-west-1" || endpoint == CLASSIC_REGION => {
            Ok("eu-west-1".to_owned())
        }
        Some(location) if !bucket_name::is_region(location) => {
            Err(errors::invalid_location(location))
        }
        // The classic endpoint makes buckets everywhere.
        Some(location) if endpoint == CLASSIC_REGION || endpoint == location => {
            Ok(location.to_owned())
        }
        Some(location) => Err(errors::location_incompatible(location)),
    }
}

/// The name is taken: by the caller, which the classic region forgives, or by somebody else.
fn again(account: &str, owner: &str, region: &str) -> Result<(), Failure> {
    if account != owner {
        return Err(errors::bucket_already_exists());
    }
    if region == CLASSIC_REGION {
        Ok(())
    } else {
        Err(errors::bucket_already_owned())
    }
}
