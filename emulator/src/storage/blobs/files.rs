//! Bodies in files: one file a blob, in 256 folders.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tempfile::TempDir;
use tokio::runtime::Handle;

use super::{BlobError, BlobId, Durability};
use crate::storage::folder_lock::FolderLock;

/// Where files are while they are being written. Whatever a start-up finds here was left by a crash.
const INCOMING: &str = "incoming";

/// A folder of blob files.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    durability: Durability,
    stored_bytes: AtomicU64,
    reaper: Mutex<Reaper>,
    // Last, so that nothing above is in use any more when the folder goes.
    _lock: Option<FolderLock>,
    _temporary: Option<TempDir>,
}

#[derive(Debug, Default)]
struct Reaper {
    doomed: Vec<BlobId>,
    at_work: bool,
}

impl Folder {
    /// Takes `root`, creating it if need be, and lists what is in it.
    pub(super) fn open(
        root: &Path,
        durability: Durability,
    ) -> Result<(Arc<Self>, Vec<StoredFile>), BlobError> {
        let lock = FolderLock::take(root)?;
        let folder = Arc::new(Self::new(root.to_owned(), durability, Some(lock), None));
        folder.clear_incoming()?;
        let files = folder.list()?;
        Ok((folder, files))
    }

    /// A private folder that goes away with the last user.
    pub(super) fn temporary() -> Result<Arc<Self>, BlobError> {
        let parent = std::env::temp_dir();
        let temporary = tempfile::Builder::new()
            .prefix("bucketproof-blobs-")
            .tempdir()
            .map_err(BlobError::io(&parent))?;
        let root = temporary.path().to_owned();
        let folder = Self::new(root, Durability::Process, None, Some(temporary));
        folder.clear_incoming()?;
        Ok(Arc::new(folder))
    }

    fn new(
        root: PathBuf,
        durability: Durability,
        lock: Option<FolderLock>,
        temporary: Option<TempDir>,
    ) -> Self {
        Self {
            root,
            durability,
            stored_bytes: AtomicU64::new(0),
            reaper: Mutex::default(),
            _lock: lock,
            _temporary: temporary,
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn durability(&self) -> Durability {
        self.durability
    }

    pub(super) fn stored_bytes(&self) -> u64 {
        self.stored_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn incoming(&self, id: BlobId) -> PathBuf {
        self.root.join(INCOMING).join(id.to_string())
    }

    /// The last byte chooses the folder: ids that begin with a time or a counter differ there.
    pub(super) fn path(&self, id: BlobId) -> PathBuf {
        let name = id.to_string();
        self.root.join(&name[30..]).join(&name)
    }

    fn clear_incoming(&self) -> Result<(), BlobError> {
        let incoming = self.root.join(INCOMING);
        match fs::remove_dir_all(&incoming) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BlobError::io(&incoming)(error));
            }
            _ => {}
        }
        fs::create_dir(&incoming).map_err(BlobError::io(&incoming))
    }

    /// Every blob file. Files with other names are none of ours and stay untouched.
    fn list(self: &Arc<Self>) -> Result<Vec<StoredFile>, BlobError> {
        let mut files = Vec::new();
        for spread in 0..=u8::MAX {
            let folder = self.root.join(format!("{spread:02x}"));
            let entries = match fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(BlobError::io(&folder))?,
            };
            for entry in entries {
                let entry = entry.map_err(BlobError::io(&folder))?;
                let name = entry.file_name();
                let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else {
                    continue;
                };
                let length = entry.metadata().map_err(BlobError::io(&folder))?.len();
                let file = StoredFile::new(Arc::clone(self), id, length);
                file.keep();
                files.push(file);
            }
        }
        Ok(files)
    }

    /// Removes a file soon. Many removals share one background task.
    fn discard(self: &Arc<Self>, id: BlobId) {
        let mut reaper = self.reaper();
        reaper.doomed.push(id);
        if std::mem::replace(&mut reaper.at_work, true) {
            return;
        }
        drop(reaper);
        let work = Reaping(Arc::clone(self));
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || drop(work))),
            Err(_) => drop(work),
        }
    }

    fn reaper(&self) -> MutexGuard<'_, Reaper> {
        self.reaper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reap(&self) {
        loop {
            let mut reaper = self.reaper();
            let doomed = std::mem::take(&mut reaper.doomed);
            if doomed.is_empty() {
                reaper.at_work = false;
                return;
            }
            drop(reaper);
            for id in doomed {
                // A file that cannot be removed now is an orphan that the next start-up sweeps.
                let _ = fs::remove_file(self.path(id));
            }
        }
    }
}

/// The duty to remove doomed files. It is done on drop, so also when the runtime stops before the
/// background task had its turn.
struct Reaping(Arc<Folder>);

impl Drop for Reaping {
    fn drop(&mut self) {
        self.0.reap();
    }
}

/// A finished file. Unless it was kept, the file goes when this does.
#[derive(Debug)]
pub(super) struct StoredFile {
    folder: Arc<Folder>,
    id: BlobId,
    length: u64,
    kept: AtomicBool,
}

impl StoredFile {
    /// The file that now has its final name, not kept yet.
    pub(super) fn new(folder: Arc<Folder>, id: BlobId, length: u64) -> Self {
        folder.stored_bytes.fetch_add(length, Ordering::Relaxed);
        let kept = AtomicBool::new(false);
        Self {
            folder,
            id,
            length,
            kept,
        }
    }

    pub(super) fn id(&self) -> BlobId {
        self.id
    }

    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// From now on the file outlives this value.
    pub(super) fn keep(&self) {
        self.kept.store(true, Ordering::Release);
    }

    /// From now on the file goes with this value.
    pub(super) fn doom(&self) {
        self.kept.store(false, Ordering::Release);
    }

    /// Opens the file for reading from `offset`. Blocks.
    pub(super) fn open_at(&self, offset: u64) -> Result<File, BlobError> {
        let path = self.folder.path(self.id);
        let open = || {
            let mut file = File::open(&path)?;
            if offset > 0 {
                file.seek(SeekFrom::Start(offset))?;
            }
            Ok(file)
        };
        open().map_err(BlobError::io(&path))
    }

    /// Reads the next `length` bytes of `file`. Blocks.
    pub(super) fn read(&self, file: &File, length: usize) -> Result<Bytes, BlobError> {
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64)
            .read_to_end(&mut bytes)
            .map_err(BlobError::io(&self.folder.path(self.id)))?;
        if bytes.len() < length {
            return Err(BlobError::Truncated { id: self.id });
        }
        Ok(bytes.into())
    }
}

impl Drop for StoredFile {
    fn drop(&mut self) {
        self.folder
            .stored_bytes
            .fetch_sub(self.length, Ordering::Relaxed);
        if !*self.kept.get_mut() {
            self.folder.discard(self.id);
        }
    }
}
