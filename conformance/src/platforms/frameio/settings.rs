use std::collections::BTreeMap;

use serde::Deserialize;

use super::limits::{Group, Limit};
use crate::platforms::PlatformError;

/// What the scenario says about the Frame.io account and its storage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The Frame.io account, a UUID; also the subject of its web identity tokens.
    pub account_id: String,
    /// The bearer token that callers of the API must send.
    pub api_token: String,
    /// The folders that exist, UUIDs.
    pub folders: Vec<String>,
    /// Connected storage by location: the account's UUID for the primary bucket, the UUID with something after it for others.
    pub storage_locations: BTreeMap<String, StorageLocation>,
    /// Issuer of the web identity tokens.
    #[serde(default = "issuer")]
    pub issuer: String,
    /// Requests that are taken in a window, by group of calls; the published limits when absent.
    #[serde(default)]
    pub rate_limits: BTreeMap<Group, Limit>,
    /// Largest size of a part of a local upload, in bytes.
    #[serde(default = "part_bytes")]
    pub part_bytes: u64,
    /// Whether presigned uploads bind the header `x-amz-acl: private`.
    #[serde(default)]
    pub signs_private_acl: bool,
}

/// A connected bucket.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageLocation {
    /// The bucket.
    pub bucket: String,
    /// The customer's role for it.
    pub role_arn: String,
    /// The prefix that the customer exposes; everything when empty.
    #[serde(default)]
    pub prefix: String,
}

fn issuer() -> String {
    "https://tokens.storage.frame.io".to_owned()
}

fn part_bytes() -> u64 {
    16 * 1024 * 1024
}

impl Settings {
    /// Reads and checks them.
    ///
    /// # Errors
    /// [`PlatformError::Settings`] with what is wrong.
    pub fn read(value: &serde_json::Value) -> Result<Self, PlatformError> {
        let wrong = |message: String| PlatformError::Settings(message);
        let settings: Self =
            serde_json::from_value(value.clone()).map_err(|error| wrong(error.to_string()))?;
        for id in settings.folders.iter().chain([&settings.account_id]) {
            if !is_uuid(id) {
                return Err(wrong(format!("`{id}` is not a UUID")));
            }
        }
        if let Some(stray) = settings
            .storage_locations
            .keys()
            .find(|name| !name.starts_with(&settings.account_id))
        {
            return Err(wrong(format!(
                "the storage location `{stray}` does not begin with the account's id"
            )));
        }
        if settings.part_bytes == 0 {
            return Err(wrong("`part_bytes` must be at least 1".to_owned()));
        }
        Ok(settings)
    }

    /// The bucket that uploads go to.
    pub fn primary(&self) -> Option<&StorageLocation> {
        self.storage_locations.get(&self.account_id)
    }
}

/// Whether `text` is written as a UUID.
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.concat().chars().all(|c| c.is_ascii_hexdigit())
}
