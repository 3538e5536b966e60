//! A body on its way into a file.

use std::fs::{self, File};
use std::io::{self, IoSlice, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::files::{Folder, StoredFile};
use super::{BlobError, BlobId, Durability};

/// A file being written. Unless it is stored, dropping it removes it. All methods block.
#[derive(Debug)]
pub(super) struct IncomingFile {
    folder: Arc<Folder>,
    id: BlobId,
    file: File,
    length: u64,
    stored: bool,
}

impl IncomingFile {
    pub(super) fn create(folder: Arc<Folder>, id: BlobId) -> Result<Self, BlobError> {
        let path = folder.incoming(id);
        let file = File::create_new(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BlobError::Exists { id },
            _ => BlobError::io(&path)(error),
        })?;
        Ok(Self {
            folder,
            id,
            file,
            length: 0,
            stored: false,
        })
    }

    pub(super) fn append(&mut self, chunks: &[Bytes]) -> Result<(), BlobError> {
        let mut slices: Vec<IoSlice<'_>> = chunks.iter().map(|chunk| IoSlice::new(chunk)).collect();
        let mut rest = slices.as_mut_slice();
        while !rest.is_empty() {
            let written = match self.file.write_vectored(rest) {
                Ok(0) => Err(io::ErrorKind::WriteZero.into()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                written => written,
            };
            let written = written.map_err(BlobError::io(&self.folder.incoming(self.id)))?;
            self.length += written as u64;
            IoSlice::advance_slices(&mut rest, written);
        }
        Ok(())
    }

    /// Gives the file its final name.
    pub(super) fn store(mut self) -> Result<StoredFile, BlobError> {
        let target = self.folder.path(self.id);
        self.store_as(&target).map_err(BlobError::io(&target))?;
        self.stored = true;
        Ok(StoredFile::new(
            Arc::clone(&self.folder),
            self.id,
            self.length,
        ))
    }

    fn store_as(&self, target: &Path) -> io::Result<()> {
        let parent = target.parent().unwrap_or(self.folder.root());
        let power = self.folder.durability() == Durability::Power;
        if power {
            self.file.sync_all()?;
        }
        let incoming = self.folder.incoming(self.id);
        match fs::rename(&incoming, target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                if power {
                    sync_folder(self.folder.root())?;
                }
                fs::rename(&incoming, target)?;
            }
            renamed => renamed?,
        }
        if power { sync_folder(parent) } else { Ok(()) }
    }
}

impl Drop for IncomingFile {
    fn drop(&mut self) {
        if !self.stored {
            // A file that cannot be removed now is cleared away at the next start-up.
            let _ = fs::remove_file(self.folder.incoming(self.id));
        }
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
