//! Which S3 actions there are, what they act on, and which condition keys they have.

use crate::action::ActionPattern;

/// One row per action; see the head of the file.
const ACTIONS: &str = include_str!("s3_actions.tsv");
const GLOBAL_KEYS: &str = include_str!("global_keys.txt");

/// Keys of every action of S3 that acts on a bucket or an object.
const COMMON_KEYS: [&str; 7] = [
    "s3:authType",
    "s3:BucketTag/*",
    "s3:ResourceAccount",
    "s3:signatureAge",
    "s3:signatureversion",
    "s3:TlsVersion",
    "s3:x-amz-content-sha256",
];

/// Keys of every action that can be asked through an access point.
const ACCESS_POINT_KEYS: [&str; 4] = [
    "s3:AccessPointNetworkOrigin",
    "s3:AccessPointTag/*",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Bucket,
    Object,
    /// Neither: an account's list of buckets, a job, an access grant.
    Other,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Action {
    pub name: &'static str,
    pub level: Level,
    pub through_access_point: bool,
    keys: &'static str,
}

impl Action {
    /// Whether the service-specific condition key is one of this action's; letter case does not matter.
    pub fn has_key(&self, key: &str) -> bool {
        let own = self.keys.split(' ').any(|known| is_key(known, key));
        let of_access_point =
            self.through_access_point && ACCESS_POINT_KEYS.iter().any(|known| is_key(known, key));
        own || of_access_point || COMMON_KEYS.iter().any(|known| is_key(known, key))
    }

    /// Whether a pattern such as `s3:Get*` stands for this action among others.
    pub fn is_matched_by(&self, pattern: &ActionPattern) -> bool {
        // Names are short; a policy is saved rarely.
        pattern.matches(&format!("s3:{}", self.name))
    }
}

pub(super) fn all() -> impl Iterator<Item = Action> {
    rows(ACTIONS).filter_map(|row| {
        let mut columns = row.split('\t');
        let name = columns.next()?;
        let level = match columns.next()? {
            "bucket" => Level::Bucket,
            "object" => Level::Object,
            _ => Level::Other,
        };
        let through_access_point = columns.next()? == "access-point";
        Some(Action {
            name,
            level,
            through_access_point,
            keys: columns.next()?,
        })
    })
}

/// Whether it is a global key, or a key of some action of S3.
pub(super) fn is_known_key(key: &str) -> bool {
    is_global_key(key) || all().any(|action| action.has_key(key))
}

/// Whether it is a global key, which fits any action.
pub(super) fn is_global_key(key: &str) -> bool {
    rows(GLOBAL_KEYS).any(|known| is_key(known, key))
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn is_key(known: &str, key: &str) -> bool {
    match known.strip_suffix('*') {
        Some(stem) => {
            key.len() > stem.len()
                && key
                    .get(..stem.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(stem))
        }
        None => known.eq_ignore_ascii_case(key),
    }
}

#[cfg(test)]
mod tests;
