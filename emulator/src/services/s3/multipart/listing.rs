//! One page of a bucket's uploads in progress.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use std::ops::Bound;

use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::s3::errors;
use crate::storage::Scan;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, UploadRecord};
use crate::world::World;

/// How many records are read at once.
const STEP: usize = 1_000;
/// Page sizes and markers are numbers of so many bits.
const MAX_NUMBER: u64 = i32::MAX as u64;

/// A page size or marker; an empty one counts as not sent.
///
/// # Errors
/// Anything but a whole number from 0 to 2,147,483,647.
pub fn page_number(head: &Head, name: &'static str) -> Result<Option<u32>, Failure> {
    let Some(text) = head.query.get(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match text.parse::<i64>() {
        Ok(number) if number < 0 => Err(errors::negative_page_number(name, text)),
        Ok(number) if number as u64 <= MAX_NUMBER => Ok(u32::try_from(number).ok()),
        _ => Err(errors::invalid_page_number(name, text)),
    }
}

/// Which uploads, and where the page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Only keys that start so.
    pub prefix: String,
    /// Keys are grouped up to this text, when it is not empty.
    pub delimiter: String,
    /// Only uploads behind this key (and, with an id, behind that upload of it).
    pub key_marker: String,
    /// Goes with the key.
    pub upload_id_marker: Option<String>,
    /// The most uploads and groups on the page.
    pub limit: usize,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Uploads by key, then in the order they began.
    pub uploads: Vec<UploadRecord>,
    /// Groups.
    pub common_prefixes: Vec<String>,
    /// Whether more follow.
    pub truncated: bool,
}

/// Reads a page. Groups are passed over without reading what is in them.
///
/// # Errors
/// A store that fails.
pub fn page(world: &World, bucket: &str, question: &Question) -> Result<Page, Failure> {
    let all = KeyPrefix::uploads(bucket, &question.prefix);
    let mut from = start(bucket, question, &all);
    let mut page = Page::default();
    loop {
        let scan = Scan {
            from: as_slice(&from),
            to: all.end(),
            limit: STEP,
            reverse: false,
        };
        let records = world.metadata.scan(scan)?;
        let count = records.len();
        let mut skip_to = None;
        for (stored_key, bytes) in records {
            if skip_to
                .as_ref()
                .is_some_and(|behind: &Vec<u8>| stored_key < *behind)
            {
                continue;
            }
            let upload: UploadRecord = records::decode(&bytes)?;
            let group = group(&upload.key, question);
            let is_known = group
                .as_ref()
                .is_some_and(|group| *group == question.key_marker);
            if !is_known && page.uploads.len() + page.common_prefixes.len() >= question.limit {
                page.truncated = true;
                return Ok(page);
            }
            from = Bound::Excluded(stored_key.to_vec());
            match group {
                None => page.uploads.push(upload),
                Some(group) => {
                    let behind = KeyPrefix::uploads(bucket, &group)
                        .behind()
                        .map(<[u8]>::to_vec);
                    if let Some(behind) = behind {
                        from = Bound::Included(behind.clone());
                        skip_to = Some(behind);
                    }
                    if !is_known {
                        page.common_prefixes.push(group);
                    }
                }
            }
        }
        if count < STEP {
            return Ok(page);
        }
    }
}

/// The group of a key: everything up to the first delimiter behind the prefix.
fn group(key: &str, question: &Question) -> Option<String> {
    if question.delimiter.is_empty() {
        return None;
    }
    let rest = key.strip_prefix(question.prefix.as_str())?;
    let end = rest.find(&question.delimiter)? + question.delimiter.len();
    Some(format!("{}{}", question.prefix, &rest[..end]))
}

fn start(bucket: &str, question: &Question, all: &KeyPrefix) -> Bound<Vec<u8>> {
    let first = all.as_bytes().to_vec();
    if question.key_marker.is_empty() {
        return Bound::Included(first);
    }
    let marker = question.key_marker.as_str();
    match &question.upload_id_marker {
        Some(upload_id) => {
            let behind = Key::upload(bucket, marker, upload_id.as_str()).encode();
            if behind < first {
                Bound::Included(first)
            } else {
                Bound::Excluded(behind)
            }
        }
        None => {
            let uploads = KeyPrefix::uploads_of(bucket, marker);
            let behind = uploads.behind().unwrap_or_default().to_vec();
            Bound::Included(behind.max(first))
        }
    }
}

fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    match bound {
        Bound::Included(key) => Bound::Included(key),
        Bound::Excluded(key) => Bound::Excluded(key),
        Bound::Unbounded => Bound::Unbounded,
    }
}
