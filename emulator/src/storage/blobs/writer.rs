//! Writing a body: into memory while it fits, else into a file.

use std::sync::Arc;

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

use super::files::{Folder, StoredFile};
use super::incoming::IncomingFile;
use super::memory::MemoryBuffer;
use super::{Blob, BlobError, BlobId, Place, Shared};

/// How much is gathered before a thread is asked to write it. An upload holds at most twice this: one
/// batch on its way to the file and the next one filling.
const BATCH_BYTES: usize = 1 << 20;

/// Chunks smaller than this are copied together, so that few large buffers stay alive for small slices.
const SMALL_CHUNK_BYTES: usize = 16 << 10;

/// A body being written; see [`BlobStore::writer`](super::BlobStore::writer).
#[derive(Debug)]
pub struct BlobWriter {
    shared: Arc<Shared>,
    id: BlobId,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Memory(MemoryBuffer),
    File(FileWriter),
    Broken,
}

impl BlobWriter {
    pub(super) fn new(shared: Arc<Shared>, id: BlobId, size_hint: Option<u64>) -> Self {
        let buffer = match &shared.place {
            Place::Files(_) => None,
            Place::Memory {
                object_max_bytes,
                budget,
                ..
            } => MemoryBuffer::new(budget, *object_max_bytes, size_hint.unwrap_or(0)),
        };
        let target = match buffer {
            Some(buffer) => Target::Memory(buffer),
            None => Target::File(FileWriter::new(Arc::clone(&shared), id)),
        };
        Self { shared, id, target }
    }

    /// The id it was given.
    #[must_use]
    pub fn id(&self) -> BlobId {
        self.id
    }

    /// Appends `chunk`. Waits when the disk is slower than the caller.
    ///
    /// # Errors
    /// [`BlobError::Io`], or [`BlobError::Broken`] after an earlier error.
    pub async fn write(&mut self, chunk: Bytes) -> Result<(), BlobError> {
        if let Target::Memory(buffer) = &mut self.target {
            if buffer.append(&chunk) {
                return Ok(());
            }
            self.spill();
        }
        let Target::File(file) = &mut self.target else {
            return Err(BlobError::Broken { id: self.id });
        };
        let written = file.write(chunk).await;
        if written.is_err() {
            self.target = Target::Broken;
        }
        written
    }

    /// Completes the body and gives its length in bytes. From now on it can be opened.
    ///
    /// # Errors
    /// [`BlobError::Exists`] when the id was used before, or as [`BlobWriter::write`].
    pub async fn finish(self) -> Result<u64, BlobError> {
        let blob = match self.target {
            Target::Memory(buffer) => Blob::Memory(Arc::new(buffer.freeze())),
            Target::File(file) => Blob::File(Arc::new(file.finish().await?)),
            Target::Broken => return Err(BlobError::Broken { id: self.id }),
        };
        let length = blob.len();
        self.shared.publish(self.id, blob)?;
        Ok(length)
    }

    /// Goes on in a file with what is in memory so far.
    fn spill(&mut self) {
        let mut file = FileWriter::new(Arc::clone(&self.shared), self.id);
        if let Target::Memory(buffer) = std::mem::replace(&mut self.target, Target::Broken) {
            file.batch.push(buffer.into_bytes());
        }
        self.target = Target::File(file);
    }
}

/// Writes batches on a thread that may block, one after the other.
#[derive(Debug)]
struct FileWriter {
    shared: Arc<Shared>,
    id: BlobId,
    batch: Batch,
    file: Progress,
}

#[derive(Debug)]
enum Progress {
    Unopened,
    Idle(IncomingFile),
    Writing(JoinHandle<Result<IncomingFile, BlobError>>),
}

impl FileWriter {
    fn new(shared: Arc<Shared>, id: BlobId) -> Self {
        Self {
            shared,
            id,
            batch: Batch::default(),
            file: Progress::Unopened,
        }
    }

    async fn write(&mut self, chunk: Bytes) -> Result<(), BlobError> {
        self.batch.push(chunk);
        if self.batch.bytes < BATCH_BYTES {
            return Ok(());
        }
        self.wait().await?;
        let opener = self.opener();
        let chunks = self.batch.take();
        self.file = Progress::Writing(spawn_blocking(move || {
            let mut file = opener.open()?;
            file.append(&chunks)?;
            Ok(file)
        }));
        Ok(())
    }

    async fn finish(mut self) -> Result<StoredFile, BlobError> {
        self.wait().await?;
        let opener = self.opener();
        let chunks = self.batch.take();
        let stored = spawn_blocking(move || {
            let mut file = opener.open()?;
            file.append(&chunks)?;
            file.store()
        });
        stored
            .await
            .map_err(|_| BlobError::Stopped { id: self.id })?
    }

    /// Waits for the batch on its way, if there is one. Cancelling the wait loses nothing.
    async fn wait(&mut self) -> Result<(), BlobError> {
        if let Progress::Writing(task) = &mut self.file {
            let file = task
                .await
                .map_err(|_| BlobError::Stopped { id: self.id })??;
            self.file = Progress::Idle(file);
        }
        Ok(())
    }

    fn opener(&mut self) -> Opener {
        match std::mem::replace(&mut self.file, Progress::Unopened) {
            Progress::Idle(file) => Opener::Opened(file),
            Progress::Unopened | Progress::Writing(_) => {
                Opener::Create(Arc::clone(&self.shared), self.id)
            }
        }
    }
}

/// The file to write to, opened where blocking is allowed.
enum Opener {
    Opened(IncomingFile),
    Create(Arc<Shared>, BlobId),
}

impl Opener {
    fn open(self) -> Result<IncomingFile, BlobError> {
        match self {
            Self::Opened(file) => Ok(file),
            Self::Create(shared, id) => {
                shared.refuse_known(id)?;
                let folder: Arc<Folder> = shared.folder()?;
                IncomingFile::create(folder, id)
            }
        }
    }
}

/// Chunks that go to the file together.
#[derive(Debug, Default)]
struct Batch {
    chunks: Vec<Bytes>,
    small: Vec<u8>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, chunk: Bytes) {
        self.bytes += chunk.len();
        if chunk.len() < SMALL_CHUNK_BYTES {
            self.small.extend_from_slice(&chunk);
        } else {
            self.close_small();
            self.chunks.push(chunk);
        }
    }

    fn close_small(&mut self) {
        if !self.small.is_empty() {
            self.chunks.push(std::mem::take(&mut self.small).into());
        }
    }

    fn take(&mut self) -> Vec<Bytes> {
        self.close_small();
        self.bytes = 0;
        std::mem::take(&mut self.chunks)
    }
}
