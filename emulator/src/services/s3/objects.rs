//! Objects and their versions, as stored.
//!
//! One record holds a key's current version, whatever it is; older versions follow under the same key, newest first.
//! A key with older versions always has a current one, which may be a delete marker.

mod condition;
mod delete;
mod put;
mod version_id;

use bytes::Bytes;

use crate::base::Failure;
use crate::storage::Scan;
use crate::storage::blobs::{BlobError, BlobId, Lease};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, Body, ObjectRecord, PartRecord};
use crate::world::World;

pub use condition::{WriteCondition, identity};
pub use delete::{Deleted, delete, delete_version};
pub use put::{Written, put, put_with};
pub use version_id::{check_version_id, is_version_id};

/// How often a write is tried again when others write the same key at the same time.
pub const ATTEMPTS: usize = 64;
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
    find_version(world, bucket, key, |record| {
        shown_version(record) == version_id
    })
}

/// The newest version of a key that fits.
///
/// # Errors
/// A store that fails.
pub fn find_version(
    world: &World,
    bucket: &str,
    key: &str,
    fits: impl Fn(&ObjectRecord) -> bool,
) -> Result<Option<Stored>, Failure> {
    let mut now_current = current(world, bucket, key)?;
    for _ in 0..ATTEMPTS {
        if let Some(found) = now_current.take_if(|stored| fits(&stored.record)) {
            return Ok(Some(found));
        }
        if let Some(found) = noncurrent(world, bucket, key, &fits)? {
            return Ok(Some(found));
        }
        // A version may have become the current one between the two looks.
        let again = current(world, bucket, key)?;
        if again.as_ref().map(|stored| &stored.bytes)
            == now_current.as_ref().map(|stored| &stored.bytes)
        {
            return Ok(None);
        }
        now_current = again;
    }
    Ok(None)
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
        Body::Parts { .. } => Ok(parts_of(world, record)?
            .into_iter()
            .map(|part| part.blob)
            .collect()),
    }
}

/// Holds a version's bodies, so that an overwrite during the answer does not take them away; `None` when one already
/// did, and the record must be read again.
///
/// # Errors
/// A store that fails.
pub fn pin(world: &World, record: &ObjectRecord) -> Result<Option<Lease>, Failure> {
    match world.blobs.open(&blobs(world, record)?) {
        // Fewer parts than there were: somebody is removing them.
        Ok(lease) => Ok((lease.len() == record.size).then_some(lease)),
        Err(BlobError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The parts of a completed object, first to last; none for objects that were not uploaded in parts.
///
/// Their records stand under their positions, 1 to the number of parts, whatever numbers they were uploaded with;
/// the number in the record is the one that was listed.
///
/// # Errors
/// A store that fails.
pub fn parts_of(world: &World, record: &ObjectRecord) -> Result<Vec<PartRecord>, Failure> {
    let Body::Parts {
        upload_id,
        part_count,
    } = &record.body
    else {
        return Ok(Vec::new());
    };
    let prefix = KeyPrefix::parts(upload_id);
    let page = world
        .metadata
        .scan(Scan::prefix(&prefix, *part_count as usize))?;
    page.iter()
        .map(|(_, bytes)| Ok(records::decode(bytes)?))
        .collect()
}
