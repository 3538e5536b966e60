//! One page of a bucket's uploads in progress.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use crate::base::Failure;
use crate::protocol::Query;
use crate::services::s3::errors;
use crate::services::s3::listing::cursor::Cursor;
use crate::services::s3::listing::{MAX_ITEMS, Selection, parameters};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, UploadRecord};
use crate::storage::{Metadata, StorageError};

/// A page size or a part number as a marker; an empty one counts as not sent.
///
/// # Errors
/// Anything but a 32-bit integer that is not negative.
pub fn page_number(query: &Query, name: &'static str, default: usize) -> Result<usize, Failure> {
    let default = i32::try_from(default).unwrap_or(i32::MAX);
    let number = parameters::integer(query, name, default)?;
    usize::try_from(number).map_err(|_| errors::out_of_range(name, number))
}

/// Behind which upload a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marker {
    /// A key; empty at the beginning.
    pub key: String,
    /// One of the key's uploads; all of them are passed over when it is absent.
    pub upload_id: Option<String>,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Uploads by key, then in the order they began.
    pub uploads: Vec<UploadRecord>,
    /// Common prefixes.
    pub prefixes: Vec<String>,
    /// Whether more follow.
    pub truncated: bool,
}

/// Reads a page of at most `limit` uploads and common prefixes.
///
/// # Errors
/// A store that fails.
pub fn page(
    metadata: &dyn Metadata,
    bucket: &str,
    selection: Selection<'_>,
    marker: &Marker,
    limit: usize,
) -> Result<Page, StorageError> {
    let mut page = Page::default();
    if limit == 0 {
        return Ok(page);
    }
    let range = KeyPrefix::uploads(bucket, selection.prefix);
    let mut cursor = Cursor::new(metadata, range, limit.min(MAX_ITEMS) + 1);
    start_behind(&mut cursor, bucket, selection, marker);
    while let Some((_, value)) = cursor.peek()? {
        let upload: UploadRecord = records::decode(value)?;
        cursor.take();
        if page.uploads.len() + page.prefixes.len() == limit {
            page.truncated = true;
            break;
        }
        match selection.group_of(&upload.key) {
            Some(group) => {
                cursor.jump(KeyPrefix::uploads(bucket, group).behind());
                page.prefixes.push(group.to_owned());
            }
            None => page.uploads.push(upload),
        }
    }
    Ok(page)
}

fn start_behind(cursor: &mut Cursor<'_>, bucket: &str, selection: Selection<'_>, marker: &Marker) {
    if marker.key.is_empty() {
        return;
    }
    let key = marker.key.as_str();
    match (selection.group_of(key), &marker.upload_id) {
        (Some(group), _) => cursor.jump(KeyPrefix::uploads(bucket, group).behind()),
        (None, None) => cursor.jump(KeyPrefix::uploads_of(bucket, key).behind()),
        (None, Some(upload_id)) => {
            let mut behind = Key::upload(bucket, key, upload_id.as_str()).encode();
            behind.push(0);
            cursor.jump(Some(&behind));
        }
    }
}
