//! A place in an ordered range of records, read in batches that grow while everything read is used.

use std::collections::VecDeque;
use std::ops::Bound;

use bytes::Bytes;

use crate::storage::key_layout::KeyPrefix;
use crate::storage::{Metadata, Scan, StorageError};

/// The first batch, and the one after each jump: what is jumped over was read for nothing.
const SMALLEST_BATCH: usize = 8;
const LARGEST_BATCH: usize = super::MAX_ITEMS + 1;

/// A key and its value, as stored.
pub type Entry = (Bytes, Bytes);

/// Reads a range in order, and can jump forwards.
#[derive(Debug)]
pub struct Cursor<'a> {
    metadata: &'a dyn Metadata,
    range: KeyPrefix,
    from: Bound<Vec<u8>>,
    batch: usize,
    read: VecDeque<Entry>,
    begun: bool,
    exhausted: bool,
}

impl<'a> Cursor<'a> {
    /// At the beginning of a range, of which probably so many records are wanted.
    pub fn new(metadata: &'a dyn Metadata, range: KeyPrefix, wanted: usize) -> Self {
        let from = Bound::Included(range.as_bytes().to_vec());
        Self {
            metadata,
            range,
            from,
            batch: wanted.clamp(SMALLEST_BATCH, LARGEST_BATCH),
            read: VecDeque::new(),
            begun: false,
            exhausted: false,
        }
    }

    /// The next record, not taken yet.
    ///
    /// # Errors
    /// A store that fails.
    pub fn peek(&mut self) -> Result<Option<&Entry>, StorageError> {
        self.peek_before(None)
    }

    /// As [`Cursor::peek`], but records from `end` on are not read yet.
    ///
    /// # Errors
    /// A store that fails.
    pub fn peek_before(&mut self, end: Option<&[u8]>) -> Result<Option<&Entry>, StorageError> {
        if self.read.is_empty() && !self.exhausted {
            self.fill(end)?;
        }
        Ok(self.read.front())
    }

    /// Takes the record that was seen by a peek.
    pub fn take(&mut self) -> Option<Entry> {
        self.read.pop_front()
    }

    /// The last key read so far, while there may be more behind it.
    pub fn horizon(&self) -> Option<&Bytes> {
        if self.exhausted {
            return None;
        }
        self.read.back().map(|(key, _)| key)
    }

    /// Goes on at `key`, or where it is when that is further; `None` ends the range.
    pub fn jump(&mut self, key: Option<&[u8]>) {
        let Some(key) = key else {
            self.read.clear();
            self.exhausted = true;
            return;
        };
        while self.read.front().is_some_and(|(read, _)| read < key) {
            self.read.pop_front();
        }
        let (Bound::Included(from) | Bound::Excluded(from)) = &self.from else {
            return;
        };
        if self.read.is_empty() && key > from.as_slice() {
            self.from = Bound::Included(key.to_vec());
            if self.begun {
                self.batch = SMALLEST_BATCH;
            }
        }
    }

    fn fill(&mut self, end: Option<&[u8]>) -> Result<(), StorageError> {
        let scan = Scan {
            from: self.from.as_ref().map(Vec::as_slice),
            to: end.map_or(self.range.end(), Bound::Excluded),
            limit: self.batch,
            reverse: false,
        };
        self.read = self.metadata.scan(scan)?.into();
        self.begun = true;
        let all = self.read.len() < self.batch;
        self.batch = (self.batch * 4).min(LARGEST_BATCH);
        match (end, self.read.back()) {
            (Some(end), _) if all => self.from = Bound::Included(end.to_vec()),
            // Only the end of the whole range is the end; behind `end` there may be more.
            (None, _) if all => self.exhausted = true,
            (_, Some((key, _))) => self.from = Bound::Excluded(key.to_vec()),
            (_, None) => {}
        }
        Ok(())
    }
}
