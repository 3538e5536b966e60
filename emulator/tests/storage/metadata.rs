//! What every metadata store promises, checked on each.

use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use bucketproof::storage::key_layout::KeyPrefix;
use bucketproof::storage::{
    Commit, CommitError, Expect, MAX_KEY_BYTES, MAX_VALUE_BYTES, MemoryMetadata, Metadata, Scan,
    SledMetadata, StorageError, UNWRITABLE,
};
use bytes::Bytes;
use tempfile::TempDir;

/// A store under test, and what happens to it between writing and reading back.
pub struct Backend {
    pub store: Box<dyn Metadata>,
    folder: Option<TempDir>,
}

impl Backend {
    pub fn memory() -> Self {
        Self {
            store: Box::new(MemoryMetadata::new()),
            folder: None,
        }
    }

    pub fn sled_temporary() -> Self {
        Self {
            store: Box::new(SledMetadata::temporary().unwrap()),
            folder: None,
        }
    }

    pub fn sled_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            store: Box::new(SledMetadata::open(folder.path()).unwrap()),
            folder: Some(folder),
        }
    }

    /// Closes and opens the store, if it is one that can be.
    pub fn reopen(&mut self) {
        if let Some(folder) = &self.folder {
            self.store = Box::new(MemoryMetadata::new());
            self.store = Box::new(SledMetadata::open(folder.path()).unwrap());
        }
    }

    fn get(&self, key: &str) -> Option<Bytes> {
        self.store.get(key.as_bytes()).unwrap()
    }

    fn put_all(&self, keys: &[&str]) {
        let commit = keys.iter().fold(Commit::new(), |commit, key| {
            commit.put(*key, key.to_uppercase())
        });
        self.store.commit(commit).unwrap();
    }

    fn keys(&self, scan: Scan<'_>) -> Vec<String> {
        let page = self.store.scan(scan).unwrap();
        for (key, value) in &page {
            assert_eq!(key.to_ascii_uppercase(), value.as_ref());
        }
        let text = |key: &Bytes| String::from_utf8(key.to_vec()).unwrap();
        page.iter().map(|(key, _)| text(key)).collect()
    }
}

macro_rules! suite {
    ($($backend:ident)*) => {$(
        mod $backend {
            use super::*;

            #[test]
            fn writes_are_read_back() {
                super::writes_are_read_back(Backend::$backend());
            }
            #[test]
            fn expectations_guard_the_whole_commit() {
                super::expectations_guard_the_whole_commit(&Backend::$backend());
            }
            #[test]
            fn a_conflict_names_the_key() {
                super::a_conflict_names_the_key(&Backend::$backend());
            }
            #[test]
            fn scans_follow_bounds_limit_and_direction() {
                super::scans_follow_bounds_limit_and_direction(Backend::$backend());
            }
            #[test]
            fn limits_of_keys_and_values() {
                super::limits_of_keys_and_values(&Backend::$backend());
            }
            #[test]
            fn racing_commits_lose_no_update() {
                super::racing_commits_lose_no_update(&Backend::$backend());
            }
            #[test]
            fn a_page_never_shows_half_of_a_commit() {
                super::a_page_never_shows_half_of_a_commit(&Backend::$backend());
            }
            #[test]
            fn flushes_may_overlap() {
                super::flushes_may_overlap(Backend::$backend());
            }
        }
    )*};
}
suite!(memory sled_temporary sled_folder);

fn writes_are_read_back(mut backend: Backend) {
    assert_eq!(backend.get("a"), None);
    let commit = Commit::new()
        .put("a", "first")
        .put("b", "second")
        .put("a", "last write wins")
        .delete("never there");
    backend.store.commit(commit).unwrap();
    backend.reopen();
    assert_eq!(backend.get("a").unwrap(), "last write wins");
    assert_eq!(backend.get("b").unwrap(), "second");

    let commit = Commit::new()
        .delete("a")
        .put("c", "")
        .delete("c")
        .put("b", "");
    backend.store.commit(commit).unwrap();
    backend.reopen();
    assert_eq!(backend.get("a"), None);
    assert_eq!(backend.get("c"), None);
    assert_eq!(backend.get("b").unwrap(), "", "an empty value is a value");
}

