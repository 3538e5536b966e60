//! Finding keys and asking for their use: the border that S3 may cross.
//!
//! S3 resolves the key, asks the authorizer with [`ask`], and then looks at [`KmsKey::usable`]: a caller without
//! permission does not learn a key's state.

use bucketproof_policy::{Attached, ResourceRule};

use super::record::{AliasRecord, KeyRecord, KeyState, Manager, alias_arn};
use crate::auth::authorize::Ask;
use crate::auth::stored_document;
use crate::base::{Timestamp, arn};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::{Scan, StorageError, records};
use crate::world::World;

pub use super::cipher::{DataKey, data_key, open, seal};
pub use super::managed::{S3_ALIAS, managed_s3_key};

/// Why a key cannot be found or used. The texts are those of KMS; S3 repeats them under its own codes.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// Neither a key id nor an ARN nor an alias.
    #[error("Invalid keyId '{0}'")]
    InvalidKeyId(String),
    /// No key with this ARN.
    #[error("Key '{0}' does not exist")]
    NoSuchKey(String),
    /// No alias with this ARN.
    #[error("Alias {0} is not found.")]
    NoSuchAlias(String),
    /// An ARN of another region than the one that was called.
    #[error("Invalid arn {0}")]
    WrongRegion(String),
    /// An ARN that names neither a key nor an alias.
    #[error("Invalid arn {0}")]
    InvalidArn(String),
    /// The key with this ARN is disabled.
    #[error("{0} is disabled.")]
    Disabled(String),
    /// The key with this ARN is waiting for its deletion.
    #[error("{0} is pending deletion.")]
    PendingDeletion(String),
    /// The records cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A key with its policy ready to be evaluated.
#[derive(Debug, Clone)]
pub struct KmsKey {
    /// The key.
    pub record: KeyRecord,
    /// The key policy.
    pub policy: Attached,
}

impl KmsKey {
    pub(super) fn of(record: KeyRecord) -> Result<Self, StorageError> {
        let policy = Attached {
            name: format!("key policy of {}", record.arn()),
            document: stored_document(&record.policy)?,
        };
        Ok(Self { record, policy })
    }

    /// The key's ARN.
    pub fn arn(&self) -> String {
        self.record.arn()
    }

    /// Whether it may encrypt and decrypt now.
    ///
    /// # Errors
    /// [`KeyFault::Disabled`], [`KeyFault::PendingDeletion`], or [`KeyFault::NoSuchKey`] for a key that went in between.
    pub fn usable(&self, now: Timestamp) -> Result<(), KeyFault> {
        match self.record.state(now) {
            KeyState::Enabled => Ok(()),
            KeyState::Disabled => Err(KeyFault::Disabled(self.arn())),
            KeyState::PendingDeletion => Err(KeyFault::PendingDeletion(self.arn())),
            KeyState::Gone => Err(KeyFault::NoSuchKey(self.arn())),
        }
    }
}

/// What a key is addressed by: id, key ARN, alias name or alias ARN.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A key of this account.
    Key {
        /// Account id.
        account: String,
        /// Key id.
        id: String,
    },
    /// An alias of this account.
    Alias {
        /// Account id.
        account: String,
        /// With `alias/`.
        name: String,
    },
}

impl Name {
    /// Reads a key's name; short forms mean the caller's account.
    ///
    /// # Errors
    /// Malformed names, and ARNs of another region than `region`.
    pub fn parse(account: &str, region: &str, text: &str) -> Result<Self, KeyFault> {
        if text.starts_with("arn:") {
            return Self::of_arn(region, text);
        }
        Self::of_resource(account, text).ok_or_else(|| KeyFault::InvalidKeyId(text.to_owned()))
    }

    fn of_arn(region: &str, text: &str) -> Result<Self, KeyFault> {
        let invalid = || KeyFault::InvalidArn(text.to_owned());
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        let [_, "aws", "kms", in_region, account, resource] = fields.as_slice() else {
            return Err(invalid());
        };
        if *in_region != region {
            return Err(KeyFault::WrongRegion((*in_region).to_owned()));
        }
        if !arn::is_account_id(account) {
            return Err(invalid());
        }
        let name = match resource.strip_prefix("key/") {
            Some(id) => Self::of_id(account, id),
            None => Self::of_resource(account, resource)
                .filter(|name| matches!(name, Self::Alias { .. })),
        };
        name.ok_or_else(invalid)
    }

    fn of_resource(account: &str, text: &str) -> Option<Self> {
        match text.strip_prefix("alias/") {
            Some("") => None,
            Some(_) => Some(Self::Alias {
                account: account.to_owned(),
                name: text.to_owned(),
            }),
            None => Self::of_id(account, text),
        }
    }

    fn of_id(account: &str, id: &str) -> Option<Self> {
        is_key_id(id).then(|| Self::Key {
            account: account.to_owned(),
            id: id.to_owned(),
        })
    }

    /// The account that the name speaks of.
    pub fn account(&self) -> &str {
        match self {
            Self::Key { account, .. } | Self::Alias { account, .. } => account,
        }
    }
}

