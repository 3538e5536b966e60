//! The narrow border between the services and whatever engine keeps their records.

use std::fmt::Debug;
use std::ops::Bound;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::error::{CommitError, StorageError};
use super::key_layout::KeyPrefix;

/// The longest key a store accepts, in bytes.
///
/// An S3 key of 1024 bytes doubles at worst when escaped, which leaves room for everything around it.
pub const MAX_KEY_BYTES: usize = 4 * 1024;

/// The largest value a store accepts, in bytes. Bodies belong into a blob store.
pub const MAX_VALUE_BYTES: usize = 64 * 1024;

/// First byte of a value that must never be stored; the rest is the reason as UTF-8 text.
///
/// [`records::encode`](super::records::encode) gives such a value when a record cannot be written
/// down, so that the mistake surfaces as an error of the commit and not as a lost record.
pub const UNWRITABLE: u8 = 0;

/// An ordered map from keys to values with atomic, conditional commits.
///
/// Keys order by their bytes. Every method but [`flush`](Metadata::flush) is short and does not wait
/// for a disk in the usual case, so they are called from async code directly.
pub trait Metadata: Send + Sync + Debug {
    /// The value of `key`, or `None`.
    ///
    /// # Errors
    /// [`StorageError::KeyTooLong`], or whatever the engine reports.
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StorageError>;

    /// One page of keys and values. The page shows one moment: never half of a commit.
    ///
    /// # Errors
    /// Whatever the engine reports. Bounds that exclude each other give an empty page.
    fn scan(&self, scan: Scan<'_>) -> Result<Vec<(Bytes, Bytes)>, StorageError>;

    /// Checks every expectation and applies every write, or does nothing at all.
    ///
    /// The writes are visible to other callers when this returns; they survive a crash of the process
    /// once a [`flush`](Metadata::flush) that began afterwards has succeeded.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] with the first key whose expectation does not hold.
    fn commit(&self, commit: Commit) -> Result<(), CommitError>;

    /// Waits until every commit that returned before this call is durable.
    ///
    /// # Errors
    /// Whatever the engine reports; the commits may or may not have become durable.
    fn flush(&self) -> BoxFuture<'_, Result<(), StorageError>>;
}

/// Which part of the ordered map to read, how much, and from which end.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'a> {
    /// Lower bound of the keys.
    pub from: Bound<&'a [u8]>,
    /// Upper bound of the keys.
    pub to: Bound<&'a [u8]>,
    /// The most entries to give.
    pub limit: usize,
    /// Whether the page starts at the upper bound and descends.
    pub reverse: bool,
}

type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

impl<'a> Scan<'a> {
    /// Every key, ascending.
    #[must_use]
    pub fn all(limit: usize) -> Self {
        Self {
            from: Bound::Unbounded,
            to: Bound::Unbounded,
            limit,
            reverse: false,
        }
    }

    /// The keys that start with `prefix`, ascending.
    #[must_use]
    pub fn prefix(prefix: &'a KeyPrefix, limit: usize) -> Self {
        Self {
            from: Bound::Included(prefix.as_bytes()),
            to: prefix.end(),
            limit,
            reverse: false,
        }
    }

    /// The same scan, continued behind `key`: only greater keys, or only smaller ones when reversed.
    #[must_use]
    pub fn after(mut self, key: &'a [u8]) -> Self {
        if self.reverse {
            self.to = Bound::Excluded(key);
        } else {
            self.from = Bound::Excluded(key);
        }
        self
    }

    /// The same scan, beginning at `key` itself.
    #[must_use]
    pub fn starting_at(mut self, key: &'a [u8]) -> Self {
        if self.reverse {
            self.to = Bound::Included(key);
        } else {
            self.from = Bound::Included(key);
        }
        self
    }

