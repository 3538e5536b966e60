//! The durable store: sled, which no other file names.
//!
//! A folder holds one *generation*, a folder of sled's own. Space does not come back from deletes, so a
//! start-up that finds the files much larger than what they hold copies the records into the next
//! generation. That one counts from the moment it is renamed to its final name; whatever else a crash
//! leaves behind is removed by the next start-up.

mod generations;
mod group_flush;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{self, BoxFuture};
use sled::{Batch, Db, IVec};
use tempfile::TempDir;

use super::folder_lock::FolderLock;
use super::metadata::{Commit, Metadata, Scan, check_key};
use super::{CommitError, StorageError};
use generations::Generations;
use group_flush::GroupFlush;

/// The layout of keys and records in the folder. Increased when an older release could misread it.
const FORMAT: u32 = 1;

/// The marker has a tree of its own, so that no record key is special.
const MARKER_TREE: &str = "bucketproof";
const MARKER_KEY: &str = "format";

const CACHE_BYTES: u64 = 256 << 20;

/// Files up to this size are left alone whatever they hold: sled allocates in large segments.
const COMPACT_ABOVE_BYTES: u64 = 8 << 20;

/// Files larger than the live data by this factor are compacted.
const COMPACT_FACTOR: u64 = 4;

/// How many records a compaction copies at once.
const COPY_BATCH: usize = 1000;

/// After a store is closed, sled's own threads may hold on to the file for a moment.
const OPEN_ATTEMPTS: u32 = 100;
const OPEN_PAUSE: Duration = Duration::from_millis(10);

/// A [`Metadata`] store in a folder.
pub struct SledMetadata {
    db: Db,
    /// Held exclusively by commits, so that expectations and writes are one step, and shared by scans,
    /// since sled's iterators see changes made while they run.
    commit_lock: RwLock<()>,
    /// `None` when nothing outlives the process anyway.
    group_flush: Option<GroupFlush>,
    // Last: the folder is let go when sled is closed.
    _folder: Holder,
}

/// What has to live as long as the store.
enum Holder {
    Lock { _lock: FolderLock },
    Temporary { _folder: TempDir },
}

impl SledMetadata {
    /// Opens the store in `folder`, creating it if need be. Blocks; compacts when that is due.
    ///
    /// # Errors
    /// [`StorageError::InUse`], [`StorageError::Foreign`], [`StorageError::NewerFormat`],
    /// [`StorageError::Io`] or [`StorageError::Engine`].
    pub fn open(folder: &Path) -> Result<Self, StorageError> {
        let lock = FolderLock::take(folder)?;
        let mut generations = Generations::find(folder)?;
        let mut db = open_engine(&generations.current())?;
        check_marker(&db, folder)?;
        if is_wasteful(&db)? {
            copy_all(&db, &generations.draft())?;
            drop(db);
            generations.advance()?;
            db = open_engine(&generations.current())?;
        }
        Ok(Self {
            db,
            commit_lock: RwLock::new(()),
            group_flush: Some(GroupFlush::default()),
            _folder: Holder::Lock { _lock: lock },
        })
    }

    /// A store in a private folder that is removed with it. Nothing is ever synced to the disk.
    ///
    /// # Errors
    /// [`StorageError::Io`] or [`StorageError::Engine`].
    pub fn temporary() -> Result<Self, StorageError> {
        let parent = std::env::temp_dir();
        let folder = tempfile::Builder::new()
            .prefix("bucketproof-records-")
            .tempdir()
            .map_err(StorageError::io(&parent))?;
        let config = config(&folder.path().join("records")).temporary(true);
        let db = config.flush_every_ms(None).open().map_err(engine)?;
        Ok(Self {
            db,
            commit_lock: RwLock::new(()),
            group_flush: None,
            _folder: Holder::Temporary { _folder: folder },
        })
    }

    async fn write_out(&self) -> Result<(), StorageError> {
        self.db.flush_async().await.map_err(engine)?;
        Ok(())
    }

    /// How many bytes the files take.
    ///
    /// # Errors
    /// [`StorageError::Engine`].
    pub fn size_on_disk(&self) -> Result<u64, StorageError> {
        self.db.size_on_disk().map_err(engine)
    }
}

impl Metadata for SledMetadata {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StorageError> {
        check_key(key)?;
        let found = self.db.get(key).map_err(engine)?;
        Ok(found.as_ref().map(owned))
    }

    fn scan(&self, scan: Scan<'_>) -> Result<Vec<(Bytes, Bytes)>, StorageError> {
        let Some(bounds) = scan.bounds() else {
            return Ok(Vec::new());
        };
        let _no_commit = self
            .commit_lock
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let range = self.db.range::<&[u8], _>(bounds);
        if scan.reverse {
            page(range.rev(), scan.limit)
        } else {
            page(range, scan.limit)
        }
    }

    fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        commit.check()?;
        let mut batch = Batch::default();
        for (key, value) in commit.write {
            match value {
                Some(value) => batch.insert(key, value.as_ref()),
                None => batch.remove(key),
            }
        }
        let _only_commit = self
            .commit_lock
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (key, expect) in commit.expect {
            let found = self.db.get(&key).map_err(engine)?;
            if !expect.holds(found.as_deref()) {
                return Err(CommitError::Conflict { key });
            }
        }
        Ok(self.db.apply_batch(batch).map_err(engine)?)
    }

    fn flush(&self) -> BoxFuture<'_, Result<(), StorageError>> {
        match &self.group_flush {
            Some(group) => group.flush(|| self.write_out()).boxed(),
            None => future::ready(Ok(())).boxed(),
        }
    }
}

impl fmt::Debug for SledMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SledMetadata")
            .field("durable", &self.group_flush.is_some())
            .finish_non_exhaustive()
    }
}

fn config(path: &Path) -> sled::Config {
    sled::Config::new().path(path).cache_capacity(CACHE_BYTES)
}

/// Opens sled at `path`. The folder is ours alone, so a lock that is held is about to be let go.
fn open_engine(path: &Path) -> Result<Db, StorageError> {
    let mut attempt = 1;
    loop {
        match config(path).open() {
            Err(error) if attempt < OPEN_ATTEMPTS && is_lock_held(&error) => {
                attempt += 1;
                thread::sleep(OPEN_PAUSE);
            }
            opened => return opened.map_err(engine),
        }
    }
}

/// sled says so in words only.
fn is_lock_held(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error) if error.to_string().contains("could not acquire lock"))
}

/// Makes sure the records are ours and readable; marks a new store.
fn check_marker(db: &Db, folder: &Path) -> Result<(), StorageError> {
    let foreign = || StorageError::Foreign {
        folder: folder.to_owned(),
    };
    let marker = db.open_tree(MARKER_TREE).map_err(engine)?;
    let Some(format) = marker.get(MARKER_KEY).map_err(engine)? else {
        if !db.is_empty() {
            return Err(foreign());
        }
        return mark(db);
    };
    let format = <[u8; 4]>::try_from(format.as_ref()).map_err(|_| foreign())?;
    match u32::from_be_bytes(format) {
        FORMAT => Ok(()),
        found if found > FORMAT => Err(StorageError::NewerFormat {
            folder: folder.to_owned(),
            found,
            known: FORMAT,
        }),
        _ => Err(foreign()),
    }
}

fn mark(db: &Db) -> Result<(), StorageError> {
    let marker = db.open_tree(MARKER_TREE).map_err(engine)?;
    marker
        .insert(MARKER_KEY, &FORMAT.to_be_bytes())
        .map_err(engine)?;
    db.flush().map_err(engine)?;
    Ok(())
}

/// Whether the files are much larger than the records in them. Reads no more records than it must.
fn is_wasteful(db: &Db) -> Result<bool, StorageError> {
    let files = db.size_on_disk().map_err(engine)?;
    if files <= COMPACT_ABOVE_BYTES {
        return Ok(false);
    }
    let mut live: u64 = 0;
    for entry in db.iter() {
        let (key, value) = entry.map_err(engine)?;
        live += (key.len() + value.len()) as u64;
        if live * COMPACT_FACTOR >= files {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Copies every record and the marker into a new engine at `target`, and closes it.
fn copy_all(db: &Db, target: &Path) -> Result<(), StorageError> {
    let copy = open_engine(target)?;
    let mut records = db.iter();
    loop {
        let mut batch = Batch::default();
        let mut copied = 0;
        for record in records.by_ref().take(COPY_BATCH) {
            let (key, value) = record.map_err(engine)?;
            batch.insert(key, value);
            copied += 1;
        }
        if copied == 0 {
            return mark(&copy);
        }
        copy.apply_batch(batch).map_err(engine)?;
    }
}

fn page(
    entries: impl Iterator<Item = sled::Result<(IVec, IVec)>>,
    limit: usize,
) -> Result<Vec<(Bytes, Bytes)>, StorageError> {
    let owned_pair = |(key, value)| (owned(&key), owned(&value));
    entries
        .take(limit)
        .map(|entry| entry.map(owned_pair).map_err(engine))
        .collect()
}

fn owned(bytes: &IVec) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

fn engine(error: sled::Error) -> StorageError {
    StorageError::Engine {
        source: Box::new(error),
    }
}