fn expectations_guard_the_whole_commit(backend: &Backend) {
    backend.put_all(&["a"]);
    // expectation on (key), whether it holds
    let cases = [
        ("a", Expect::Absent, false),
        ("a", Expect::Present, true),
        ("a", Expect::Equals("A".into()), true),
        ("a", Expect::Equals("B".into()), false),
        ("a", Expect::Equals("".into()), false),
        ("z", Expect::Absent, true),
        ("z", Expect::Present, false),
        ("z", Expect::Equals("".into()), false),
    ];
    for (key, expect, holds) in cases {
        let case = format!("{expect:?} of `{key}`");
        let commit = Commit::new()
            .put("written", "now")
            .delete("a")
            .expect_present("a")
            .expect(key, expect);
        let outcome = backend.store.commit(commit);
        assert_eq!(outcome.is_ok(), holds, "{case}: {outcome:?}");
        assert_eq!(backend.get("written").is_some(), holds, "{case}");
        assert_eq!(backend.get("a").is_none(), holds, "{case}");
        backend
            .store
            .commit(Commit::new().delete("written").put("a", "A"))
            .unwrap();
    }
}

fn a_conflict_names_the_key(backend: &Backend) {
    backend.put_all(&["a", "b"]);
    let commit = Commit::new()
        .expect_unchanged("a", Some("A".into()))
        .expect_unchanged("z", None)
        .expect_absent("b")
        .expect_absent("a");
    let error = backend.store.commit(commit).unwrap_err();
    assert!(matches!(&error, CommitError::Conflict { key } if key == b"b"));
    assert_eq!(error.to_string(), "`b` is not as expected");
}

fn scans_follow_bounds_limit_and_direction(mut backend: Backend) {
    use Bound::{Excluded, Included, Unbounded};
    backend.put_all(&["a", "b", "ba", "bb", "c", "d"]);
    backend.reopen();
    let scan = |from, to, limit, reverse| {
        let scan = Scan {
            from,
            to,
            limit,
            reverse,
        };
        backend.keys(scan).join(" ")
    };
    let (b, bb): (&[u8], &[u8]) = (b"b", b"bb");
    assert_eq!(scan(Unbounded, Unbounded, 99, false), "a b ba bb c d");
    assert_eq!(scan(Unbounded, Unbounded, 99, true), "d c bb ba b a");
    assert_eq!(scan(Unbounded, Unbounded, 2, false), "a b");
    assert_eq!(scan(Unbounded, Unbounded, 2, true), "d c");
    assert_eq!(scan(Unbounded, Unbounded, 0, false), "");
    assert_eq!(scan(Included(b), Included(bb), 99, false), "b ba bb");
    assert_eq!(scan(Excluded(b), Excluded(bb), 99, false), "ba");
    assert_eq!(scan(Excluded(b), Unbounded, 2, false), "ba bb");
    assert_eq!(scan(Unbounded, Excluded(bb), 2, true), "ba b");
    assert_eq!(scan(Included(b), Included(b), 99, false), "b");
    assert_eq!(scan(Excluded(b), Included(b), 99, false), "");
    assert_eq!(scan(Excluded(b), Excluded(b), 99, true), "");
    assert_eq!(scan(Included(bb), Included(b), 99, false), "");
    assert_eq!(scan(Excluded(bb), Excluded(b), 99, true), "");

    let prefix = KeyPrefix::of("b");
    let pages = |scan: Scan<'_>| backend.keys(scan).join(" ");
    assert_eq!(pages(Scan::prefix(&prefix, 99)), "b ba bb");
    assert_eq!(pages(Scan::prefix(&prefix, 99).after(b"b")), "ba bb");
    assert_eq!(pages(Scan::prefix(&prefix, 99).starting_at(b"ba")), "ba bb");
    assert_eq!(pages(Scan::prefix(&prefix, 2).reversed()), "bb ba");
    assert_eq!(
        pages(Scan::prefix(&prefix, 2).reversed().after(b"bb")),
        "ba b"
    );
    assert_eq!(pages(Scan::all(3)), "a b ba");
}

