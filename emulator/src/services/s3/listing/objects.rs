//! Pages of current objects: what ListObjects and ListObjectsV2 show.

use super::cursor::Cursor;
use super::{Begin, Selection};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, ObjectRecord};
use crate::storage::{Metadata, StorageError};

/// One item of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A key with its current version, which is no delete marker.
    Object(String, Box<ObjectRecord>),
    /// A common prefix.
    Prefix(String),
}

impl Item {
    /// The key or the common prefix: behind it the next page begins.
    pub fn name(&self) -> &str {
        match self {
            Self::Object(name, _) | Self::Prefix(name) => name,
        }
    }
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// In order of their names.
    pub items: Vec<Item>,
    /// Whether more items follow.
    pub truncated: bool,
}

/// Reads a page of at most `limit` items. A page of none is never truncated, as S3 has it.
///
/// # Errors
/// A store that fails.
pub fn page(
    metadata: &dyn Metadata,
    bucket: &str,
    selection: Selection<'_>,
    from: Begin<'_>,
    limit: usize,
) -> Result<Page, StorageError> {
    let mut page = Page::default();
    if limit == 0 {
        return Ok(page);
    }
    let range = KeyPrefix::objects(bucket, selection.prefix);
    let mut cursor = Cursor::new(metadata, range, selection.records_wanted(limit));
    if let Begin::After(marker) = from {
        start_behind(&mut cursor, bucket, selection, marker);
    }
    while let Some((stored_key, value)) = cursor.peek()? {
        let record: ObjectRecord = records::decode(value)?;
        let key = object_key(stored_key)?;
        cursor.take();
        if record.delete_marker {
            continue;
        }
        if page.items.len() == limit {
            page.truncated = true;
            break;
        }
        match selection.group_of(&key) {
            Some(group) => {
                cursor.jump(KeyPrefix::objects(bucket, group).behind());
                page.items.push(Item::Prefix(group.to_owned()));
            }
            None => page.items.push(Item::Object(key, Box::new(record))),
        }
    }
    Ok(page)
}

fn start_behind(cursor: &mut Cursor<'_>, bucket: &str, selection: Selection<'_>, marker: &str) {
    match selection.group_of(marker) {
        Some(group) => cursor.jump(KeyPrefix::objects(bucket, group).behind()),
        None => cursor.jump(Some(&behind_key(bucket, marker))),
    }
}

/// The smallest stored key that is greater than that of `key`.
pub(super) fn behind_key(bucket: &str, key: &str) -> Vec<u8> {
    let mut behind = Key::object(bucket, key).encode();
    behind.push(0);
    behind
}

/// The object's key in a stored key of an object or a version.
pub(super) fn object_key(stored: &[u8]) -> Result<String, StorageError> {
    match Key::decode(stored) {
        Ok(Key::Object { key, .. } | Key::NoncurrentVersion { key, .. }) => Ok(key.into_owned()),
        Ok(_) => Err(damaged("a listing met a record that is no object")),
        Err(error) => Err(StorageError::Engine {
            source: Box::new(error),
        }),
    }
}

fn damaged(what: &'static str) -> StorageError {
    StorageError::Engine {
        source: what.into(),
    }
}
