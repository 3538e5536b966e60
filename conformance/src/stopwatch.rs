//! The machine's own clock. The stack's time is virtual; measuring and signing need the real one.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(
        clippy::disallowed_methods,
        reason = "durations are measured in real time"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Real time.
#[allow(
    clippy::disallowed_methods,
    reason = "clients sign with real time plus the offset of the stack's clock"
)]
pub fn wall_time() -> SystemTime {
    SystemTime::now()
}

/// Real time as seconds since 1970.
pub fn wall_seconds() -> i64 {
    wall_time().duration_since(UNIX_EPOCH).map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