fn limits_of_keys_and_values(backend: &Backend) {
    let longest_key = vec![b'k'; MAX_KEY_BYTES];
    let largest_value = Bytes::from(vec![b'v'; MAX_VALUE_BYTES]);
    let fits = Commit::new().put(longest_key.clone(), largest_value.clone());
    backend.store.commit(fits).unwrap();
    assert_eq!(
        backend.store.get(&longest_key).unwrap(),
        Some(largest_value)
    );

    let long_key = vec![b'k'; MAX_KEY_BYTES + 1];
    let large_value = Bytes::from(vec![b'v'; MAX_VALUE_BYTES + 1]);
    let refused = [
        Commit::new().put("a", "1").put(long_key.clone(), "2"),
        Commit::new().put("a", "1").delete(long_key.clone()),
        Commit::new().put("a", "1").expect_absent(long_key.clone()),
        Commit::new().put("a", "1").put("b", large_value),
        Commit::new().put("a", "1").put("b", vec![UNWRITABLE, b'x']),
    ];
    for commit in refused {
        let outcome = backend.store.commit(commit);
        assert!(
            matches!(outcome, Err(CommitError::Storage(_))),
            "{outcome:?}"
        );
        assert_eq!(backend.get("a"), None);
    }
    let error = backend.store.get(&long_key).unwrap_err();
    assert!(matches!(error, StorageError::KeyTooLong { bytes } if bytes == MAX_KEY_BYTES + 1));
}

fn racing_commits_lose_no_update(backend: &Backend) {
    const THREADS: u32 = 4;
    const ROUNDS: u32 = 100;
    let number = |bytes: &Bytes| u32::from_be_bytes(bytes[1..].try_into().unwrap());
    let written = |number: u32| [&[1][..], &number.to_be_bytes()].concat();
    let increment = || {
        let found = backend.get("counter");
        let next = found.as_ref().map_or(0, number) + 1;
        let commit = Commit::new()
            .expect_unchanged("counter", found)
            .put("counter", written(next));
        match backend.store.commit(commit) {
            Ok(()) => true,
            Err(CommitError::Conflict { .. }) => false,
            Err(error) => panic!("{error}"),
        }
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..ROUNDS {
                    while !increment() {}
                }
            });
        }
    });
    assert_eq!(number(&backend.get("counter").unwrap()), THREADS * ROUNDS);
}

fn a_page_never_shows_half_of_a_commit(backend: &Backend) {
    const COMMITS: u32 = 2_000;
    let written = |number: u32| Bytes::from(format!("{number:08}"));
    let both = |number| {
        Commit::new()
            .put("a", written(number))
            .put("z", written(number))
    };
    // Many records between the two give a torn page time to happen.
    let between = (0..300).fold(both(0), |commit, number| {
        commit.put(format!("m{number}"), "-")
    });
    backend.store.commit(between).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1..=COMMITS {
                backend.store.commit(both(number)).unwrap();
            }
            done.store(true, Ordering::Release);
        });
        while !done.load(Ordering::Acquire) {
            let page = backend.store.scan(Scan::all(1000)).unwrap();
            assert_eq!(page.len(), 302);
            assert_eq!(page[0].1, page[301].1);
        }
    });
    assert_eq!(backend.get("z"), Some(written(COMMITS)));
}

fn flushes_may_overlap(mut backend: Backend) {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let store = &backend.store;
        let one = |number: u32| async move {
            let key = format!("key {number:03}");
            store.commit(Commit::new().put(key, "value")).unwrap();
            store.flush().await.unwrap();
        };
        futures_util::future::join_all((0..100).map(one)).await;
    });
    backend.reopen();
    assert_eq!(backend.store.scan(Scan::all(1000)).unwrap().len(), 100);
}

#[test]
fn a_folder_belongs_to_one_store() {
    let folder = tempfile::tempdir().unwrap();
    let first = SledMetadata::open(folder.path()).unwrap();
    let error = SledMetadata::open(folder.path()).unwrap_err();
    assert!(matches!(error, StorageError::InUse { .. }), "{error}");
    drop(first);
    SledMetadata::open(folder.path()).unwrap();
}
