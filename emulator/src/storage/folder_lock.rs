//! One process per folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::StorageError;

const LOCK_FILE: &str = "lock";

/// Holds a folder for this store; the operating system lets go of it when the process ends.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Creates `folder` if need be and takes it.
    ///
    /// # Errors
    /// [`StorageError::InUse`] when somebody else has it.
    pub(super) fn take(folder: &Path) -> Result<Self, StorageError> {
        fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
        let path = folder.join(LOCK_FILE);
        let file = File::create(&path).map_err(StorageError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StorageError::InUse {
                folder: folder.to_owned(),
            }),
            Err(TryLockError::Error(source)) => Err(StorageError::Io { path, source }),
        }
    }
}
