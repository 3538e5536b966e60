//! The AWS managed key of S3, made when an account first needs it in a region.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::json;

use super::keys::{KeyFault, KmsKey, alias, find};
use super::record::{AliasRecord, KeyRecord, Manager, alias_arn};
use crate::base::{Secret, Timestamp, arn};
use crate::storage::key_layout::Key;
use crate::storage::{Commit, CommitError, records};
use crate::world::World;

/// The alias of the managed key.
pub const S3_ALIAS: &str = "alias/aws/s3";
const DESCRIPTION: &str = "Default key that protects my S3 objects when no other key is defined";

/// The AWS managed key that S3 uses when no other is named; made now if the account has none in the region.
///
/// # Errors
/// A store that fails.
pub async fn managed_s3_key(
    world: &World,
    account: &str,
    region: &str,
) -> Result<KmsKey, KeyFault> {
    if let Some(known) = existing(world, account, region)? {
        return Ok(known);
    }
    let key = record(world, account, region);
    let name = alias_of(&key);
    let at = Key::kms_alias(account, region, S3_ALIAS).encode();
    let commit = Commit::new()
        .expect_absent(at.clone())
        .put(at, records::encode(&name))
        .put(
            Key::kms_key(account, region, &*key.id).encode(),
            records::encode(&key),
        );
    match world.commit_authority(commit).await {
        Ok(()) => Ok(KmsKey::of(key)?),
        // Somebody else made it in between.
        Err(CommitError::Conflict { .. }) => existing(world, account, region)?
            .ok_or_else(|| KeyFault::NoSuchAlias(alias_arn(region, account, S3_ALIAS))),
        Err(CommitError::Storage(error)) => Err(error.into()),
    }
}

fn existing(world: &World, account: &str, region: &str) -> Result<Option<KmsKey>, KeyFault> {
    match alias(world, account, region, S3_ALIAS)? {
        Some(known) => find(world, account, region, &known.key_id).map(Some),
        None => Ok(None),
    }
}

fn record(world: &World, account: &str, region: &str) -> KeyRecord {
    KeyRecord {
        id: world.ids.uuid(),
        account: account.to_owned(),
        region: region.to_owned(),
        created: world.clock.now(),
        description: DESCRIPTION.to_owned(),
        manager: Manager::Aws,
        enabled: true,
        deletion: None,
        policy: policy(account, region),
        tags: BTreeMap::new(),
        material: material(world),
    }
}

fn alias_of(key: &KeyRecord) -> AliasRecord {
    let at: Timestamp = key.created;
    AliasRecord {
        name: S3_ALIAS.to_owned(),
        account: key.account.clone(),
        region: key.region.clone(),
        key_id: key.id.clone(),
        created: at,
        updated: at,
    }
}

/// Fresh key material.
pub(super) fn material(world: &World) -> Secret {
    Secret::new(BASE64.encode(&world.ids.bytes::<32>()))
}

/// The fixed policy: everybody of the account who may use S3, and only through S3.
fn policy(account: &str, region: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Id": "auto-s3-2",
        "Statement": [
            {
                "Sid": "Allow access through S3 for all principals in the account that are authorized to use S3",
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": {
                    "StringEquals": {
                        "kms:CallerAccount": account,
                        "kms:ViaService": format!("s3.{region}.amazonaws.com"),
                    }
                }
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": { "AWS": arn::root(account) },
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*"],
                "Resource": "*"
            }
        ]
    })
    .to_string()
}

/// The policy that `CreateKey` gives a key when none is passed: the account's IAM policies decide.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
pub(super) fn default_policy(account: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": { "AWS": arn::root(account) },
            "Action": "kms:*",
            "Resource": "*"
        }]
    })
    .to_string()
}
