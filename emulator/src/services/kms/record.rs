//! KMS keys and aliases, as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Secret, Timestamp, arn};

/// Who manages a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Manager {
    /// Made by an AWS service on first use; its policy is fixed.
    Aws,
    /// Made by a customer.
    Customer,
}

impl Manager {
    /// `KeyManager` in key metadata.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Customer => "CUSTOMER",
        }
    }
}

/// What a key can be used for at a moment.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Everything.
    Enabled,
    /// Nothing until it is enabled.
    Disabled,
    /// Nothing; it will be gone unless the deletion is cancelled.
    PendingDeletion,
    /// Its waiting period is over.
    Gone,
}

impl KeyState {
    /// `KeyState` in key metadata.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion | Self::Gone => "PendingDeletion",
        }
    }
}

/// A symmetric encryption key.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyRecord {
    /// A UUID.
    pub id: String,
    /// Account id.
    pub account: String,
    /// Region.
    pub region: String,
    /// When it was made.
    pub created: Timestamp,
    /// Free text.
    #[serde(default)]
    pub description: String,
    /// Who manages it.
    pub manager: Manager,
    /// Whether it was left enabled.
    pub enabled: bool,
    /// The end of its waiting period, once a deletion is scheduled.
    #[serde(default)]
    pub deletion: Option<Timestamp>,
    /// Key policy, as it was put.
    pub policy: String,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// 256 bits in base64.
    pub material: Secret,
}

impl KeyRecord {
    /// The key's ARN.
    pub fn arn(&self) -> String {
        arn::kms_key(&self.region, &self.account, &self.id)
    }

    /// The key's state at a moment: a scheduled deletion takes effect by itself.
    pub fn state(&self, now: Timestamp) -> KeyState {
        match self.deletion {
            Some(end) if now >= end => KeyState::Gone,
            Some(_) => KeyState::PendingDeletion,
            None if self.enabled => KeyState::Enabled,
            None => KeyState::Disabled,
        }
    }
}

/// Another name of a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AliasRecord {
    /// With `alias/`.
    pub name: String,
    /// Account id.
    pub account: String,
    /// Region.
    pub region: String,
    /// The key's id.
    pub key_id: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

impl AliasRecord {
    /// The alias's ARN.
    pub fn arn(&self) -> String {
        alias_arn(&self.region, &self.account, &self.name)
    }
}

/// `arn:aws:kms:REGION:ACCOUNT:alias/NAME`; `name` begins with `alias/`.
pub fn alias_arn(region: &str, account: &str, name: &str) -> String {
    format!("arn:aws:kms:{region}:{account}:{name}")
}
