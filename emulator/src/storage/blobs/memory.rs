//! Bodies in memory, within a budget.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

/// How much memory bodies may take before they go to files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryLimits {
    /// The largest single body kept in memory, in bytes.
    pub in_memory_object_max_bytes: u64,
    /// The most that all bodies together keep in memory, in bytes.
    pub in_memory_total_max_bytes: u64,
}

impl Default for MemoryLimits {
    /// 4 MiB a body, 512 MiB in all.
    fn default() -> Self {
        Self {
            in_memory_object_max_bytes: 4 << 20,
            in_memory_total_max_bytes: 512 << 20,
        }
    }
}

/// The memory of all bodies together.
#[derive(Debug)]
pub(super) struct Budget {
    max_bytes: u64,
    used_bytes: AtomicU64,
}

impl Budget {
    pub(super) fn new(max_bytes: u64) -> Self {
        Self {
            max_bytes,
            used_bytes: AtomicU64::new(0),
        }
    }

    pub(super) fn used_bytes(&self) -> u64 {
        self.used_bytes.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: u64) -> bool {
        let within = |used: u64| used.checked_add(bytes).filter(|sum| *sum <= self.max_bytes);
        self.used_bytes
            .try_update(Ordering::Relaxed, Ordering::Relaxed, within)
            .is_ok()
    }

    fn give_back(&self, bytes: u64) {
        self.used_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// A share of the budget, given back on drop.
#[derive(Debug)]
struct Share {
    budget: Arc<Budget>,
    bytes: u64,
}

impl Share {
    fn grow_to(&mut self, bytes: u64) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let taken = more == 0 || self.budget.take(more);
        if taken {
            self.bytes += more;
        }
        taken
    }

    fn shrink_to(&mut self, bytes: u64) {
        let less = self.bytes.saturating_sub(bytes);
        self.budget.give_back(less);
        self.bytes -= less;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.give_back(self.bytes);
    }
}

/// A body on its way into memory.
#[derive(Debug)]
pub(super) struct MemoryBuffer {
    bytes: Vec<u8>,
    max_bytes: u64,
    share: Share,
}

impl MemoryBuffer {
    /// A buffer for about `size_hint` bytes, unless so much does not fit.
    pub(super) fn new(budget: &Arc<Budget>, max_bytes: u64, size_hint: u64) -> Option<Self> {
        let budget = Arc::clone(budget);
        let mut share = Share { budget, bytes: 0 };
        if size_hint > max_bytes || !share.grow_to(size_hint) {
            return None;
        }
        let bytes = Vec::with_capacity(usize::try_from(size_hint).ok()?);
        Some(Self {
            bytes,
            max_bytes,
            share,
        })
    }

    /// Appends `chunk`, or gives `false` and stays as it was when it does not fit.
    ///
    /// The bytes are copied: a chunk is often a slice of a much larger network buffer that would
    /// otherwise stay allocated as long as the body.
    pub(super) fn append(&mut self, chunk: &[u8]) -> bool {
        let length = (self.bytes.len() + chunk.len()) as u64;
        let fits = length <= self.max_bytes && self.share.grow_to(length);
        if fits {
            self.bytes.extend_from_slice(chunk);
        }
        fits
    }

    pub(super) fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// What was gathered so far, for a file to begin with.
    pub(super) fn into_bytes(self) -> Bytes {
        self.bytes.into()
    }

    /// The finished body.
    pub(super) fn freeze(mut self) -> MemoryBody {
        self.share.shrink_to(self.len());
        // Exact capacity: growing by doubling leaves up to half of a buffer unused.
        self.bytes.shrink_to_fit();
        MemoryBody {
            bytes: self.bytes.into(),
            _share: self.share,
        }
    }
}

/// A body in memory.
#[derive(Debug)]
pub(super) struct MemoryBody {
    pub(super) bytes: Bytes,
    _share: Share,
}
