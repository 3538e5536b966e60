//! Access point policies: what is stored, and what is evaluated.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>

use bucketproof_policy::{Attached, validate};
use serde_json::{Value, json};

use super::{AccessPointRecord, Point, PointArn, store};
use crate::base::Failure;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::public_access::{self, PublicAccessBlock, Restriction};
use crate::services::s3::{bucket_policy, errors};
use crate::storage::StorageError;
use crate::world::World;

/// The settings that a new policy is under: the access point's, its account's and, when the bucket is of the same account,
/// the bucket's.
fn settings(point: &Point, view: &BucketView) -> PublicAccessBlock {
    if point.record.account == view.record.account {
        return point.public_access.and(view.block_public_access());
    }
    point.public_access
}

/// Checks a policy before it is stored, and gives the text to keep.
///
/// # Errors
/// `MalformedPolicy`, or `AccessDenied` for a public policy where one is blocked.
pub fn check(
    world: &World,
    point: &Point,
    view: &BucketView,
    caller: &str,
    text: &str,
) -> Result<String, Failure> {
    let arn = point.arn.to_string();
    let kept = bucket_policy::kept(world, |known| validate::access_point(text, &arn, known))?;
    if settings(point, view).block_public_policy && public_access::is_public(text) {
        return Err(errors::public_access_point_policy_blocked(caller, &arn));
    }
    Ok(kept)
}

/// Reads an access point with what decides about requests through it.
///
/// # Errors
/// A store that fails, or a policy that cannot be read.
pub fn load(
    world: &World,
    record: AccessPointRecord,
    view: &BucketView,
) -> Result<Point, StorageError> {
    let arn = record.arn();
    let policy_text = store::policy(world, &arn)?;
    let of_account = public_access::of_account(world, &record.account)?;
    let public_access = public_access::effective(of_account, Some(record.public_access));
    let resources = resources(&arn);
    let restriction = Restriction {
        resources: &resources,
        accounts: &[&record.account, &view.record.account],
    };
    let in_force = public_access.and(view.block_public_access());
    let restriction = in_force.restrict_public_buckets.then_some(restriction);
    let document = |text: &str| bucket_policy::evaluated(text, restriction);
    let policy = policy_text.as_deref().map(document).transpose()?;
    let name = format!("access point policy of {}", record.name);
    let policy = policy.map(|document| Attached {
        name: name.clone(),
        document,
    });
    let data_policy = match &record.vpc_id {
        None => policy.clone(),
        Some(vpc) => {
            let text = within_vpc(policy_text.as_deref(), &arn, vpc)?;
            let document = document(&text)?;
            Some(Attached { name, document })
        }
    };
    Ok(Point {
        public_access,
        record,
        arn,
        policy_text,
        policy,
        data_policy,
    })
}

/// The access point and every object behind it.
fn resources(arn: &PointArn) -> Vec<String> {
    vec![arn.to_string(), arn.object("*")]
}

/// A policy as an access point with a VPC origin has it evaluated: requests that do not come from the VPC are denied.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html>
fn within_vpc(policy: Option<&str>, arn: &PointArn, vpc: &str) -> Result<String, StorageError> {
    let mut policy: Value = match policy {
        Some(text) => serde_json::from_str(text).map_err(bucket_policy::damaged)?,
        None => json!({ "Version": "2012-10-17" }),
    };
    public_access::add_statement(
        &mut policy,
        json!({
            "Sid": "VpcOrigin",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": resources(arn),
            "Condition": { "StringNotEquals": { "aws:SourceVpc": vpc } },
        }),
    );
    Ok(policy.to_string())
}
