//! Writing a key's new current version.

use super::version_id::new_version_id;
use super::{ATTEMPTS, Stored, WriteCondition, blobs, current, noncurrent};
use crate::base::Failure;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::errors;
use crate::storage::blobs::BlobId;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, Body, ObjectRecord, Versioning};
use crate::storage::{Commit, CommitError, Scan};
use crate::world::World;

/// What a write did.
#[derive(Debug)]
pub struct Written {
    /// The new version.
    pub record: ObjectRecord,
    /// Whether versions are shown: the bucket's versioning was ever switched on.
    pub versioned: bool,
}

/// Makes a record the current version of its key.
///
/// The body must be stored already; when the write is refused, the caller removes it.
///
/// # Errors
/// A condition that does not hold, or a store that fails.
pub async fn put(
    world: &World,
    view: &BucketView,
    key: &str,
    record: ObjectRecord,
    condition: &WriteCondition,
) -> Result<Written, Failure> {
    let written = put_with(world, view, key, record, condition, &Commit::new()).await?;
    written.ok_or_else(errors::operation_aborted)
}

/// As [`put`], together with another commit; `None` when an expectation of that commit does not hold.
///
/// # Errors
/// As [`put`].
pub async fn put_with(
    world: &World,
    view: &BucketView,
    key: &str,
    mut record: ObjectRecord,
    condition: &WriteCondition,
    extra: &Commit,
) -> Result<Option<Written>, Failure> {
    let bucket = view.record.name.as_str();
    let versioning = view.record.versioning;
    record.version_id = (versioning == Versioning::Enabled).then(|| new_version_id(world));
    for _ in 0..ATTEMPTS {
        let found = current(world, bucket, key)?;
        condition.check(key, found.as_ref().map(|stored| &stored.record))?;
        record.sequence = found
            .as_ref()
            .map_or(1, |stored| stored.record.sequence + 1);
        let object_key = Key::object(bucket, key).encode();
        let commit = bucket_unchanged(view)
            .expect_unchanged(
                object_key.clone(),
                found.as_ref().map(|stored| stored.bytes.clone()),
            )
            .put(object_key, records::encode(&record));
        let mut doomed = Doomed::default();
        let mut commit = displace(world, view, key, found.as_ref(), commit, &mut doomed)?;
        commit.expect.extend_from_slice(&extra.expect);
        commit.write.extend_from_slice(&extra.write);
        match world.commit(commit).await {
            Ok(()) => {
                world.blobs.delete(&doomed.blobs);
                return Ok(Some(Written {
                    record,
                    versioned: versioning != Versioning::Unversioned,
                }));
            }
            Err(CommitError::Conflict { key }) if is_expected(extra, &key) => return Ok(None),
            Err(CommitError::Conflict { key }) if key != Key::bucket(bucket).encode() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(errors::operation_aborted())
}

fn is_expected(commit: &Commit, key: &[u8]) -> bool {
    commit.expect.iter().any(|(expected, _)| expected == key)
}

/// A write must not land in a bucket that was deleted, or whose versioning changed, in the meantime.
pub(super) fn bucket_unchanged(view: &BucketView) -> Commit {
    Commit::new().expect_equals(
        Key::bucket(view.record.name.as_str()).encode(),
        view.stored.clone(),
    )
}

/// Bodies that go once the records that name them are gone.
#[derive(Debug, Default)]
pub(super) struct Doomed {
    pub(super) blobs: Vec<BlobId>,
}

impl Doomed {
    /// Adds a version's bodies; the commit removes the records of its parts.
    pub(super) fn add(
        &mut self,
        world: &World,
        record: &ObjectRecord,
        mut commit: Commit,
    ) -> Result<Commit, Failure> {
        self.blobs.extend(blobs(world, record)?);
        if let Body::Parts { upload_id, .. } = &record.body {
            let prefix = KeyPrefix::parts(upload_id);
            for (key, _) in world.metadata.scan(Scan::prefix(&prefix, usize::MAX))? {
                commit = commit.delete(key.to_vec());
            }
        }
        Ok(commit)
    }
}

/// What becomes of the version that was current: it is kept below, or replaced.
fn displace(
    world: &World,
    view: &BucketView,
    key: &str,
    found: Option<&Stored>,
    mut commit: Commit,
    doomed: &mut Doomed,
) -> Result<Commit, Failure> {
    let bucket = view.record.name.as_str();
    let Some(found) = found else {
        return Ok(commit);
    };
    let replaces_null = view.record.versioning != Versioning::Enabled;
    if replaces_null && found.record.version_id.is_none() {
        return doomed.add(world, &found.record, commit);
    }
    if replaces_null
        && let Some(old) = noncurrent(world, bucket, key, |record| record.version_id.is_none())?
    {
        commit = commit.expect_equals(old.key.clone(), old.bytes.clone());
        commit = doomed.add(world, &old.record, commit.delete(old.key))?;
    }
    let below = Key::noncurrent_version(bucket, key, found.record.sequence).encode();
    Ok(commit.put(below, found.bytes.clone()))
}
