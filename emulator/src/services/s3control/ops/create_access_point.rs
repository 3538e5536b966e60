//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateAccessPoint.html>

use serde::Deserialize;

use crate::auth::authorize::{Ask, Permit};
use crate::base::Failure;
use crate::services::reply::Reply;
use crate::services::s3::access_points::{AccessPointRecord, PointArn, limits, store};
use crate::services::s3::public_access::PublicAccessBlock;
use crate::services::s3::public_access::document::Document as PublicAccessDocument;
use crate::services::s3::{self, document};
use crate::services::s3control::tags::{self, Tags};
use crate::services::s3control::{self, errors, points};
use crate::services::service::{Asks, Call, Operation, Route, Row, Service, erase, refuse};
use crate::storage::CommitError;

/// CreateAccessPoint.
#[derive(Debug)]
pub struct CreateAccessPoint;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Bucket")]
    bucket: String,
    #[serde(rename = "VpcConfiguration")]
    vpc: Option<Vpc>,
    #[serde(rename = "PublicAccessBlockConfiguration")]
    public_access: Option<PublicAccessDocument>,
    #[serde(rename = "BucketAccountId")]
    bucket_account: Option<String>,
    /// For directory buckets.
    #[serde(rename = "Scope")]
    scope: Option<serde::de::IgnoredAny>,
    #[serde(rename = "Tags")]
    tags: Option<Tags>,
}

#[derive(Debug, Deserialize)]
struct Vpc {
    #[serde(rename = "VpcId")]
    id: String,
}

impl Operation for CreateAccessPoint {
    const ROW: Row = Row::path(
        Service::S3Control,
        "CreateAccessPoint",
        Route::Path("PUT", "/v20180820/accesspoint/{name}"),
        "s3:CreateAccessPoint",
        erase::<Self>(),
    );
    type Input = PointArn;
    type Output = AccessPointRecord;

    fn parse(call: &Call<'_>) -> Result<PointArn, Failure> {
        points::arn(call)
    }

    fn asks(_: &Call<'_>, _: &PointArn) -> Result<Asks, Failure> {
        Ok(Asks::Exempt(
            "the network origin is a condition key and stands in the body: asked once that is read",
        ))
    }

    async fn run(
        call: &Call<'_>,
        _permit: Permit,
        arn: PointArn,
    ) -> Result<AccessPointRecord, Failure> {
        let sent: Document = document::xml(call, "CreateAccessPointRequest").await?;
        let record = record(call, &arn, sent)?;
        call.authority
            .permit(&[ask(&record)])
            .map_err(|refusal| refuse(call.row.service, &refusal))?;
        check_bucket(call, &record)?;
        let limit = limits::MAX_IN_REGION;
        let others = store::list(call.world, &arn.account, &arn.region, "", limit)?;
        if others.len() >= limit {
            return Err(errors::too_many());
        }
        let commit = store::create(&record);
        match call.world.commit_authority(commit).await {
            Ok(()) => Ok(record),
            Err(CommitError::Conflict { .. }) => Err(conflict(call, &arn)?),
            Err(error) => Err(error.into()),
        }
    }

    fn reply(_: &Call<'_>, record: AccessPointRecord) -> Result<Reply, Failure> {
        Ok(s3control::document("CreateAccessPointResult", |xml| {
            xml.text_element("AccessPointArn", record.arn().to_string());
            xml.text_element("Alias", &record.alias);
        }))
    }
}

fn record(call: &Call<'_>, arn: &PointArn, sent: Document) -> Result<AccessPointRecord, Failure> {
    if sent.scope.is_some() {
        return Err(errors::not_implemented(
            call.row.name,
            "scopes are for directory buckets, which do not exist here",
        ));
    }
    let tags = sent.tags.unwrap_or_default().checked()?;
    tags::count(&tags)?;
    let settings = sent.public_access.map(|sent| sent.settings());
    Ok(AccessPointRecord {
        name: arn.name.clone(),
        region: arn.region.clone(),
        account: arn.account.clone(),
        alias: limits::alias(&arn.name, &call.world.ids.bytes()),
        bucket: sent.bucket,
        bucket_account: sent.bucket_account.unwrap_or_else(|| arn.account.clone()),
        vpc_id: sent.vpc.map(|vpc| vpc.id),
        public_access: settings.unwrap_or(PublicAccessBlock::ALL),
        created: call.now,
        tags,
    })
}

fn ask(record: &AccessPointRecord) -> Ask {
    let (arn, account) = (record.arn().to_string(), record.account.as_str());
    let ask = Ask::new(CreateAccessPoint::ROW.action, arn.clone())
        .owned(account, None)
        .key("aws:ResourceAccount", account)
        .key("s3:ResourceAccount", account)
        .key("s3:DataAccessPointArn", arn)
        .key("s3:DataAccessPointAccount", account)
        .key("s3:AccessPointNetworkOrigin", record.network_origin());
    tags::requested(ask, &record.tags)
}

/// A bucket of another account must be named with that account.
fn check_bucket(call: &Call<'_>, record: &AccessPointRecord) -> Result<(), Failure> {
    let view = call.buckets.view(call.world, &record.bucket)?;
    let view = view.ok_or_else(errors::bucket_missing)?;
    if view.record.account != record.bucket_account {
        return Err(errors::other_bucket_owner());
    }
    if view.record.region != record.region {
        return Err(errors::bucket_elsewhere());
    }
    Ok(())
}

/// What stood in the way: the access point is there, or the bucket is gone.
fn conflict(call: &Call<'_>, arn: &PointArn) -> Result<Failure, Failure> {
    if store::find(call.world, arn)?.is_some() {
        return Ok(errors::already_owned());
    }
    Ok(s3::errors::operation_aborted())
}