/// A UUID with hyphens, or the id of a multi-Region key.
fn is_key_id(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(digits) = text.strip_prefix("mrk-") {
        return digits.len() == 32 && hex(digits);
    }
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

/// Finds a key, in whatever state it is; see [`KmsKey::usable`]. `name` is an id, a key ARN, an alias or an alias ARN;
/// aliases and bare ids are looked up in the caller's account.
///
/// # Errors
/// Names that cannot be read, belong to another region, or name nothing.
pub fn resolve(
    world: &World,
    account_of_caller: &str,
    region: &str,
    name: &str,
) -> Result<KmsKey, KeyFault> {
    match Name::parse(account_of_caller, region, name)? {
        Name::Key { account, id } => find(world, &account, region, &id),
        Name::Alias { account, name } => {
            let missing = || KeyFault::NoSuchAlias(alias_arn(region, &account, &name));
            let alias = alias(world, &account, region, &name)?.ok_or_else(missing)?;
            // An alias goes with its key.
            find(world, &account, region, &alias.key_id).map_err(|fault| match fault {
                KeyFault::NoSuchKey(_) => missing(),
                other => other,
            })
        }
    }
}

/// Finds a key by its id.
///
/// # Errors
/// [`KeyFault::NoSuchKey`], also for a key whose waiting period is over.
pub fn find(world: &World, account: &str, region: &str, id: &str) -> Result<KmsKey, KeyFault> {
    let missing = || KeyFault::NoSuchKey(arn::kms_key(region, account, id));
    let stored = world
        .metadata
        .get(&Key::kms_key(account, region, id).encode())?
        .ok_or_else(missing)?;
    let record: KeyRecord = records::decode(&stored).map_err(StorageError::from)?;
    if record.state(world.clock.now()) == KeyState::Gone {
        return Err(missing());
    }
    Ok(KmsKey::of(record)?)
}

/// Reads an alias; `name` begins with `alias/`.
///
/// # Errors
/// A store that fails.
pub fn alias(
    world: &World,
    account: &str,
    region: &str,
    name: &str,
) -> Result<Option<AliasRecord>, StorageError> {
    world
        .metadata
        .get(&Key::kms_alias(account, region, name).encode())?
        .map(|stored| Ok(records::decode(&stored)?))
        .transpose()
}

/// All aliases of an account in a region, by name.
///
/// # Errors
/// A store that fails.
pub fn aliases(
    world: &World,
    account: &str,
    region: &str,
) -> Result<Vec<AliasRecord>, StorageError> {
    let prefix = KeyPrefix::kms_aliases(account, region);
    let found = world.metadata.scan(Scan::prefix(&prefix, usize::MAX))?;
    found
        .iter()
        .map(|(_, stored)| Ok(records::decode(stored)?))
        .collect()
}

/// The permission to use a key that a service needs on its caller's behalf.
///
/// The condition keys are those that KMS sees when S3 calls it: the caller stays the caller, `kms:ViaService` names the
/// service (`s3.REGION.amazonaws.com`). <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
pub fn ask(
    key: &KmsKey,
    action: &'static str,
    via_service: &str,
    caller_account: &str,
    encryption_context: &[(String, String)],
) -> Ask {
    on_key(key, action, caller_account)
        .key("kms:ViaService", via_service)
        .key("aws:ViaAWSService", "true")
        .with_encryption_context(encryption_context)
}

/// A permission on a key with the keys that describe it.
pub(super) fn on_key(key: &KmsKey, action: &'static str, caller_account: &str) -> Ask {
    let record = &key.record;
    let ask = Ask::new(action, key.arn())
        .owned(&*record.account, Some(key.policy.clone()))
        .rule(ResourceRule::Key)
        .key("kms:CallerAccount", caller_account)
        .key("kms:KeySpec", "SYMMETRIC_DEFAULT")
        .key("kms:KeyUsage", "ENCRYPT_DECRYPT")
        .key("kms:KeyOrigin", "AWS_KMS")
        .key("kms:MultiRegion", "false")
        .key("aws:ResourceAccount", &*record.account);
    record.tags.iter().fold(ask, |ask, (name, value)| {
        ask.key(format!("aws:ResourceTag/{name}"), &**value)
    })
}

/// Condition keys that only cryptographic operations have.
pub(super) trait Cryptographic {
    /// The encryption context and the algorithm.
    fn with_encryption_context(self, encryption_context: &[(String, String)]) -> Self;
}

impl Cryptographic for Ask {
    fn with_encryption_context(self, encryption_context: &[(String, String)]) -> Self {
        let ask = self.key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        if encryption_context.is_empty() {
            return ask;
        }
        let names: Vec<String> = encryption_context
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        encryption_context
            .iter()
            .fold(ask, |ask, (name, value)| {
                ask.key(format!("kms:EncryptionContext:{name}"), &**value)
            })
            .key("kms:EncryptionContextKeys", names)
    }
}

/// Whether the key is one that AWS manages.
pub fn is_managed(key: &KmsKey) -> bool {
    key.record.manager == Manager::Aws
}

#[cfg(test)]
mod tests;
