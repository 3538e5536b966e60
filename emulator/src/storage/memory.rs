//! The store that forgets: an ordered map in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{self, BoxFuture};

use super::metadata::{Commit, Metadata, Scan, check_key};
use super::{CommitError, StorageError};

type Map = BTreeMap<Bytes, Bytes>;

/// A [`Metadata`] store that lives and dies with the process.
#[derive(Default)]
pub struct MemoryMetadata {
    map: RwLock<Map>,
}

impl MemoryMetadata {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // A poisoned lock is safe to enter: expectations and sizes are checked before the first write, and
    // nothing between the first write and the last can panic.
    fn read(&self) -> RwLockReadGuard<'_, Map> {
        self.map.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Map> {
        self.map.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Metadata for MemoryMetadata {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StorageError> {
        check_key(key)?;
        Ok(self.read().get(key).cloned())
    }

    fn scan(&self, scan: Scan<'_>) -> Result<Vec<(Bytes, Bytes)>, StorageError> {
        let Some(bounds) = scan.bounds() else {
            return Ok(Vec::new());
        };
        let map = self.read();
        let range = map.range::<[u8], _>(bounds);
        let owned = |(key, value): (&Bytes, &Bytes)| (key.clone(), value.clone());
        Ok(if scan.reverse {
            range.rev().take(scan.limit).map(owned).collect()
        } else {
            range.take(scan.limit).map(owned).collect()
        })
    }

    fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        commit.check()?;
        let mut map = self.write();
        for (key, expect) in commit.expect {
            if !expect.holds(map.get(key.as_slice()).map(Bytes::as_ref)) {
                return Err(CommitError::Conflict { key });
            }
        }
        for (key, value) in commit.write {
            match value {
                Some(value) => map.insert(key.into(), value),
                None => map.remove(key.as_slice()),
            };
        }
        Ok(())
    }

    /// There is nothing to wait for: the store has no durable part.
    fn flush(&self) -> BoxFuture<'_, Result<(), StorageError>> {
        future::ready(Ok(())).boxed()
    }
}

impl fmt::Debug for MemoryMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryMetadata")
            .field("entries", &self.read().len())
            .finish()
    }
}
