use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use http::{HeaderMap, HeaderValue};
use serde::Deserialize;

/// Calls that are counted together. The numbers are those of Frame.io's public API reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Importing files.
    Import,
    /// Creating local uploads.
    Upload,
    /// Showing a file.
    Show,
    /// Asking for the state of an upload.
    Status,
    /// Listing a folder.
    List,
    /// Deleting files.
    Delete,
}

/// How many requests are taken in a window.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Requests in a window.
    pub requests: u32,
    /// Length of the window, in seconds of the stack's clock.
    pub window_seconds: u32,
}

impl Group {
    /// The published limit per user.
    fn published(self) -> Limit {
        let (requests, window_seconds) = match self {
            Self::Import | Self::Upload | Self::Status | Self::List => (5, 1),
            Self::Show => (10, 1),
            Self::Delete => (100, 60),
        };
        Limit {
            requests,
            window_seconds,
        }
    }
}

/// Counts requests in windows that begin with their first request.
#[derive(Debug, Default)]
pub struct Limits {
    own: BTreeMap<Group, Limit>,
    windows: Mutex<BTreeMap<Group, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    began_seconds: i64,
    taken: u32,
}

/// What the limits say about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Whether the request is taken.
    pub taken: bool,
    limit: u32,
    remaining: u32,
    window_seconds: u32,
    retry_after_seconds: i64,
}

impl Limits {
    /// With limits that differ from the published ones.
    pub fn new(own: BTreeMap<Group, Limit>) -> Self {
        Self {
            own,
            windows: Mutex::default(),
        }
    }

    /// Counts a request at `now_seconds`.
    pub fn count(&self, group: Group, now_seconds: i64) -> Allowance {
        let limit = self
            .own
            .get(&group)
            .copied()
            .unwrap_or_else(|| group.published());
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Window {
            began_seconds: now_seconds,
            taken: 0,
        };
        let window = windows.entry(group).or_insert(fresh);
        let ends_seconds = window.began_seconds + i64::from(limit.window_seconds);
        if now_seconds >= ends_seconds {
            *window = fresh;
        }
        let taken = window.taken < limit.requests;
        if taken {
            window.taken += 1;
        }
        Allowance {
            taken,
            limit: limit.requests,
            remaining: limit.requests - window.taken,
            window_seconds: limit.window_seconds,
            retry_after_seconds: (ends_seconds - now_seconds).max(1),
        }
    }
}

impl Allowance {
    /// The headers that every answer carries; the window in milliseconds.
    pub fn write(&self, headers: &mut HeaderMap) {
        let mut set = |name: &'static str, value: i64| {
            headers.insert(name, HeaderValue::from(value));
        };
        set("x-ratelimit-limit", i64::from(self.limit));
        set("x-ratelimit-remaining", i64::from(self.remaining));
        set("x-ratelimit-window", i64::from(self.window_seconds) * 1000);
        if !self.taken {
            set("retry-after", self.retry_after_seconds);
        }
    }
}

#[cfg(test)]
mod tests;
