//! Objects and their versions, as stored.
//!
//! One record holds a key's current version, whatever it is; older versions follow under the same key, newest first.
//! A key with older versions always has a current one, which may be a delete marker.

use bytes::Bytes;

use super::buckets::BucketView;
use super::errors;
use crate::base::Failure;
use crate::protocol::conditional::etag_matches;
use crate::storage::blobs::BlobId;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, Body, ObjectRecord, PartRecord, Versioning};
use crate::storage::{Commit, CommitError, Scan};
use crate::world::World;

/// How often a write is tried again when others write the same key at the same time.
const ATTEMPTS: usize = 64;
const PAGE: usize = 1_000;
/// How the null version is called in requests and answers.
pub const NULL_VERSION: &str = "null";

/// A record with the bytes that it was read from.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Under which key it stands.
    pub key: Vec<u8>,
    /// As read.
    pub bytes: Bytes,
    /// Decoded.
    pub record: ObjectRecord,
    /// Whether it is the key's current version.
    pub is_current: bool,
}

/// What a conditional write expects of the current version.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteCondition {
    /// `If-Match`: the entity tag that must be there.
    pub if_match: Option<String>,
    /// `If-None-Match: *`: nothing may be there.
    pub if_none_match: bool,
}

impl WriteCondition {
    fn check(&self, key: &str, current: Option<&ObjectRecord>) -> Result<(), Failure> {
        let live = current.filter(|record| !record.delete_marker);
        if self.if_none_match && live.is_some() {
            return Err(errors::precondition_failed("If-None-Match"));
        }
        match (&self.if_match, live) {
            (Some(_), None) => Err(errors::no_such_key(key)),
            (Some(wanted), Some(record)) if !etag_matches(wanted, &record.etag) => {
                Err(errors::precondition_failed("If-Match"))
            }
            _ => Ok(()),
        }
    }
}

/// The id under which a version is shown.
pub fn shown_version(record: &ObjectRecord) -> &str {
    record.version_id.as_deref().unwrap_or(NULL_VERSION)
}

/// A new body's name.
pub fn new_blob(world: &World) -> BlobId {
    BlobId::new(world.ids.bytes())
}

/// An entity tag that is no digest: objects encrypted with KMS keys have such.
pub fn opaque_etag(world: &World) -> String {
    data_encoding::HEXLOWER.encode(&world.ids.bytes::<16>())
}

/// The current version of a key, which may be a delete marker.
///
/// # Errors
/// A store that fails.
pub fn current(world: &World, bucket: &str, key: &str) -> Result<Option<Stored>, Failure> {
    let stored_key = Key::object(bucket, key).encode();
    let Some(bytes) = world.metadata.get(&stored_key)? else {
        return Ok(None);
    };
    let record = records::decode(&bytes)?;
    Ok(Some(Stored {
        key: stored_key,
        bytes,
        record,
        is_current: true,
    }))
}

/// A version of a key by its id.
///
/// # Errors
/// A store that fails.
pub fn version(
    world: &World,
    bucket: &str,
    key: &str,
    version_id: &str,
) -> Result<Option<Stored>, Failure> {
    match current(world, bucket, key)? {
        Some(stored) if shown_version(&stored.record) == version_id => Ok(Some(stored)),
        _ => noncurrent(world, bucket, key, |record| {
            shown_version(record) == version_id
        }),
    }
}

/// The newest noncurrent version that fits.
fn noncurrent(
    world: &World,
    bucket: &str,
    key: &str,
    fits: impl Fn(&ObjectRecord) -> bool,
) -> Result<Option<Stored>, Failure> {
    let prefix = KeyPrefix::noncurrent_versions_of(bucket, key);
    let mut last: Option<Bytes> = None;
    loop {
        let scan = Scan::prefix(&prefix, PAGE);
        let page = world.metadata.scan(match &last {
            Some(last) => scan.after(last),
            None => scan,
        })?;
        for (stored_key, bytes) in &page {
            let record: ObjectRecord = records::decode(bytes)?;
            if fits(&record) {
                let (key, bytes) = (stored_key.to_vec(), bytes.clone());
                return Ok(Some(Stored {
                    key,
                    bytes,
                    record,
                    is_current: false,
                }));
            }
        }
        match page.last() {
            Some((key, _)) if page.len() == PAGE => last = Some(key.clone()),
            _ => return Ok(None),
        }
    }
}

