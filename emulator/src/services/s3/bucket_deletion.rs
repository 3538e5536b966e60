//! What DeleteBucket removes, and what keeps a bucket.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html>

use super::buckets::BucketView;
use super::{access_points, errors};
use crate::base::Failure;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, PartRecord, Versioning};
use crate::storage::{Commit, Scan, StorageError};
use crate::world::World;

const PAGE: usize = 1_000;

/// Deletes an empty bucket with its configurations and its uploads in progress.
///
/// # Errors
/// `BucketNotEmpty`, `BucketHasAccessPointsAttached`; `OperationAborted` when the bucket changes meanwhile.
pub async fn delete(world: &World, view: &BucketView) -> Result<(), Failure> {
    let bucket = view.record.name.as_str();
    check(world, view)?;
    let configurations = configurations(world, bucket)?;
    let bucket_key = Key::bucket(bucket).encode();
    let commit = Commit::new()
        .expect_equals(bucket_key.clone(), view.stored.clone())
        .delete(bucket_key.clone());
    let commit = configurations
        .iter()
        .fold(commit, |commit, (key, _)| commit.delete(key.clone()));
    world.commit_authority(commit).await?;
    // Writes and access points expect the bucket's record. One that came between the first look and the commit is found now; later
    // ones are refused.
    if let Err(failure) = check(world, view) {
        let commit = Commit::new()
            .expect_absent(bucket_key.clone())
            .put(bucket_key, view.stored.clone());
        let commit = configurations
            .into_iter()
            .fold(commit, |commit, (key, value)| commit.put(key, value));
        world.commit_authority(commit).await?;
        return Err(failure);
    }
    remove_uploads(world, bucket).await
}

/// Whether nothing keeps the bucket.
fn check(world: &World, view: &BucketView) -> Result<(), Failure> {
    let bucket = view.record.name.as_str();
    if holds_objects(world, bucket)? {
        return Err(not_empty(view));
    }
    if access_points::store::any_of_bucket(world, bucket)? {
        return Err(errors::bucket_has_access_points());
    }
    Ok(())
}

/// Objects, versions and delete markers keep a bucket; uploads in progress do not.
fn holds_objects(world: &World, bucket: &str) -> Result<bool, StorageError> {
    for range in [
        KeyPrefix::objects(bucket, ""),
        KeyPrefix::noncurrent_versions(bucket, ""),
    ] {
        if !world.metadata.scan(Scan::prefix(&range, 1))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn not_empty(view: &BucketView) -> Failure {
    let versioned = view.record.versioning != Versioning::Unversioned;
    errors::bucket_not_empty(&view.record.name, versioned)
}

type Entries = Vec<(Vec<u8>, bytes::Bytes)>;

fn configurations(world: &World, bucket: &str) -> Result<Entries, StorageError> {
    let range = KeyPrefix::bucket_configurations(bucket);
    let found = world.metadata.scan(Scan::prefix(&range, usize::MAX))?;
    Ok(found
        .into_iter()
        .map(|(key, value)| (key.to_vec(), value))
        .collect())
}

/// What was uploaded to a bucket that is gone belongs to nobody.
async fn remove_uploads(world: &World, bucket: &str) -> Result<(), Failure> {
    let uploads = KeyPrefix::uploads(bucket, "");
    loop {
        let page = world.metadata.scan(Scan::prefix(&uploads, PAGE))?;
        if page.is_empty() {
            return Ok(());
        }
        for (key, _) in page {
            let mut commit = Commit::new().delete(key.to_vec());
            let mut blobs = Vec::new();
            if let Ok(Key::Upload { upload_id, .. }) = Key::decode(&key) {
                let parts = KeyPrefix::parts(&upload_id);
                for (part_key, part) in world.metadata.scan(Scan::prefix(&parts, usize::MAX))? {
                    let part: PartRecord = records::decode(&part)?;
                    blobs.push(part.blob);
                    commit = commit.delete(part_key.to_vec());
                }
            }
            world.commit(commit).await?;
            world.blobs.delete(&blobs);
        }
    }
}
