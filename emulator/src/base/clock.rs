//! The one virtual clock of a stack, and the only file that reads the machine's clock.
//!
//! Clients sign requests with their own wall-clock time, so the clock keeps its history: any wall
//! moment maps to the virtual time that this stack showed at that moment.

#![allow(
    clippy::disallowed_methods,
    reason = "this file is the border to the machine's clock"
)]

use std::sync::RwLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A moment in milliseconds since 1970-01-01T00:00:00Z, on the stack's virtual time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment moved by a number of seconds (negative: earlier).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }
}

/// How many moves of the clock are remembered; older wall moments map through the oldest one kept.
const HISTORY_LIMIT: usize = 4096;

/// From `wall_ms` on, virtual time is `wall + offset_ms`.
#[derive(Debug, Clone, Copy)]
struct Segment {
    wall_ms: i64,
    offset_ms: i64,
}

/// A clock moved backwards is refused: retention, expiry and versions rely on time's order.
#[derive(Debug, thiserror::Error)]
#[error("the clock cannot move backwards: {seconds} seconds asked")]
pub struct BackwardsError {
    seconds: i64,
}

/// Virtual time: the machine's time plus an offset that only grows.
#[derive(Debug)]
pub struct Clock {
    history: RwLock<Vec<Segment>>,
    started: Instant,
}

/// Before any move, virtual time is the machine's.
const UNMOVED: Segment = Segment {
    wall_ms: i64::MIN,
    offset_ms: 0,
};

impl Default for Clock {
    fn default() -> Self {
        Self {
            history: RwLock::new(vec![UNMOVED]),
            started: Instant::now(),
        }
    }
}

impl Clock {
    /// The present virtual time.
    pub fn now(&self) -> Timestamp {
        Timestamp(wall_ms() + self.offset_ms())
    }

    /// The virtual time that this clock showed when the machine's clock said `wall`.
    pub fn at_wall(&self, wall: Timestamp) -> Timestamp {
        let history = self
            .history
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let after = history.partition_point(|segment| segment.wall_ms <= wall.0);
        let offset = after
            .checked_sub(1)
            .and_then(|index| history.get(index))
            .map_or(0, |s| s.offset_ms);
        Timestamp(wall.0 + offset)
    }

    /// How far virtual time is ahead of the machine's time, in milliseconds.
    pub fn offset_ms(&self) -> i64 {
        let history = self
            .history
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        history.last().map_or(0, |segment| segment.offset_ms)
    }

    /// Moves virtual time forward.
    ///
    /// # Errors
    /// Negative seconds are refused.
    pub fn advance(&self, seconds: i64) -> Result<Timestamp, BackwardsError> {
        if seconds < 0 {
            return Err(BackwardsError { seconds });
        }
        let mut history = self
            .history
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let offset_ms = history.last().map_or(0, |segment| segment.offset_ms) + seconds * 1000;
        if history.len() == HISTORY_LIMIT {
            history.remove(0);
        }
        history.push(Segment {
            wall_ms: wall_ms(),
            offset_ms,
        });
        drop(history);
        Ok(self.now())
    }

    /// Forgets all moves: virtual time is the machine's again. Time then runs backwards, so nothing that was made in
    /// it may be left.
    pub fn reset(&self) {
        let mut history = self
            .history
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *history = vec![UNMOVED];
    }

    /// Time since this clock was made, unaffected by moves: for measuring how long work took.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

fn wall_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_moment_keeps_the_virtual_time_it_had() {
        let clock = Clock::default();
        let signed_at = Timestamp(wall_ms());
        clock.advance(7200).unwrap();
        assert_eq!(
            clock.at_wall(Timestamp(signed_at.0 - 1)).millis(),
            signed_at.0 - 1
        );
        assert!(
            clock.now().millis() - clock.at_wall(Timestamp(signed_at.0 - 1)).millis() >= 7_200_000
        );
        let fresh = clock.at_wall(Timestamp(wall_ms()));
        assert!((clock.now().millis() - fresh.millis()).abs() < 1000);
    }

    #[test]
    fn a_reset_forgets_every_move() {
        let clock = Clock::default();
        clock.advance(7200).unwrap();
        clock.reset();
        assert_eq!(clock.offset_ms(), 0);
        let wall = Timestamp(wall_ms());
        assert_eq!(clock.at_wall(wall), wall);
    }

    #[test]
    fn backwards_is_refused() {
        let clock = Clock::default();
        assert!(clock.advance(-1).is_err());
        assert_eq!(clock.offset_ms(), 0);
    }
}
