//! What is kept about Object Lock.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>

use serde::{Deserialize, Serialize};

use super::is_default;

/// How firmly a version is retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LockMode {
    /// Those with a special permission may shorten it.
    Governance,
    /// Nobody may shorten it.
    Compliance,
}

/// Until when a version is retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// How firmly.
    pub mode: LockMode,
    /// In milliseconds since 1970.
    pub until_ms: i64,
}

/// What keeps a version from being removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectLock {
    /// For a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
    /// Until it is lifted; `None` when there never was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_hold: Option<bool>,
}

/// A length of time as it was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LockPeriod {
    /// Days.
    Days(u32),
    /// Years.
    Years(u32),
}

/// The retention of new versions that bring none of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultRetention {
    /// How firmly.
    pub mode: LockMode,
    /// How long.
    pub period: LockPeriod,
}

/// A bucket's Object Lock, once it is switched on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockConfiguration {
    /// The retention of new versions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub default: Option<DefaultRetention>,
}
