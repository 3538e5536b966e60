//! The listing engine against a model: whatever the keys, the delimiter and the page size, the pages together are the
//! listing, in UTF-8 binary order, each item once.

use std::collections::BTreeMap;

use bucketproof::services::s3::listing::objects::{self, Item};
use bucketproof::services::s3::listing::versions::{self, FromVersion, shown_version};
use bucketproof::services::s3::listing::{Begin, Selection, token};
use bucketproof::storage::key_layout::Key;
use bucketproof::storage::records::{self, ObjectRecord};
use bucketproof::storage::{Commit, MemoryMetadata, Metadata};
use proptest::prelude::*;

const BUCKET: &str = "media";

/// Newest first. `true` is a delete marker.
type Model = BTreeMap<String, Vec<(u64, bool)>>;

/// Few different characters, so that prefixes and delimiters meet; odd ones, because keys may hold them.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => Just('a'),
        2 => Just('b'),
        4 => Just('/'),
        1 => Just('\0'),
        1 => Just('\u{1}'),
        1 => Just(' '),
        1 => Just('é'),
        1 => Just('\u{ff}'),
        1 => Just('\u{10ffff}'),
    ];
    proptest::collection::vec(character, 0..=longest).prop_map(|text| text.into_iter().collect())
}

fn model() -> impl Strategy<Value = Model> {
    let key = text(5).prop_filter("a key is not empty", |key| !key.is_empty());
    let versions = proptest::collection::vec(any::<bool>(), 1..4);
    proptest::collection::btree_map(key, versions, 0..40).prop_map(|keys| {
        let numbered = |versions: Vec<bool>| {
            versions
                .into_iter()
                .enumerate()
                .map(|(place, marker)| (place as u64 + 1, marker))
                .rev()
                .collect()
        };
        keys.into_iter()
            .map(|(key, versions)| (key, numbered(versions)))
            .collect()
    })
}

fn version_id(key: &str, sequence: u64) -> Option<String> {
    // The oldest version is from before versioning.
    (sequence > 1).then(|| format!("{sequence}-{}", key.len()))
}

fn record(key: &str, (sequence, delete_marker): (u64, bool)) -> ObjectRecord {
    ObjectRecord {
        version_id: version_id(key, sequence),
        sequence,
        delete_marker,
        ..ObjectRecord::default()
    }
}

fn write_key(store: &MemoryMetadata, key: &str, versions: &[(u64, bool)]) {
    let mut commit = Commit::new().delete(Key::object(BUCKET, key).encode());
    for sequence in 0..5 {
        commit = commit.delete(Key::noncurrent_version(BUCKET, key, sequence).encode());
    }
    for (place, version) in versions.iter().enumerate() {
        let stored = if place == 0 {
            Key::object(BUCKET, key)
        } else {
            Key::noncurrent_version(BUCKET, key, version.0)
        };
        commit = commit.put(stored.encode(), records::encode(&record(key, *version)));
    }
    store.commit(commit).unwrap();
}

fn store(model: &Model) -> MemoryMetadata {
    let store = MemoryMetadata::new();
    for bucket in ["medi", "media2"] {
        let foreign = records::encode(&ObjectRecord::default());
        let commit = Commit::new()
            .put(Key::object(bucket, "a").encode(), foreign.clone())
            .put(Key::noncurrent_version(bucket, "a", 1).encode(), foreign);
        store.commit(commit).unwrap();
    }
    for (key, versions) in model {
        write_key(&store, key, versions);
    }
    store
}

/// The common prefix of a key, by the definition in the documentation.
fn group(selection: Selection<'_>, key: &str) -> Option<String> {
    let rest = &key[selection.prefix.len()..];
    let end = rest.find(selection.delimiter)? + selection.delimiter.len();
    (!selection.delimiter.is_empty()).then(|| format!("{}{}", selection.prefix, &rest[..end]))
}

/// Names in order, `true` for common prefixes.
fn expected(
    model: &Model,
    selection: Selection<'_>,
    shown: impl Fn(&str) -> bool,
) -> Vec<(String, bool)> {
    let mut items = Vec::new();
    for (key, versions) in model {
        if versions[0].1 || !key.starts_with(selection.prefix) || !shown(key) {
            continue;
        }
        let item = match group(selection, key) {
            Some(group) => (group, true),
            None => (key.clone(), false),
        };
        if items.last() != Some(&item) {
            items.push(item);
        }
    }
    items
}

fn name(item: &Item) -> (String, bool) {
    (item.name().to_owned(), matches!(item, Item::Prefix(_)))
}