    /// The same range, from its other end. Call it before [`after`](Scan::after).
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.reverse = !self.reverse;
        self
    }

    /// The bounds, unless no key can lie between them (ordered maps panic on such ranges).
    pub(super) fn bounds(&self) -> Option<Bounds<'a>> {
        use Bound::{Excluded, Included, Unbounded};
        let possible = match (self.from, self.to) {
            (Unbounded, _) | (_, Unbounded) => true,
            (Included(from), Included(to)) => from <= to,
            (Included(from) | Excluded(from), Included(to) | Excluded(to)) => from < to,
        };
        (possible && self.limit > 0).then_some((self.from, self.to))
    }
}

/// What a commit demands of a key before it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The key has no value.
    Absent,
    /// The key has some value.
    Present,
    /// The key has exactly this value.
    Equals(Bytes),
}

impl Expect {
    /// Whether `found` is what was expected.
    pub(super) fn holds(&self, found: Option<&[u8]>) -> bool {
        match self {
            Self::Absent => found.is_none(),
            Self::Present => found.is_some(),
            Self::Equals(value) => found == Some(value.as_ref()),
        }
    }
}

/// Expectations and writes that take effect together or not at all.
///
/// Expectations are about the state before the commit. A key written twice keeps the last write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commit {
    /// What must hold before anything is written.
    pub expect: Vec<(Vec<u8>, Expect)>,
    /// The writes; `None` deletes.
    pub write: Vec<(Vec<u8>, Option<Bytes>)>,
}

impl Commit {
    /// A commit that asks nothing and writes nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an expectation.
    #[must_use]
    pub fn expect(mut self, key: impl Into<Vec<u8>>, expect: Expect) -> Self {
        self.expect.push((key.into(), expect));
        self
    }

    /// Expects `key` to have no value.
    #[must_use]
    pub fn expect_absent(self, key: impl Into<Vec<u8>>) -> Self {
        self.expect(key, Expect::Absent)
    }

    /// Expects `key` to have some value.
    #[must_use]
    pub fn expect_present(self, key: impl Into<Vec<u8>>) -> Self {
        self.expect(key, Expect::Present)
    }

    /// Expects `key` to have exactly `value`.
    #[must_use]
    pub fn expect_equals(self, key: impl Into<Vec<u8>>, value: impl Into<Bytes>) -> Self {
        self.expect(key, Expect::Equals(value.into()))
    }

    /// Expects what an earlier [`Metadata::get`] found, whether a value or none.
    #[must_use]
    pub fn expect_unchanged(self, key: impl Into<Vec<u8>>, found: Option<Bytes>) -> Self {
        self.expect(key, found.map_or(Expect::Absent, Expect::Equals))
    }

    /// Writes `value` under `key`.
    #[must_use]
    pub fn put(mut self, key: impl Into<Vec<u8>>, value: impl Into<Bytes>) -> Self {
        self.write.push((key.into(), Some(value.into())));
        self
    }

    /// Removes `key`, if it is there.
    #[must_use]
    pub fn delete(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.write.push((key.into(), None));
        self
    }

    /// Refuses what no engine may store, before any engine sees it.
    pub(super) fn check(&self) -> Result<(), StorageError> {
        for (key, _) in &self.expect {
            check_key(key)?;
        }
        for (key, value) in &self.write {
            check_key(key)?;
            if let Some(value) = value {
                check_value(key, value)?;
            }
        }
        Ok(())
    }
}

pub(super) fn check_key(key: &[u8]) -> Result<(), StorageError> {
    if key.len() > MAX_KEY_BYTES {
        return Err(StorageError::KeyTooLong { bytes: key.len() });
    }
    Ok(())
}

fn check_value(key: &[u8], value: &[u8]) -> Result<(), StorageError> {
    if value.len() > MAX_VALUE_BYTES {
        return Err(StorageError::ValueTooLarge {
            key: key.to_vec(),
            bytes: value.len(),
        });
    }
    match value.split_first() {
        Some((&UNWRITABLE, reason)) => Err(StorageError::Unwritable {
            key: key.to_vec(),
            reason: String::from_utf8_lossy(reason).into_owned(),
        }),
        _ => Ok(()),
    }
}
