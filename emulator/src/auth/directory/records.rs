//! The records of the directory, as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Entity;
use crate::base::{Secret, Timestamp, arn};

/// An IAM user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserRecord {
    /// `AIDA…`.
    pub user_id: String,
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub created: Timestamp,
    /// Inline policies by name.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Ids of its access keys.
    #[serde(default)]
    pub access_keys: Vec<String>,
    /// Unique ids of its groups, in the order in which it joined them: a group that is renamed keeps its members.
    #[serde(default)]
    pub groups: Vec<String>,
    /// How it signs in to the console, if it does.
    #[serde(default)]
    pub login: Option<LoginProfile>,
}

/// A user's console password. The password itself is kept nowhere: there is no console that would ask for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoginProfile {
    /// When it was made.
    pub created: Timestamp,
    /// Whether the user has to choose another at the next sign-in.
    pub reset_required: bool,
}

impl UserRecord {
    /// The user's ARN.
    pub fn arn(&self) -> String {
        arn::iam(&self.account, "user", &self.path, &self.name)
    }
}

/// A group of users.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupRecord {
    /// `AGPA…`.
    pub group_id: String,
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub created: Timestamp,
    /// Inline policies by name.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// Grows whenever a user joins, so that a deletion notices a member that it did not see.
    #[serde(default)]
    pub joined: u64,
}

impl GroupRecord {
    /// The group's ARN.
    pub fn arn(&self) -> String {
        arn::iam(&self.account, "group", &self.path, &self.name)
    }
}

/// An IAM role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RoleRecord {
    /// `AROA…`.
    pub role_id: String,
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub created: Timestamp,
    /// Trust policy.
    pub trust: String,
    /// Free text.
    #[serde(default)]
    pub description: Option<String>,
    /// Longest session, in seconds.
    pub max_session_seconds: u32,
    /// Inline policies by name.
    #[serde(default)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl RoleRecord {
    /// The role's ARN, with its path.
    pub fn arn(&self) -> String {
        arn::iam(&self.account, "role", &self.path, &self.name)
    }
}

/// A version of a managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// `v1`, `v2`, …
    pub id: String,
    /// Document.
    pub text: String,
    /// When it was made.
    pub created: Timestamp,
}

/// A customer managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// ARN.
    pub arn: String,
    /// `ANPA…`.
    pub policy_id: String,
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub created: Timestamp,
    /// When its default version last changed.
    pub updated: Timestamp,
    /// Free text.
    #[serde(default)]
    pub description: Option<String>,
    /// At most five, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// Id of the version in force.
    pub default_version: String,
    /// Number of the next version.
    pub next_version: u32,
    /// Grows whenever the policy is put to use, so that a deletion notices a use that it did not see.
    #[serde(default)]
    pub uses: u64,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl PolicyRecord {
    /// The document in force. A record without its default version denies by being no policy at all.
    pub fn default_text(&self) -> &str {
        let in_force = self
            .versions
            .iter()
            .find(|version| version.id == self.default_version);
        in_force.map_or("", |version| version.text.as_str())
    }
}

/// An OIDC identity provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderRecord {
    /// Account id.
    pub account: String,
    /// Issuer URL without its scheme: how IAM shows it.
    pub host: String,
    /// Scheme of the issuer URL.
    pub scheme: String,
    /// Audiences that tokens may have.
    pub client_ids: Vec<String>,
    /// Certificate thumbprints, kept and shown, not checked.
    pub thumbprints: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl ProviderRecord {
    /// The provider's ARN.
    pub fn arn(&self) -> String {
        arn::oidc_provider(&self.account, &self.host)
    }

    /// The issuer URL.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }
}

/// A user's access key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessKeyRecord {
    /// `AKIA…`.
    pub access_key_id: String,
    /// The secret half.
    pub secret: Secret,
    /// Account id.
    pub account: String,
    /// The user's name.
    pub user_name: String,
    /// The user's unique id.
    pub user_id: String,
    /// Inactive keys are refused.
    pub active: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// What lets EC2 hand a role to its instances.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InstanceProfileRecord {
    /// `AIPA…`.
    pub profile_id: String,
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub created: Timestamp,
    /// Unique id of its role.
    #[serde(default)]
    pub role: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl InstanceProfileRecord {
    /// The profile's ARN.
    pub fn arn(&self) -> String {
        arn::iam(&self.account, "instance-profile", &self.path, &self.name)
    }
}

/// A virtual MFA device.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MfaDeviceRecord {
    /// Name as given.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// Account id.
    pub account: String,
    /// What its codes are made of, in base 32.
    pub seed: Secret,
    /// Unique id of the user for whom it is enabled.
    #[serde(default)]
    pub user: Option<String>,
    /// Since when it is.
    #[serde(default)]
    pub enabled: Option<Timestamp>,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl MfaDeviceRecord {
    /// The device's ARN, which is its serial number.
    pub fn arn(&self) -> String {
        arn::iam(&self.account, "mfa", &self.path, &self.name)
    }
}

/// What an account has once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AccountRecord {
    /// Account id.
    pub account: String,
    /// The word that may stand for the id in the address of the sign-in page.
    #[serde(default)]
    pub alias: Option<String>,
    /// What passwords have to look like.
    #[serde(default)]
    pub passwords: Option<PasswordPolicy>,
}

/// The rules for the passwords of an account's users.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html>
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the member of that name")]
pub struct PasswordPolicy {
    pub minimum_length: u32,
    pub require_symbols: bool,
    pub require_numbers: bool,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub allow_users_to_change: bool,
    /// In days.
    pub max_age_days: Option<u32>,
    pub reuse_prevention: Option<u32>,
    pub hard_expiry: bool,
}

/// Whose an account alias is; aliases are unique over all accounts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AliasRecord {
    /// The alias.
    pub alias: String,
    /// The account that has it.
    pub owner: String,
}

impl Entity for AccountRecord {
    const KIND: &'static str = "account";
    fn account(&self) -> &str {
        &self.account
    }
    fn name(&self) -> &str {
        "settings"
    }
}

impl Entity for AliasRecord {
    const KIND: &'static str = "account-alias";
    fn account(&self) -> &str {
        ""
    }
    fn name(&self) -> &str {
        &self.alias
    }
}

macro_rules! entity {
    ($type:ty, $kind:literal, $name:ident $(, $($more:tt)*)?) => {
        impl Entity for $type {
            const KIND: &'static str = $kind;
            fn account(&self) -> &str {
                &self.account
            }
            fn name(&self) -> &str {
                &self.$name
            }
            $($($more)*)?
        }
    };
}

entity!(
    UserRecord,
    "user",
    name,
    fn unique_id(&self) -> Option<&str> {
        Some(&self.user_id)
    }
);
entity!(
    RoleRecord,
    "role",
    name,
    fn unique_id(&self) -> Option<&str> {
        Some(&self.role_id)
    }
);
entity!(
    GroupRecord,
    "group",
    name,
    fn unique_id(&self) -> Option<&str> {
        Some(&self.group_id)
    }
);
entity!(PolicyRecord, "policy", name);
entity!(MfaDeviceRecord, "mfa", name);
entity!(InstanceProfileRecord, "instance-profile", name);
// Paths of issuer URLs are told apart by case, and IAM does not look closer.
entity!(
    ProviderRecord,
    "oidc-provider",
    host,
    const FOLDS_CASE: bool = false;
);