proptest! {
    #[test]
    fn pages_of_objects_are_the_listing(
        model in model(),
        prefix in text(2),
        delimiter in text(2),
        limit in 1_usize..6,
    ) {
        let store = store(&model);
        let selection = Selection { prefix: &prefix, delimiter: &delimiter };
        let mut seen = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let begin = marker.as_deref().map_or(Begin::Start, Begin::After);
            let page = objects::page(&store, BUCKET, selection, begin, limit).unwrap();
            prop_assert!(page.items.len() <= limit);
            prop_assert!(!page.truncated || page.items.len() == limit);
            seen.extend(page.items.iter().map(name));
            if !page.truncated {
                break;
            }
            // What a client of ListObjectsV2 sends back, or a client of ListObjects.
            let last = page.items.last().unwrap().name();
            let token = token::encode(BUCKET, last);
            marker = token::decode(BUCKET, &token);
            prop_assert_eq!(marker.as_deref(), Some(last));
        }
        prop_assert_eq!(seen, expected(&model, selection, |_| true));
    }

    #[test]
    fn a_page_begins_behind_any_text(
        model in model(),
        prefix in text(2),
        delimiter in text(1),
        after in text(5),
    ) {
        let store = store(&model);
        let selection = Selection { prefix: &prefix, delimiter: &delimiter };
        let page = objects::page(&store, BUCKET, selection, Begin::After(&after), 1_000).unwrap();
        let seen: Vec<_> = page.items.iter().map(name).collect();
        let inside = if after.starts_with(&prefix) { group(selection, &after) } else { None };
        let wanted = expected(&model, selection, |key| {
            *key > *after && inside.as_deref().is_none_or(|group| !key.starts_with(group))
        });
        prop_assert_eq!(seen, wanted);
    }

    #[test]
    fn pages_of_versions_are_all_versions(
        model in model(),
        prefix in text(1),
        delimiter in text(1),
        limit in 1_usize..6,
    ) {
        let store = store(&model);
        let selection = Selection { prefix: &prefix, delimiter: &delimiter };
        let mut seen = Vec::new();
        let mut marker: Option<(String, Option<String>)> = None;
        loop {
            let begin = begin(marker.as_ref());
            let page = versions::page(&store, BUCKET, selection, begin, limit).unwrap();
            prop_assert!(!page.truncated || page.items.len() == limit);
            seen.extend(page.items.iter().cloned());
            if !page.truncated {
                break;
            }
            marker = page.items.last().map(marker_of);
        }
        prop_assert_eq!(seen, expected_versions(&model, selection));
    }

    #[test]
    fn whoever_deletes_every_page_deletes_everything(model in model(), limit in 1_usize..4) {
        let store = store(&model);
        let mut left = model;
        let mut marker: Option<(String, Option<String>)> = None;
        let mut newest_first_only = true;
        loop {
            let begin = begin(marker.as_ref());
            let page = versions::page(&store, BUCKET, Selection::default(), begin, limit).unwrap();
            for item in &page.items {
                let versions::Item::Version { key, record, .. } = item else { panic!("no delimiter") };
                let versions = left.get_mut(key).unwrap();
                newest_first_only &= versions[0].0 == record.sequence;
                versions.retain(|(sequence, _)| *sequence != record.sequence);
                let versions = versions.clone();
                write_key(&store, key, &versions);
            }
            if !page.truncated {
                break;
            }
            marker = page.items.last().map(marker_of);
        }
        prop_assert!(newest_first_only);
        prop_assert!(left.values().all(Vec::is_empty), "{:?}", left);
    }

    #[test]
    fn altered_tokens_are_no_tokens(name in text(6), place in any::<prop::sample::Index>(), other in any::<u8>()) {
        let token = token::encode(BUCKET, &name);
        let mut bytes = token.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != other);
        bytes[place] = other;
        if let Ok(altered) = String::from_utf8(bytes) {
            prop_assert_eq!(token::decode(BUCKET, &altered), None);
        }
        prop_assert_eq!(token::decode("another", &token), None);
    }
}

fn begin(marker: Option<&(String, Option<String>)>) -> FromVersion<'_> {
    match marker {
        None => FromVersion::Start,
        Some((key, None)) => FromVersion::AfterKey(key),
        Some((key, Some(version_id))) => FromVersion::AfterVersion(key, version_id),
    }
}

/// `NextKeyMarker` and `NextVersionIdMarker`.
fn marker_of(item: &versions::Item) -> (String, Option<String>) {
    match item {
        versions::Item::Version { key, record, .. } => {
            (key.clone(), Some(shown_version(record).to_owned()))
        }
        versions::Item::Prefix(prefix) => (prefix.clone(), None),
    }
}

