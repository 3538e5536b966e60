//! Configurations of which a bucket has many, each with an id: how they are stored and come in pages.

use super::shape::Field;
use super::{Names, shape};
use crate::base::Failure;
use crate::protocol::xml::{Element, S3_NAMESPACE, Writer};
use crate::services::s3::errors;
use crate::services::service::{Call, Needs};
use crate::storage::Scan;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records;

const PAGE: usize = 100;
/// The most configurations of one kind in a bucket.
pub const MAX_CONFIGURATIONS: usize = 1_000;

/// A kind of configuration.
pub trait Listed: std::fmt::Debug + Send + Sync + 'static {
    /// What selects one of them.
    const ONE: &'static [Needs];
    /// What selects the list.
    const ALL: &'static [Needs];
    /// Reading one.
    const GET: Names;
    /// Replacing one.
    const PUT: Names;
    /// Removing one.
    const DELETE: Names;
    /// Reading all.
    const LIST: Names;
    /// Under which prefix they are stored.
    const STORED: &'static str;
    /// Root element of one.
    const ROOT: &'static str;
    /// Root element of the list.
    const LIST_ROOT: &'static str;
    /// What stands in one.
    const FIELDS: &'static [Field];

    /// What S3 checks beyond the document's shape.
    ///
    /// # Errors
    /// The first fault.
    fn check(document: &Element) -> Result<(), Failure>;
}

/// The `id` parameter.
pub fn id(call: &Call<'_>) -> String {
    call.head.query.get("id").unwrap_or_default().to_owned()
}

/// Under which name one is stored.
pub fn name<L: Listed>(id: &str) -> String {
    format!("{}/{id}", L::STORED)
}

/// All of a bucket, by id.
///
/// # Errors
/// A store that fails.
pub fn all<L: Listed>(call: &Call<'_>) -> Result<Vec<(String, Element)>, Failure> {
    let range = KeyPrefix::bucket_configurations(&call.target.bucket);
    let prefix = name::<L>("");
    let mut found = Vec::new();
    for (key, value) in call.world.metadata.scan(Scan::prefix(&range, usize::MAX))? {
        let Ok(Key::BucketConfiguration { name, .. }) = Key::decode(&key) else {
            continue;
        };
        if let Some(id) = name.strip_prefix(&prefix) {
            found.push((id.to_owned(), records::decode(&value)?));
        }
    }
    Ok(found)
}

/// Writes the page behind the continuation token, which is the last id of the page before.
///
/// # Errors
/// A store that fails.
pub fn page<L: Listed>(call: &Call<'_>) -> Result<String, Failure> {
    let token = call.head.query.get("continuation-token");
    let mut found = all::<L>(call)?;
    if let Some(token) = token {
        found.retain(|(id, _)| id.as_str() > token);
    }
    let truncated = found.len() > PAGE;
    found.truncate(PAGE);
    let mut xml = Writer::new();
    xml.open_in(L::LIST_ROOT, S3_NAMESPACE);
    xml.text_element("IsTruncated", truncated.to_string());
    xml.optional_element("ContinuationToken", token);
    if truncated {
        xml.optional_element("NextContinuationToken", found.last().map(|(id, _)| id));
    }
    for (_, document) in &found {
        xml.open(L::ROOT);
        shape::write(&mut xml, document, L::FIELDS);
        xml.close();
    }
    Ok(xml.finish())
}

/// At most one of these stands in a filter.
///
/// # Errors
/// `MalformedXML`.
pub fn one_condition(document: &Element) -> Result<(), Failure> {
    let Some(filter) = document.child("Filter") else {
        return Ok(());
    };
    let conjunction = filter.child("And");
    let is_pair = conjunction.is_none_or(|and| and.children.len() > 1);
    if filter.children.len() == 1 && is_pair {
        Ok(())
    } else {
        Err(errors::malformed_xml())
    }
}
