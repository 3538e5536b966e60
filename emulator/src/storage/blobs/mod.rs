//! Bodies: streams of bytes of any size, named by an id, written once, read by range.

mod files;
mod id;
mod incoming;
mod lease;
mod memory;
mod writer;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use files::{Folder, StoredFile};
pub use id::{BlobId, BlobIdError};
pub use lease::{BlobStream, Lease};
pub use memory::MemoryLimits;
use memory::{Budget, MemoryBody};
pub use writer::BlobWriter;

use super::StorageError;

/// What an acknowledged body survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Durability {
    /// The end of the process, however sudden: the operating system has the bytes.
    #[default]
    Process,
    /// The loss of power: file and folder are synced before the acknowledgement, which takes
    /// milliseconds on most disks.
    Power,
}

/// Why a body could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// No blob has this id.
    #[error("there is no blob `{id}`")]
    Missing {
        /// The id asked for.
        id: BlobId,
    },
    /// A blob with this id is there, or being written.
    #[error("there is a blob `{id}` already")]
    Exists {
        /// The id given to the writer.
        id: BlobId,
    },
    /// The file is shorter than it was when it was stored.
    #[error("the file of blob `{id}` is too short")]
    Truncated {
        /// The blob.
        id: BlobId,
    },
    /// An earlier write of the same writer failed.
    #[error("an earlier part of blob `{id}` could not be written")]
    Broken {
        /// The id given to the writer.
        id: BlobId,
    },
    /// The runtime is shutting down.
    #[error("the task reading or writing blob `{id}` was stopped")]
    Stopped {
        /// The blob.
        id: BlobId,
    },
    /// The operating system refused something.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The folder cannot be opened.
    #[error(transparent)]
    Folder(#[from] StorageError),
}

impl BlobError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

/// How much a [`BlobStore`] holds, including what was deleted but is still being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlobUsage {
    /// Blobs that can be opened.
    pub blobs: u64,
    /// Bytes in memory, including bodies being written.
    pub memory_bytes: u64,
    /// Bytes in finished files.
    pub file_bytes: u64,
}

/// Keeps bodies, in memory or in files. Clones share one store.
#[derive(Debug, Clone)]
pub struct BlobStore {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    index: Mutex<BTreeMap<BlobId, Blob>>,
    place: Place,
}

/// Where new bodies go.
#[derive(Debug)]
enum Place {
    Memory {
        object_max_bytes: u64,
        budget: Arc<Budget>,
        spill: Mutex<Option<Arc<Folder>>>,
    },
    Files(Arc<Folder>),
}

/// A finished body. Its last owner frees the memory, or the file if it was deleted meanwhile.
#[derive(Debug, Clone)]
enum Blob {
    Memory(Arc<MemoryBody>),
    File(Arc<StoredFile>),
}

impl Blob {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(body) => body.bytes.len() as u64,
            Self::File(file) => file.len(),
        }
    }
}

impl BlobStore {
    /// A store that ends with the process. Bodies beyond the limits go to a private temporary folder,
    /// which is created when the first one does.
    #[must_use]
    pub fn memory(limits: MemoryLimits) -> Self {
        let place = Place::Memory {
            object_max_bytes: limits.in_memory_object_max_bytes,
            budget: Arc::new(Budget::new(limits.in_memory_total_max_bytes)),
            spill: Mutex::default(),
        };
        Self::new(place, BTreeMap::new())
    }

    /// A store in a folder, created if need be, with [`Durability::Process`]. Blocks while it lists
    /// the folder.
    ///
    /// # Errors
    /// [`StorageError::InUse`] when another store has the folder open, or [`BlobError::Io`].
    pub fn files(folder: &Path) -> Result<Self, BlobError> {
        Self::files_with(folder, Durability::default())
    }

