//! Reading bodies: pinned while they are read, streamed in pieces.

use std::fs::File;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::{FutureExt, Stream};
use tokio::task::{JoinHandle, spawn_blocking};

use super::files::StoredFile;
use super::{Blob, BlobError, BlobId};

/// How much of a file is read at once. A stream holds at most twice this: the piece the reader works on
/// and the one read ahead.
const PIECE_BYTES: u64 = 512 << 10;

/// Blobs that stay readable as long as the lease or one of its streams lives, as one body.
#[derive(Debug, Clone)]
pub struct Lease {
    blobs: Arc<[Blob]>,
    length: u64,
}

impl Lease {
    pub(super) fn new(blobs: Arc<[Blob]>) -> Self {
        let length = blobs.iter().map(Blob::len).sum();
        Self { blobs, length }
    }

    /// Length of the whole body in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether the body has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The bytes in `range`, cut to the length of the body. Needs a tokio runtime unless the bytes are
    /// in memory.
    ///
    /// The stream ends early only with an error.
    #[must_use]
    pub fn read(&self, range: Range<u64>) -> BlobStream {
        BlobStream::new(self.clone(), range)
    }

    /// The bytes in `range`, if they are in memory in one piece: no copy is made.
    #[must_use]
    pub fn in_memory(&self, range: Range<u64>) -> Option<Bytes> {
        match self.blobs.as_ref() {
            [] => Some(Bytes::new()),
            [Blob::Memory(body)] => Some(slice(&body.bytes, &clip(&range, self.length))),
            _ => None,
        }
    }
}

/// The bytes of a [`Lease`], in pieces.
#[derive(Debug)]
pub struct BlobStream {
    blobs: Arc<[Blob]>,
    /// The blob to read next.
    at: usize,
    /// Where in that blob.
    offset: u64,
    /// How many bytes are still to be asked for.
    remaining: u64,
    /// That blob's file, positioned at `offset`, if it is open.
    file: Option<File>,
    next: Next,
}

#[derive(Debug)]
enum Next {
    Unasked,
    Ready(Bytes),
    Reading(BlobId, JoinHandle<Result<(Bytes, File), BlobError>>),
    Done,
}

impl BlobStream {
    fn new(lease: Lease, range: Range<u64>) -> Self {
        let range = clip(&range, lease.length);
        let mut stream = Self {
            blobs: lease.blobs,
            at: 0,
            offset: range.start,
            remaining: range.end - range.start,
            file: None,
            next: Next::Unasked,
        };
        stream.skip_read_blobs();
        stream
    }

    /// Moves to the blob that `offset` falls into.
    fn skip_read_blobs(&mut self) {
        while let Some(blob) = self.blobs.get(self.at) {
            if self.offset < blob.len() {
                return;
            }
            self.offset -= blob.len();
            self.at += 1;
            self.file = None;
        }
    }

    /// Asks for the next piece.
    fn ask(&mut self) -> Next {
        let blob = match self.blobs.get(self.at) {
            Some(blob) if self.remaining > 0 => blob,
            _ => return Next::Done,
        };
        let left = self.remaining.min(blob.len() - self.offset);
        let start = self.offset;
        let (length, next) = match blob {
            Blob::Memory(body) => {
                let bytes = slice(&body.bytes, &(start..start + left));
                (left, Next::Ready(bytes))
            }
            Blob::File(stored) => {
                let (stored, file) = (Arc::clone(stored), self.file.take());
                let (id, length) = (stored.id(), left.min(PIECE_BYTES));
                let read = move || read_piece(&stored, file, start, length);
                (length, Next::Reading(id, spawn_blocking(read)))
            }
        };
        self.offset += length;
        self.remaining -= length;
        next
    }
}

impl Stream for BlobStream {
    type Item = Result<Bytes, BlobError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if matches!(self.next, Next::Unasked) {
            self.next = self.ask();
        }
        let piece = match &mut self.next {
            Next::Unasked | Next::Done => return Poll::Ready(None),
            Next::Ready(bytes) => Ok(std::mem::take(bytes)),
            Next::Reading(id, task) => {
                let id = *id;
                match ready!(task.poll_unpin(cx)) {
                    Ok(Ok((bytes, file))) => {
                        self.file = Some(file);
                        Ok(bytes)
                    }
                    Ok(Err(error)) => Err(error),
                    Err(_) => Err(BlobError::Stopped { id }),
                }
            }
        };
        self.skip_read_blobs();
        // The next piece is read while the caller is busy with this one.
        self.next = if piece.is_ok() {
            self.ask()
        } else {
            Next::Done
        };
        Poll::Ready(Some(piece))
    }
}

fn read_piece(
    stored: &StoredFile,
    file: Option<File>,
    offset: u64,
    length: u64,
) -> Result<(Bytes, File), BlobError> {
    let file = match file {
        Some(file) => file,
        None => stored.open_at(offset)?,
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let bytes = stored.read(&file, length)?;
    Ok((bytes, file))
}

fn clip(range: &Range<u64>, length: u64) -> Range<u64> {
    let end = range.end.min(length);
    range.start.min(end)..end
}

fn slice(bytes: &Bytes, range: &Range<u64>) -> Bytes {
    let position = |at: u64| usize::try_from(at).map_or(bytes.len(), |at| at.min(bytes.len()));
    bytes.slice(position(range.start)..position(range.end))
}
