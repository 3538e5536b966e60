//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use bucketproof_policy::Grant;
use serde::Deserialize;

use crate::auth::authorize::{Ask, Permit};
use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::s3::acl::new_bucket::NewBucket;
use crate::services::s3::buckets::{self, configuration};
use crate::services::s3::public_access::PublicAccessBlock;
use crate::services::s3::tags::{self, Holder, TagSet, Tags};
use crate::services::s3::{ask, bucket_name, context_keys, document, errors};
use crate::services::service::{Asks, Call, Operation, Route, Row, Shape, erase, refuse};
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord, LockConfiguration, Versioning};
use crate::storage::{Commit, CommitError};

/// The region whose endpoint takes no location constraint.
const CLASSIC_REGION: &str = "us-east-1";
/// The constraint that older clients send for `eu-west-1`.
const LEGACY_EU: &str = "EU";
const OBJECT_LOCK: &str = "x-amz-bucket-object-lock-enabled";
const NAMESPACE: &str = "x-amz-bucket-namespace";

/// CreateBucket.
#[derive(Debug)]
pub struct CreateBucket;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "LocationConstraint")]
    location: Option<String>,
    #[serde(rename = "Tags")]
    tags: Option<TagSet>,
    #[serde(rename = "Location")]
    directory_location: Option<Anything>,
    #[serde(rename = "Bucket")]
    directory: Option<Anything>,
}

/// An element whose content is not looked at: it is refused.
#[derive(Debug, Deserialize)]
struct Anything {}

/// What the head says.
#[derive(Debug)]
pub struct Input {
    acl: NewBucket,
    object_lock: bool,
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
    type Input = Input;
    type Output = ();

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        bucket_name::check(&call.target.bucket)?;
        not_done(call.head)?;
        Ok(Input {
            acl: NewBucket::read(call.head)?,
            object_lock: object_lock(call.head)?,
        })
    }

    fn asks(_: &Call<'_>, _: &Input) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "asked once the body is read: the location constraint is a condition key",
        ))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<(), Failure> {
        let document = document(call).await?;
        let location = document.location;
        // Whoever may not make the bucket is not told what is wrong with its tags.
        let tags = document.tags.unwrap_or_default().checked(Holder::NewBucket);
        call.authority
            .permit(&permissions(call, location.as_deref(), tags.as_ref().ok()))
            .map_err(|refusal| refuse(call.row.service, &refusal))?;
        let tags = tags?;
        if call.authority.identity().is_anonymous() {
            return Err(errors::access_denied());
        }
        let region = region(call.region, location.as_deref())?;
        let account = call.authority.identity().account.clone();
        let (ownership, grants) = input.acl.settle(&account)?;
        if let Some(view) = &call.target.view {
            again(&account, &view.record.account, &region)?;
            return input.acl.reset(call, view, grants).await;
        }
        let record = BucketRecord {
            name: call.target.bucket.clone(),
            account,
            region: region.clone(),
            created_ms: call.now.millis(),
            // Object Lock is for versions.
            versioning: if input.object_lock {
                Versioning::Enabled
            } else {
                Versioning::Unversioned
            },
            object_ownership: ownership.name().to_owned(),
            object_lock: input.object_lock.then(LockConfiguration::default),
        };
        let creation = creation(&record, &tags, grants.as_ref());
        match call.world.commit_authority(creation).await {
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

/// Refuses headers that would make another kind of bucket.
fn not_done(head: &Head) -> Result<(), Failure> {
    let namespace = head.header(NAMESPACE).unwrap_or("global");
    if !namespace.eq_ignore_ascii_case("global") {
        return Err(errors::header_not_implemented(NAMESPACE));
    }
    Ok(())
}

fn object_lock(head: &Head) -> Result<bool, Failure> {
    let sent = head.header(OBJECT_LOCK).unwrap_or("false");
    match sent.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(errors::unknown_lock_switch(sent)),
    }
}

async fn document(call: &Call<'_>) -> Result<Document, Failure> {
    let document: Option<Document> =
        document::optional_xml(call, "CreateBucketConfiguration").await?;
    let mut document = document.unwrap_or_default();
    if document.directory_location.is_some() || document.directory.is_some() {
        return Err(errors::not_implemented("directory buckets are not done"));
    }
    document.location = document.location.filter(|location| !location.is_empty());
    Ok(document)
}

fn permissions(call: &Call<'_>, location: Option<&str>, wanted: Option<&Tags>) -> Vec<Ask> {
    let tagging = wanted.is_some_and(|tags| !tags.is_empty());
    [CreateBucket::ROW.action]
        .into_iter()
        .chain(ask::also(CreateBucket::ROW.name, call.head))
        .chain(tagging.then_some("s3:TagResource"))
        .map(|action| {
            let ask = Ask::new(action, arn::bucket(&call.target.bucket));
            let ask = context_keys::of_headers(ask, call.head, call.now);
            let ask = match wanted {
                Some(wanted) => tags::requested_for_bucket(ask, wanted),
                None => ask,
            };
            if action == CreateBucket::ROW.action {
                ask.key_if("s3:locationconstraint", location)
            } else {
                ask
            }
        })
        .collect()
}

/// The constraint and the endpoint must name the same region.
fn region(endpoint: &str, location: Option<&str>) -> Result<String, Failure> {
    match location {
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

/// A new bucket blocks public access.
fn creation(record: &BucketRecord, tags: &Tags, grants: Option<&Vec<Grant>>) -> Commit {
    let key = Key::bucket(record.name.as_str()).encode();
    let public_access =
        buckets::configuration_key(&record.name, configuration::PUBLIC_ACCESS_BLOCK);
    let commit = Commit::new()
        .expect_absent(key.clone())
        .put(key, records::encode(record))
        .put(public_access, records::encode(&PublicAccessBlock::ALL));
    let acl = buckets::configuration_key(&record.name, configuration::ACL);
    let commit = match grants {
        Some(grants) => commit.put(acl, records::encode(grants)),
        None => commit,
    };
    if tags.is_empty() {
        return commit;
    }
    let tagging = buckets::configuration_key(&record.name, configuration::TAGGING);
    commit.put(tagging, records::encode(tags))
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