    /// [`BlobStore::files`] with a chosen durability.
    ///
    /// # Errors
    /// As [`BlobStore::files`].
    pub fn files_with(folder: &Path, durability: Durability) -> Result<Self, BlobError> {
        let (folder, files) = Folder::open(folder, durability)?;
        let index = files
            .into_iter()
            .map(|file| (file.id(), Blob::File(Arc::new(file))))
            .collect();
        Ok(Self::new(Place::Files(folder), index))
    }

    fn new(place: Place, index: BTreeMap<BlobId, Blob>) -> Self {
        let index = Mutex::new(index);
        Self {
            shared: Arc::new(Shared { index, place }),
        }
    }

    /// Starts a new body. With the right `size_hint`, in bytes, memory is allocated once.
    ///
    /// Nobody sees the body before [`BlobWriter::finish`]; a writer dropped before leaves nothing behind.
    #[must_use]
    pub fn writer(&self, id: BlobId, size_hint: Option<u64>) -> BlobWriter {
        BlobWriter::new(Arc::clone(&self.shared), id, size_hint)
    }

    /// Pins blobs for reading, as one body in this order.
    ///
    /// # Errors
    /// [`BlobError::Missing`] for the first id without a blob; nothing is pinned then.
    pub fn open(&self, ids: &[BlobId]) -> Result<Lease, BlobError> {
        let index = self.shared.index();
        let pin = |id: &BlobId| index.get(id).cloned().ok_or(BlobError::Missing { id: *id });
        Ok(Lease::new(ids.iter().map(pin).collect::<Result<_, _>>()?))
    }

    /// Removes blobs. Leases taken before go on reading them; unknown ids are passed over.
    pub fn delete(&self, ids: &[BlobId]) {
        let mut index = self.shared.index();
        let removed: Vec<Blob> = ids.iter().filter_map(|id| index.remove(id)).collect();
        drop(index);
        for blob in &removed {
            if let Blob::File(file) = blob {
                file.doom();
            }
        }
    }

    /// The ids of all blobs, ascending.
    #[must_use]
    pub fn ids(&self) -> Vec<BlobId> {
        self.shared.index().keys().copied().collect()
    }

    /// How much the store holds.
    #[must_use]
    pub fn usage(&self) -> BlobUsage {
        let blobs = self.shared.index().len() as u64;
        match &self.shared.place {
            Place::Files(folder) => BlobUsage {
                blobs,
                memory_bytes: 0,
                file_bytes: folder.stored_bytes(),
            },
            Place::Memory { budget, spill, .. } => BlobUsage {
                blobs,
                memory_bytes: budget.used_bytes(),
                file_bytes: lock(spill)
                    .as_ref()
                    .map_or(0, |folder| folder.stored_bytes()),
            },
        }
    }
}

impl Shared {
    fn index(&self) -> MutexGuard<'_, BTreeMap<BlobId, Blob>> {
        lock(&self.index)
    }

    /// The folder for bodies that are not kept in memory. Blocks when it has to be created.
    fn folder(&self) -> Result<Arc<Folder>, BlobError> {
        match &self.place {
            Place::Files(folder) => Ok(Arc::clone(folder)),
            Place::Memory { spill, .. } => {
                let mut spill = lock(spill);
                if let Some(folder) = spill.as_ref() {
                    return Ok(Arc::clone(folder));
                }
                Ok(Arc::clone(spill.insert(Folder::temporary()?)))
            }
        }
    }

    /// Makes a finished body visible.
    fn publish(&self, id: BlobId, blob: Blob) -> Result<(), BlobError> {
        let mut index = self.index();
        if index.contains_key(&id) {
            return Err(BlobError::Exists { id });
        }
        if let Blob::File(file) = &blob {
            file.keep();
        }
        index.insert(id, blob);
        Ok(())
    }

    fn refuse_known(&self, id: BlobId) -> Result<(), BlobError> {
        if self.index().contains_key(&id) {
            return Err(BlobError::Exists { id });
        }
        Ok(())
    }
}

// No code panics while it holds one of these locks, so what they guard is whole even when poisoned.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
