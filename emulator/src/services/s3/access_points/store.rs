//! Where access points are kept: under their account and region, with their alias and their bucket as ways to them.

use super::{AccessPointRecord, PointArn};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records;
use crate::storage::{Commit, Scan, StorageError};
use crate::world::World;

fn place(kind: &str, arn: &PointArn) -> String {
    let PointArn {
        region,
        account,
        name,
    } = arn;
    format!("{kind}/{account}/{region}/{name}")
}

/// The key of an access point's record.
pub fn record_key(arn: &PointArn) -> Vec<u8> {
    Key::setting(place("access-point", arn)).encode()
}

/// The key of an access point's policy.
pub fn policy_key(arn: &PointArn) -> Vec<u8> {
    Key::setting(place("access-point-policy", arn)).encode()
}

fn alias_key(alias: &str) -> Vec<u8> {
    Key::setting(format!("access-point-alias/{alias}")).encode()
}

fn of_bucket(bucket: &str) -> String {
    format!("access-point-of/{bucket}/")
}

fn of_bucket_key(bucket: &str, arn: &PointArn) -> Vec<u8> {
    Key::setting(place(&format!("access-point-of/{bucket}"), arn)).encode()
}

fn read<T: serde::de::DeserializeOwned>(
    world: &World,
    key: &[u8],
) -> Result<Option<T>, StorageError> {
    let stored = world.metadata.get(key)?;
    stored.map(|bytes| Ok(records::decode(&bytes)?)).transpose()
}

/// Reads an access point.
///
/// # Errors
/// A store that fails.
pub fn find(world: &World, arn: &PointArn) -> Result<Option<AccessPointRecord>, StorageError> {
    read(world, &record_key(arn))
}

/// Reads an access point's policy.
///
/// # Errors
/// A store that fails.
pub fn policy(world: &World, arn: &PointArn) -> Result<Option<String>, StorageError> {
    read(world, &policy_key(arn))
}

/// Whom an alias stands for.
///
/// # Errors
/// A store that fails.
pub fn by_alias(world: &World, alias: &str) -> Result<Option<PointArn>, StorageError> {
    let arn: Option<String> = read(world, &alias_key(alias))?;
    Ok(arn.and_then(|arn| PointArn::parse(&arn)))
}

/// Whether any access point leads to a bucket.
///
/// # Errors
/// A store that fails.
pub fn any_of_bucket(world: &World, bucket: &str) -> Result<bool, StorageError> {
    let range = KeyPrefix::settings(&of_bucket(bucket));
    Ok(!world.metadata.scan(Scan::prefix(&range, 1))?.is_empty())
}

/// The access points of an account in a region whose name follows `after`, by name; at most `limit`.
///
/// # Errors
/// A store that fails.
pub fn list(
    world: &World,
    account: &str,
    region: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<AccessPointRecord>, StorageError> {
    let range = KeyPrefix::settings(&format!("access-point/{account}/{region}/"));
    let start = record_key(&PointArn::new(region, account, after));
    let scan = match after {
        "" => Scan::prefix(&range, limit),
        _ => Scan::prefix(&range, limit).after(&start),
    };
    let page = world.metadata.scan(scan)?;
    page.iter()
        .map(|(_, value)| Ok(records::decode(value)?))
        .collect()
}

/// A commit that makes an access point where there is none, for a bucket that exists.
pub fn create(record: &AccessPointRecord) -> Commit {
    let arn = record.arn();
    Commit::new()
        .expect_present(Key::bucket(&record.bucket).encode())
        .expect_absent(record_key(&arn))
        .expect_absent(alias_key(&record.alias))
        .put(record_key(&arn), records::encode(record))
        .put(
            alias_key(&record.alias),
            records::encode(arn.to_string().as_str()),
        )
        .put(
            of_bucket_key(&record.bucket, &arn),
            records::encode(record.alias.as_str()),
        )
}

/// A commit that removes an access point with its policy.
pub fn delete(record: &AccessPointRecord) -> Commit {
    let arn = record.arn();
    Commit::new()
        .expect_present(record_key(&arn))
        .delete(record_key(&arn))
        .delete(policy_key(&arn))
        .delete(alias_key(&record.alias))
        .delete(of_bucket_key(&record.bucket, &arn))
}

/// A commit that writes or removes the policy of an access point that must still be there.
pub fn put_policy(arn: &PointArn, text: Option<&str>) -> Commit {
    let commit = Commit::new().expect_present(record_key(arn));
    match text {
        Some(text) => commit.put(policy_key(arn), records::encode(text)),
        None => commit.delete(policy_key(arn)),
    }
}
