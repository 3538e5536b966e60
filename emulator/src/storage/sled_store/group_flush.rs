//! One flush for all who wait.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Semaphore;

use crate::storage::StorageError;

/// Lets callers share flushes: whoever arrives during a flush waits for the next one, which serves all
/// who arrived by then.
#[derive(Debug)]
pub(super) struct GroupFlush {
    /// The turn to flush. A permit and not a lock: it guards no data, only the order.
    turn: Semaphore,
    /// How many have asked.
    asked: AtomicU64,
    /// How many of those, from the first, are served.
    served: AtomicU64,
}

impl Default for GroupFlush {
    fn default() -> Self {
        Self {
            turn: Semaphore::new(1),
            asked: AtomicU64::new(0),
            served: AtomicU64::new(0),
        }
    }
}

impl GroupFlush {
    /// Returns when a `flush` that began after this call has succeeded.
    pub(super) async fn flush<F>(&self, flush: impl FnOnce() -> F) -> Result<(), StorageError>
    where
        F: Future<Output = Result<(), StorageError>>,
    {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let turn = self.turn.acquire().await;
        if self.served.load(Ordering::SeqCst) >= mine {
            return Ok(());
        }
        let all = self.asked.load(Ordering::SeqCst);
        flush().await?;
        self.served.store(all, Ordering::SeqCst);
        drop(turn);
        Ok(())
    }
}