fn expected_versions(model: &Model, selection: Selection<'_>) -> Vec<versions::Item> {
    let mut items = Vec::new();
    for (key, versions) in model {
        if !key.starts_with(selection.prefix) {
            continue;
        }
        if let Some(group) = group(selection, key) {
            let item = versions::Item::Prefix(group);
            if items.last() != Some(&item) {
                items.push(item);
            }
            continue;
        }
        for (place, version) in versions.iter().enumerate() {
            items.push(versions::Item::Version {
                key: key.clone(),
                record: Box::new(record(key, *version)),
                latest: place == 0,
            });
        }
    }
    items
}

#[test]
fn a_page_costs_the_page_and_not_the_bucket() {
    let counting = Counting::default();
    for folder in 0..50 {
        for file in 0..200 {
            let key = format!("{folder:03}/{file:04}");
            let commit = Commit::new().put(
                Key::object(BUCKET, key.as_str()).encode(),
                records::encode(&record(&key, (1, false))),
            );
            counting.inner.commit(commit).unwrap();
        }
    }
    let selection = Selection {
        prefix: "",
        delimiter: "/",
    };
    let page = objects::page(&counting, BUCKET, selection, Begin::Start, 1_000).unwrap();
    assert_eq!(page.items.len(), 50);
    let read = counting.read.load(std::sync::atomic::Ordering::Relaxed);
    assert!(
        read <= 50 * 8 + 8,
        "{read} records were read for 50 common prefixes"
    );

    counting.read.store(0, std::sync::atomic::Ordering::Relaxed);
    let page = objects::page(
        &counting,
        BUCKET,
        Selection::default(),
        Begin::After("010/"),
        10,
    )
    .unwrap();
    assert_eq!(page.items.len(), 10);
    let read = counting.read.load(std::sync::atomic::Ordering::Relaxed);
    assert!(read <= 11, "{read} records were read for ten keys");
}

/// Counts the records that scans give.
#[derive(Debug, Default)]
struct Counting {
    inner: MemoryMetadata,
    read: std::sync::atomic::AtomicUsize,
}

impl Metadata for Counting {
    fn get(&self, key: &[u8]) -> Result<Option<bytes::Bytes>, bucketproof::storage::StorageError> {
        self.inner.get(key)
    }

    fn scan(
        &self,
        scan: bucketproof::storage::Scan<'_>,
    ) -> Result<Vec<(bytes::Bytes, bytes::Bytes)>, bucketproof::storage::StorageError> {
        let page = self.inner.scan(scan)?;
        self.read
            .fetch_add(page.len(), std::sync::atomic::Ordering::Relaxed);
        Ok(page)
    }

    fn commit(&self, commit: Commit) -> Result<(), bucketproof::storage::CommitError> {
        self.inner.commit(commit)
    }

    fn flush(
        &self,
    ) -> futures_util::future::BoxFuture<'_, Result<(), bucketproof::storage::StorageError>> {
        self.inner.flush()
    }
}

/// Overwrites a key, as a write of a versioned bucket does, right after the first scan.
#[derive(Debug, Default)]
struct Overwriting {
    inner: MemoryMetadata,
    done: std::sync::atomic::AtomicBool,
}

impl Metadata for Overwriting {
    fn get(&self, key: &[u8]) -> Result<Option<bytes::Bytes>, bucketproof::storage::StorageError> {
        self.inner.get(key)
    }

    fn scan(
        &self,
        scan: bucketproof::storage::Scan<'_>,
    ) -> Result<Vec<(bytes::Bytes, bytes::Bytes)>, bucketproof::storage::StorageError> {
        let page = self.inner.scan(scan);
        if !self.done.swap(true, std::sync::atomic::Ordering::Relaxed) {
            write_key(&self.inner, "key", &[(2, false), (1, false)]);
        }
        page
    }

    fn commit(&self, commit: Commit) -> Result<(), bucketproof::storage::CommitError> {
        self.inner.commit(commit)
    }

    fn flush(
        &self,
    ) -> futures_util::future::BoxFuture<'_, Result<(), bucketproof::storage::StorageError>> {
        self.inner.flush()
    }
}

#[test]
fn a_version_that_moves_while_it_is_listed_is_listed_once() {
    let store = Overwriting::default();
    write_key(&store.inner, "key", &[(1, false)]);
    let all = Selection::default();
    let page = versions::page(&store, BUCKET, all, FromVersion::Start, 10).unwrap();
    let before = [versions::Item::Version {
        key: "key".to_owned(),
        record: Box::new(record("key", (1, false))),
        latest: true,
    }];
    assert_eq!(page.items, before);
    let page = versions::page(&store, BUCKET, all, FromVersion::Start, 10).unwrap();
    assert_eq!(page.items.len(), 2);
}
