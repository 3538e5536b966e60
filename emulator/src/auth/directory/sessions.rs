//! The record of temporary credentials.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Secret, Timestamp};

/// Temporary credentials.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionRecord {
    /// `ASIA…`.
    pub access_key_id: String,
    /// The secret half.
    pub secret: Secret,
    /// Must accompany every request.
    pub token: Secret,
    /// The account in which the session acts.
    pub account: String,
    /// Who the session is.
    pub holder: Holder,
    /// When it began.
    pub issued: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// Inline session policy.
    #[serde(default)]
    pub policy: Option<String>,
    /// ARNs of managed session policies.
    #[serde(default)]
    pub policy_arns: Vec<String>,
    /// Session tags, inherited ones included.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Names of the session tags that go on to the next role of a chain.
    #[serde(default)]
    pub transitive_tag_keys: Vec<String>,
    /// Source identity.
    #[serde(default)]
    pub source_identity: Option<String>,
    /// The token that the role was assumed with, for web identity.
    #[serde(default)]
    pub web_identity: Option<WebIdentity>,
}

impl SessionRecord {
    /// The session tags that the next role of a chain inherits.
    pub fn transitive_tags(&self) -> BTreeMap<String, String> {
        let keys = &self.transitive_tag_keys;
        let goes_on = |name: &String| keys.iter().any(|key| key.eq_ignore_ascii_case(name));
        let tags = self.tags.iter().filter(|(name, _)| goes_on(name));
        tags.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// Who a session is. Users and roles are named with their unique ids: one that is made again under the same name is
/// somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Somebody in a role: `AssumeRole` and its relatives.
    Role {
        /// The role's name.
        name: String,
        /// The role's unique id.
        id: String,
        /// Session name.
        session_name: String,
    },
    /// The caller itself: `GetSessionToken`.
    Caller(LongTerm),
    /// A federated user: `GetFederationToken`.
    Federated {
        /// The name that was asked for.
        name: String,
        /// Who asked.
        by: LongTerm,
    },
}

/// Who has long-term credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LongTerm {
    /// The account's root user.
    Root,
    /// An IAM user, by unique id: its name may change.
    User {
        /// Its unique id.
        id: String,
    },
}

/// What a session keeps of the token that it came from: condition keys of its requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebIdentity {
    /// ARN of the identity provider.
    pub provider_arn: String,
    /// The issuer without its scheme: the keys are `HOST:sub`, `HOST:aud` and `HOST:amr`.
    pub host: String,
    /// `sub`
    pub subject: String,
    /// `azp`, or else `aud`.
    pub audience: String,
    /// `amr`
    #[serde(default)]
    pub methods: Vec<String>,
}
