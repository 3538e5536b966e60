//! The narrow border between the services and whatever engine keeps their records.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::future::BoxFuture;

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

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A key is longer than [`MAX_KEY_BYTES`].
    #[error("a key of {bytes} bytes is longer than {MAX_KEY_BYTES} bytes")]
    KeyTooLong {
        /// Its length.
        bytes: usize,
    },
    /// A value is larger than [`MAX_VALUE_BYTES`].
    #[error(
        "the value of {} has {bytes} bytes, more than {MAX_VALUE_BYTES}",
        Shown(key)
    )]
    ValueTooLarge {
        /// The key it was meant for.
        key: Vec<u8>,
        /// Its length.
        bytes: usize,
    },
    /// A record could not be written down; see [`UNWRITABLE`].
    #[error("the record of {} cannot be written: {reason}", Shown(key))]
    Unwritable {
        /// The key it was meant for.
        key: Vec<u8>,
        /// What the encoder said.
        reason: String,
    },
    /// The folder holds a store of another program.
    #[error("{} does not hold records of this program", ShownPath(folder))]
    Foreign {
        /// The folder that was opened.
        folder: PathBuf,
    },
    /// The folder was written by a later release.
    #[error(
        "{} has storage format {found}, this release reads up to {known}",
        ShownPath(folder)
    )]
    NewerFormat {
        /// The folder that was opened.
        folder: PathBuf,
        /// The format it has.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// Another process, or another store of this process, has the folder open.
    #[error("{} is in use by another process", ShownPath(folder))]
    InUse {
        /// The folder that was opened.
        folder: PathBuf,
    },
    /// The operating system refused something.
    #[error("cannot use {}", ShownPath(path))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The engine failed.
    #[error("the storage engine failed")]
    Engine {
        /// What the engine said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl From<super::records::RecordError> for StorageError {
    /// A record that cannot be read is a damaged store to everybody above.
    fn from(error: super::records::RecordError) -> Self {
        Self::Engine {
            source: Box::new(error),
        }
    }
}

impl StorageError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

/// Why a commit wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed a key in between: read again and decide anew.
    #[error("{} is not as expected", Shown(key))]
    Conflict {
        /// The first key whose expectation does not hold.
        key: Vec<u8>,
    },
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A key as people can read it, in back-ticks.
pub(super) struct Shown<'a>(pub(super) &'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.escape_ascii())
    }
}

struct ShownPath<'a>(&'a Path);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Cow<'_, str> = self.0.to_string_lossy();
        write!(f, "`{text}`")
    }
}
