//! Ranges of keys that belong together.

use std::ops::Bound;

use super::component::{push_start_of_text, push_text};

/// What a group of keys starts with, and where the group ends.
///
/// ```
/// use bucketproof::storage::key_layout::{Key, KeyPrefix};
/// use bucketproof::storage::{Commit, MemoryMetadata, Metadata, Scan};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = MemoryMetadata::new();
/// store.commit(
///     Commit::new()
///         .put(Key::object("media", "a/1").encode(), "one")
///         .put(Key::object("media", "b/2").encode(), "two"),
/// )?;
/// let page = store.scan(Scan::prefix(&KeyPrefix::objects("media", "a/"), 1000))?;
/// assert_eq!(page.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPrefix {
    start: Vec<u8>,
    end: Option<Vec<u8>>,
}

impl KeyPrefix {
    /// All keys that start with `start`.
    #[must_use]
    pub fn of(start: impl Into<Vec<u8>>) -> Self {
        let start = start.into();
        let end = successor(&start);
        Self { start, end }
    }

    /// All buckets.
    #[must_use]
    pub fn buckets() -> Self {
        Self::build(super::BUCKET, &[], "")
    }

    /// All sub-resources of a bucket.
    #[must_use]
    pub fn bucket_configurations(bucket: &str) -> Self {
        Self::build(super::BUCKET_CONFIGURATION, &[bucket], "")
    }

    /// The current versions of a bucket's objects whose key starts with `key_prefix`.
    #[must_use]
    pub fn objects(bucket: &str, key_prefix: &str) -> Self {
        Self::build(super::OBJECT, &[bucket], key_prefix)
    }

    /// The current versions of all objects of all buckets.
    #[must_use]
    pub fn all_objects() -> Self {
        Self::build(super::OBJECT, &[], "")
    }

    /// The noncurrent versions of all objects of all buckets.
    #[must_use]
    pub fn all_noncurrent_versions() -> Self {
        Self::build(super::NONCURRENT_VERSION, &[], "")
    }

    /// All parts, of uploads and of the objects they became.
    #[must_use]
    pub fn all_parts() -> Self {
        Self::build(super::PART, &[], "")
    }

    /// The noncurrent versions of a bucket's objects whose key starts with `key_prefix`.
    #[must_use]
    pub fn noncurrent_versions(bucket: &str, key_prefix: &str) -> Self {
        Self::build(super::NONCURRENT_VERSION, &[bucket], key_prefix)
    }

    /// The noncurrent versions of one object, newest first.
    #[must_use]
    pub fn noncurrent_versions_of(bucket: &str, key: &str) -> Self {
        Self::build(super::NONCURRENT_VERSION, &[bucket, key], "")
    }

    /// The uploads in progress to keys that start with `key_prefix`.
    #[must_use]
    pub fn uploads(bucket: &str, key_prefix: &str) -> Self {
        Self::build(super::UPLOAD, &[bucket], key_prefix)
    }

    /// The uploads in progress to one key.
    #[must_use]
    pub fn uploads_of(bucket: &str, key: &str) -> Self {
        Self::build(super::UPLOAD, &[bucket, key], "")
    }

    /// The parts of an upload, by number.
    #[must_use]
    pub fn parts(upload_id: &str) -> Self {
        Self::build(super::PART, &[upload_id], "")
    }

    /// Everything of one kind in an account's IAM, by name.
    #[must_use]
    pub fn iam_entities(account: &str, kind: &str) -> Self {
        Self::build(super::IAM_ENTITY, &[account, kind], "")
    }

    /// All long-lived access keys.
    #[must_use]
    pub fn access_keys() -> Self {
        Self::build(super::ACCESS_KEY, &[], "")
    }

    /// All sessions.
    #[must_use]
    pub fn sessions() -> Self {
        Self::build(super::SESSION, &[], "")
    }

    /// The KMS keys of an account in a region.
    #[must_use]
    pub fn kms_keys(account: &str, region: &str) -> Self {
        Self::build(super::KMS_KEY, &[account, region], "")
    }

    /// The KMS keys of every account and region.
    #[must_use]
    pub fn all_kms_keys() -> Self {
        Self::build(super::KMS_KEY, &[], "")
    }

    /// The KMS aliases of an account in a region.
    #[must_use]
    pub fn kms_aliases(account: &str, region: &str) -> Self {
        Self::build(super::KMS_ALIAS, &[account, region], "")
    }

    /// All identity providers that this stack runs itself.
    #[must_use]
    pub fn oidc_issuers() -> Self {
        Self::build(super::OIDC_ISSUER, &[], "")
    }

    /// The settings whose name starts with `name_prefix`.
    #[must_use]
    pub fn settings(name_prefix: &str) -> Self {
        Self::build(super::SETTING, &[], name_prefix)
    }

    /// The smallest key that could be in the group.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.start
    }

    /// The upper bound of the group.
    #[must_use]
    pub fn end(&self) -> Bound<&[u8]> {
        self.end
            .as_deref()
            .map_or(Bound::Unbounded, Bound::Excluded)
    }

    /// The smallest key behind the group, where a scan that skips the group goes on.
    #[must_use]
    pub fn behind(&self) -> Option<&[u8]> {
        self.end.as_deref()
    }

    /// Whether `key` is in the group.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        key.starts_with(&self.start)
    }

    fn build(kind: u8, whole: &[&str], beginning: &str) -> Self {
        let mut start = vec![kind];
        for text in whole {
            push_text(&mut start, text);
        }
        push_start_of_text(&mut start, beginning);
        Self::of(start)
    }
}

/// The smallest key that is greater than every key starting with `prefix`.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end)
}
