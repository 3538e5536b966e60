//! Counts what is asked of the policies, when somebody wants to know.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bucketproof_policy::{Coverage, CoverageReport, Evidence, Request};

/// The counts since they were switched on. Switched off, a decision costs one read of a flag.
#[derive(Debug, Default)]
pub struct CoverageLog {
    on: AtomicBool,
    counts: Mutex<Coverage>,
}

impl CoverageLog {
    /// Starts or stops counting. What was counted stays until [`CoverageLog::clear`].
    pub fn switch(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
    }

    /// Whether decisions are counted.
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Counts a decision, when switched on. `needed`: the call went through.
    pub fn record(&self, request: &Request<'_>, evidence: &Evidence, needed: bool) {
        if self.is_on() {
            self.lock().add(request, evidence, needed);
        }
    }

    /// What was counted.
    pub fn report(&self) -> CoverageReport {
        self.lock().report()
    }

    /// Forgets all counts.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Coverage> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
