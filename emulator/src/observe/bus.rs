//! Keeps the last requests for whoever asks.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::RequestEvent;

/// How many requests are remembered.
const EVENTS_KEPT: usize = 16_384;

/// The bounded history of requests.
#[derive(Debug, Default)]
pub struct Bus {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    last_sequence: u64,
    events: VecDeque<RequestEvent>,
}

impl Bus {
    /// Records a finished request and numbers it.
    pub fn publish(&self, mut event: RequestEvent) {
        let mut kept = self.lock();
        kept.last_sequence += 1;
        event.sequence = kept.last_sequence;
        if kept.events.len() == EVENTS_KEPT {
            kept.events.pop_front();
        }
        kept.events.push_back(event);
    }

    /// The events numbered above `after`, oldest first, at most `limit`, and the highest number given out.
    pub fn after(&self, after: u64, limit: usize) -> (Vec<RequestEvent>, u64) {
        let kept = self.lock();
        let start = kept.events.partition_point(|event| event.sequence <= after);
        let events: Vec<_> = kept
            .events
            .iter()
            .skip(start)
            .take(limit)
            .cloned()
            .collect();
        (events, kept.last_sequence)
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.lock().events.clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
