//! Deleting keys and versions.

use super::put::{Doomed, bucket_unchanged};
use super::{ATTEMPTS, Stored, WriteCondition, current, noncurrent, put, shown_version, version};
use crate::base::Failure;
use crate::protocol::conditional::etag_matches;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::errors;
use crate::services::s3::lock::Removal;
use crate::storage::records::{ObjectRecord, Versioning};
use crate::storage::{Commit, CommitError};
use crate::world::World;

/// What a deletion did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deleted {
    /// The version that was removed or made; shown on versioned buckets.
    pub version_id: Option<String>,
    /// Whether that version is a delete marker.
    pub delete_marker: bool,
}

/// Deletes a key: removes it, or puts a delete marker on top when the bucket is versioned.
///
/// # Errors
/// A condition that does not hold, or a store that fails.
pub async fn delete(
    world: &World,
    view: &BucketView,
    key: &str,
    if_match: Option<&str>,
    now_ms: i64,
) -> Result<Deleted, Failure> {
    let versioning = view.record.versioning;
    if versioning != Versioning::Unversioned {
        let marker = ObjectRecord {
            delete_marker: true,
            last_modified_ms: now_ms,
            owner: view.record.account.clone(),
            ..ObjectRecord::default()
        };
        let condition = WriteCondition {
            if_match: if_match.map(str::to_owned),
            ..WriteCondition::default()
        };
        let written = put(world, view, key, marker, &condition).await?;
        return Ok(Deleted {
            version_id: Some(shown_version(&written.record).to_owned()),
            delete_marker: true,
        });
    }
    for _ in 0..ATTEMPTS {
        let found = current(world, view.record.name.as_str(), key)?;
        check_delete(key, if_match, found.as_ref())?;
        let Some(found) = found else {
            return Ok(Deleted::default());
        };
        let mut doomed = Doomed::default();
        // Had versioning been switched on in between, this version would have to stay.
        let commit = bucket_unchanged(view)
            .expect_equals(found.key.clone(), found.bytes.clone())
            .delete(found.key.clone());
        let commit = doomed.add(world, &found.record, commit)?;
        match world.commit(commit).await {
            Ok(()) => {
                world.blobs.delete(&doomed.blobs);
                return Ok(Deleted::default());
            }
            Err(CommitError::Conflict { key }) if key == found.key => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(errors::operation_aborted())
}

fn check_delete(key: &str, if_match: Option<&str>, found: Option<&Stored>) -> Result<(), Failure> {
    match (if_match, found) {
        (Some(_), None) => Err(errors::no_such_key(key)),
        (Some(wanted), Some(found)) if !etag_matches(wanted, &found.record.etag) => {
            Err(errors::precondition_failed("If-Match"))
        }
        _ => Ok(()),
    }
}

/// Removes one version for good. The next older version takes the place of a current one.
///
/// # Errors
/// A condition that does not hold, a lock, or a store that fails.
pub async fn delete_version(
    world: &World,
    view: &BucketView,
    key: &str,
    version_id: &str,
    if_match: Option<&str>,
    removal: Removal,
) -> Result<Deleted, Failure> {
    let bucket = view.record.name.as_str();
    for _ in 0..ATTEMPTS {
        let named = || Deleted {
            version_id: Some(version_id.to_owned()),
            delete_marker: false,
        };
        let found = version(world, bucket, key, version_id)?;
        check_delete(key, if_match, found.as_ref())?;
        let Some(found) = found else {
            return Ok(named());
        };
        removal.check(&found.record)?;
        let mut doomed = Doomed::default();
        let commit = Commit::new().expect_equals(found.key.clone(), found.bytes.clone());
        let commit = match found
            .is_current
            .then(|| noncurrent(world, bucket, key, |_| true))
            .transpose()?
            .flatten()
        {
            Some(next) => commit
                .expect_equals(next.key.clone(), next.bytes.clone())
                .put(found.key.clone(), next.bytes)
                .delete(next.key),
            None => commit.delete(found.key.clone()),
        };
        let commit = doomed.add(world, &found.record, commit)?;
        match world.commit(commit).await {
            Ok(()) => {
                world.blobs.delete(&doomed.blobs);
                return Ok(Deleted {
                    delete_marker: found.record.delete_marker,
                    ..named()
                });
            }
            Err(CommitError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(errors::operation_aborted())
}
