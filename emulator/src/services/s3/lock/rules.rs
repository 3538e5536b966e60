//! What a lock allows. Pure: the locks, the moment, and whether governance mode is bypassed.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-overview>

use crate::base::Timestamp;
use crate::storage::records::{LockMode, ObjectLock, Retention};

/// A lock forbids it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the version is locked")]
pub struct Locked;

/// Whether a version may be removed for good. A legal hold and compliance mode cannot be bypassed.
///
/// # Errors
/// [`Locked`].
pub fn check_removal(lock: &ObjectLock, now: Timestamp, bypass: bool) -> Result<(), Locked> {
    if lock.legal_hold == Some(true) {
        return Err(Locked);
    }
    match in_force(lock.retention, now) {
        None => Ok(()),
        Some(retention) if retention.mode == LockMode::Governance && bypass => Ok(()),
        Some(_) => Err(Locked),
    }
}

/// Whether a retention may be put in the place of another. Anybody who may retain may extend; only a bypass of
/// governance mode shortens, removes or changes the mode. A legal hold does not matter here.
///
/// # Errors
/// [`Locked`].
pub fn check_change(
    present: Option<Retention>,
    wanted: Option<Retention>,
    now: Timestamp,
    bypass: bool,
) -> Result<(), Locked> {
    let Some(present) = in_force(present, now) else {
        return Ok(());
    };
    let extends = wanted
        .is_some_and(|wanted| wanted.mode == present.mode && wanted.until_ms >= present.until_ms);
    if extends || (present.mode == LockMode::Governance && bypass) {
        Ok(())
    } else {
        Err(Locked)
    }
}

/// A retention whose time is not over.
fn in_force(retention: Option<Retention>, now: Timestamp) -> Option<Retention> {
    retention.filter(|retention| now.millis() < retention.until_ms)
}

#[cfg(test)]
mod tests;