/// The bodies of a record, and the records of its parts.
///
/// # Errors
/// A store that fails.
pub fn blobs(world: &World, record: &ObjectRecord) -> Result<Vec<BlobId>, Failure> {
    match &record.body {
        Body::None => Ok(Vec::new()),
        Body::Single { blob } => Ok(vec![*blob]),
        Body::Parts { upload_id, .. } => Ok(parts(world, upload_id)?
            .into_iter()
            .map(|part| part.blob)
            .collect()),
    }
}

/// The parts of an upload, or of the object it became, by number.
///
/// # Errors
/// A store that fails.
pub fn parts(world: &World, upload_id: &str) -> Result<Vec<PartRecord>, Failure> {
    let prefix = KeyPrefix::parts(upload_id);
    let page = world
        .metadata
        .scan(Scan::prefix(&prefix, super::MAX_PARTS))?;
    page.iter()
        .map(|(_, bytes)| Ok(records::decode(bytes)?))
        .collect()
}

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
    mut record: ObjectRecord,
    condition: &WriteCondition,
    extra: impl Fn(Commit) -> Commit,
) -> Result<Written, Failure> {
    let bucket = view.record.name.as_str();
    let versioning = view.record.versioning;
    record.version_id = (versioning == Versioning::Enabled).then(|| world.ids.version_id());
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
        let commit = displace(world, view, key, found.as_ref(), commit, &mut doomed)?;
        match world.commit(extra(commit)).await {
            Ok(()) => {
                world.blobs.delete(&doomed.blobs);
                return Ok(Written {
                    record,
                    versioned: versioning != Versioning::Unversioned,
                });
            }
            Err(CommitError::Conflict { key }) if key != Key::bucket(bucket).encode() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(errors::operation_aborted())
}

/// A write must not land in a bucket that was deleted, or whose versioning changed, in the meantime.
fn bucket_unchanged(view: &BucketView) -> Commit {
    Commit::new().expect_equals(
        Key::bucket(view.record.name.as_str()).encode(),
        view.stored.clone(),
    )
}

#[derive(Debug, Default)]
struct Doomed {
    blobs: Vec<BlobId>,
}

impl Doomed {
    fn add(
        &mut self,
        world: &World,
        record: &ObjectRecord,
        mut commit: Commit,
    ) -> Result<Commit, Failure> {
        self.blobs.extend(blobs(world, record)?);
        if let Body::Parts { upload_id, .. } = &record.body {
            for part in parts(world, upload_id)? {
                commit = commit.delete(Key::part(upload_id.as_str(), part.number).encode());
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
        commit = doomed.add(world, &old.record, commit.delete(old.key))?;
    }
    let below = Key::noncurrent_version(bucket, key, found.record.sequence).encode();
    Ok(commit.put(below, found.bytes.clone()))
}

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
            if_none_match: false,
        };
        let written = put(world, view, key, marker, &condition, |commit| commit).await?;
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
        let commit = Commit::new()
            .expect_equals(found.key.clone(), found.bytes.clone())
            .delete(found.key.clone());
        let commit = doomed.add(world, &found.record, commit)?;
        match world.commit(commit).await {
            Ok(()) => {
                world.blobs.delete(&doomed.blobs);
                return Ok(Deleted::default());
            }
            Err(CommitError::Conflict { .. }) => {}
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
/// A condition that does not hold, or a store that fails.
pub async fn delete_version(
    world: &World,
    view: &BucketView,
    key: &str,
    version_id: &str,
    if_match: Option<&str>,
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
        let mut doomed = Doomed::default();
        let mut commit = Commit::new().expect_equals(found.key.clone(), found.bytes.clone());
        commit = match found
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
