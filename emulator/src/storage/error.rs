//! What can go wrong when records are kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::metadata::{MAX_KEY_BYTES, MAX_VALUE_BYTES};

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
    /// A record could not be written down; see [`UNWRITABLE`](super::UNWRITABLE).
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
struct Shown<'a>(&'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.escape_ascii())
    }
}

struct ShownPath<'a>(&'a Path);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.display())
    }
}
