//! Pages of all versions: what ListObjectVersions shows.
//!
//! The current version of a key stands in one range of records, its older versions in another, newest first; the two are
//! merged. A write moves a version from the first range to the second. So the first is always read before the second, and
//! the second only as far as the first is known: a version that moves in between is met twice, never missed, and the
//! second meeting is recognised by its bytes. Only the deletion of a current version moves one the other way: a page that
//! is read at that very moment may lack it.

use bytes::Bytes;

use super::Selection;
use super::cursor::Cursor;
use super::objects::{behind_key, object_key};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, ObjectRecord};
use crate::storage::{Metadata, Scan, StorageError};

/// How the null version is called in requests and answers.
pub const NULL_VERSION: &str = "null";
const PAGE: usize = 1_000;

/// One item of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A version or a delete marker.
    Version {
        /// The object's key.
        key: String,
        /// The version.
        record: Box<ObjectRecord>,
        /// Whether it is the current one.
        latest: bool,
    },
    /// A common prefix.
    Prefix(String),
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// By key, the newest version of a key first.
    pub items: Vec<Item>,
    /// Whether more items follow.
    pub truncated: bool,
}

/// Where a page of versions begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FromVersion<'a> {
    /// At the first version of the first key.
    #[default]
    Start,
    /// Behind all versions of a key; behind the whole common prefix when the key is in one.
    AfterKey(&'a str),
    /// Behind one version of a key.
    AfterVersion(&'a str, &'a str),
}

/// The id under which a version is shown.
pub fn shown_version(record: &ObjectRecord) -> &str {
    record.version_id.as_deref().unwrap_or(NULL_VERSION)
}

/// Reads a page of at most `limit` items. A page of none is never truncated, as S3 has it.
///
/// # Errors
/// A store that fails.
pub fn page(
    metadata: &dyn Metadata,
    bucket: &str,
    selection: Selection<'_>,
    from: FromVersion<'_>,
    limit: usize,
) -> Result<Page, StorageError> {
    let mut page = Page::default();
    if limit == 0 {
        return Ok(page);
    }
    let mut merged = Merged::new(metadata, bucket, selection, limit);
    merged.start(metadata, selection, from)?;
    while let Some((key, record, latest)) = merged.next()? {
        if page.items.len() == limit {
            page.truncated = true;
            break;
        }
        match selection.group_of(&key) {
            Some(group) => {
                merged.jump_behind(group);
                page.items.push(Item::Prefix(group.to_owned()));
            }
            None => {
                let record = Box::new(record);
                page.items.push(Item::Version {
                    key,
                    record,
                    latest,
                });
            }
        }
    }
    Ok(page)
}

struct Merged<'a> {
    bucket: &'a str,
    current: Cursor<'a>,
    noncurrent: Cursor<'a>,
    /// The value of the current version given last.
    given: Option<Bytes>,
}

impl<'a> Merged<'a> {
    fn new(
        metadata: &'a dyn Metadata,
        bucket: &'a str,
        selection: Selection<'_>,
        limit: usize,
    ) -> Self {
        let objects = KeyPrefix::objects(bucket, selection.prefix);
        let versions = KeyPrefix::noncurrent_versions(bucket, selection.prefix);
        let wanted = selection.records_wanted(limit);
        Self {
            bucket,
            current: Cursor::new(metadata, objects, wanted),
            noncurrent: Cursor::new(metadata, versions, wanted),
            given: None,
        }
    }

    fn next(&mut self) -> Result<Option<(String, ObjectRecord, bool)>, StorageError> {
        loop {
            let current = match self.current.peek()? {
                Some((stored, _)) => Some(object_key(stored)?),
                None => None,
            };
            let end = match self.current.horizon() {
                Some(last) => KeyPrefix::noncurrent_versions_of(self.bucket, &object_key(last)?)
                    .behind()
                    .map(<[u8]>::to_vec),
                None => None,
            };
            let older = match self.noncurrent.peek_before(end.as_deref())? {
                Some((stored, _)) => Some(object_key(stored)?),
                None => None,
            };
            let latest = match (&current, &older) {
                (None, None) => return Ok(None),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some(current), Some(older)) => current <= older,
            };
            let (key, cursor) = if latest {
                (current, &mut self.current)
            } else {
                (older, &mut self.noncurrent)
            };
            let (Some(key), Some((_, value))) = (key, cursor.take()) else {
                return Ok(None);
            };
            if latest {
                self.given = Some(value.clone());
            } else if self.given.as_ref() == Some(&value) {
                continue;
            }
            return Ok(Some((key, records::decode(&value)?, latest)));
        }
    }

    fn jump_behind(&mut self, group: &str) {
        let objects = KeyPrefix::objects(self.bucket, group);
        self.current.jump(objects.behind());
        let versions = KeyPrefix::noncurrent_versions(self.bucket, group);
        self.noncurrent.jump(versions.behind());
    }

    fn start(
        &mut self,
        metadata: &dyn Metadata,
        selection: Selection<'_>,
        from: FromVersion<'_>,
    ) -> Result<(), StorageError> {
        let (key, version_id) = match from {
            FromVersion::Start => return Ok(()),
            FromVersion::AfterKey(key) => (key, None),
            FromVersion::AfterVersion(key, version_id) => (key, Some(version_id)),
        };
        if let Some(group) = selection.group_of(key) {
            self.jump_behind(group);
            return Ok(());
        }
        let place = match version_id {
            Some(version_id) => find(metadata, self.bucket, key, version_id)?,
            None => Place::Gone,
        };
        let versions = KeyPrefix::noncurrent_versions_of(self.bucket, key);
        match place {
            Place::Current => {
                self.current.jump(Some(&behind_key(self.bucket, key)));
                self.noncurrent.jump(Some(versions.as_bytes()));
            }
            Place::Older(stored) => {
                let mut behind = stored.to_vec();
                behind.push(0);
                self.current.jump(Some(&behind_key(self.bucket, key)));
                self.noncurrent.jump(Some(&behind));
            }
            // Whoever deletes what a page shows and then asks for the next page gets what is left of the key.
            Place::Gone if version_id.is_some_and(|id| id != NULL_VERSION) => {
                self.current
                    .jump(Some(&Key::object(self.bucket, key).encode()));
                self.noncurrent.jump(Some(versions.as_bytes()));
            }
            Place::Gone => {
                self.current.jump(Some(&behind_key(self.bucket, key)));
                self.noncurrent.jump(versions.behind());
            }
        }
        Ok(())
    }
}

enum Place {
    Current,
    Older(Bytes),
    Gone,
}

fn find(
    metadata: &dyn Metadata,
    bucket: &str,
    key: &str,
    version_id: &str,
) -> Result<Place, StorageError> {
    let fits = |value: &Bytes| -> Result<bool, StorageError> {
        let record: ObjectRecord = records::decode(value)?;
        Ok(shown_version(&record) == version_id)
    };
    if let Some(value) = metadata.get(&Key::object(bucket, key).encode())?
        && fits(&value)?
    {
        return Ok(Place::Current);
    }
    let range = KeyPrefix::noncurrent_versions_of(bucket, key);
    let mut last: Option<Bytes> = None;
    loop {
        let scan = Scan::prefix(&range, PAGE);
        let page = metadata.scan(match &last {
            Some(last) => scan.after(last),
            None => scan,
        })?;
        for (stored, value) in &page {
            if fits(value)? {
                return Ok(Place::Older(stored.clone()));
            }
        }
        match page.last() {
            Some((stored, _)) if page.len() == PAGE => last = Some(stored.clone()),
            _ => return Ok(Place::Gone),
        }
    }
}
