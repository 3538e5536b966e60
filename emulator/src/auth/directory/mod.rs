//! Who exists: users, roles, policies, identity providers, access keys and sessions of all accounts.
//!
//! The identity service writes these records; the keyring and the evaluator's evidence read them.

pub mod managed;
pub mod records;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::{Commit, CommitError, Scan, StorageError, records as stored};
use crate::world::World;
use records::{
    AccessKeyRecord, PolicyRecord, ProviderRecord, RoleRecord, SessionRecord, UserRecord,
};

/// A kind of record that belongs to an account and has a name unique in it.
pub trait Entity: Serialize + DeserializeOwned {
    /// Names the kind in storage keys.
    const KIND: &'static str;
    /// The account.
    fn account(&self) -> &str;
    /// The name as shown; compared without case, as IAM does.
    fn name(&self) -> &str;
}

fn entity_key(account: &str, kind: &str, name: &str) -> Vec<u8> {
    Key::iam_entity(account, kind, name.to_lowercase()).encode()
}

/// Reads one entity by its account and name.
///
/// # Errors
/// A store that fails.
pub fn get<E: Entity>(world: &World, account: &str, name: &str) -> Result<Option<E>, StorageError> {
    match world.metadata.get(&entity_key(account, E::KIND, name))? {
        Some(bytes) => Ok(Some(stored::decode(&bytes)?)),
        None => Ok(None),
    }
}

/// All entities of a kind in an account, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn list<E: Entity>(world: &World, account: &str) -> Result<Vec<E>, StorageError> {
    let prefix = KeyPrefix::iam_entities(account, E::KIND);
    let mut found = Vec::new();
    let mut last: Option<bytes::Bytes> = None;
    loop {
        let scan = Scan::prefix(&prefix, PAGE);
        let page = match &last {
            Some(key) => world.metadata.scan(scan.after(key))?,
            None => world.metadata.scan(scan)?,
        };
        for (_, value) in &page {
            found.push(stored::decode(value)?);
        }
        match page.last() {
            Some((key, _)) if page.len() == PAGE => last = Some(key.clone()),
            _ => return Ok(found),
        }
    }
}

const PAGE: usize = 1_000;

/// A write to the directory, to be joined with others in one commit.
pub trait DirectoryCommit: Sized {
    /// Creates an entity; the commit fails when the name is taken.
    #[must_use]
    fn create<E: Entity>(self, entity: &E) -> Self;
    /// Replaces an entity.
    #[must_use]
    fn replace<E: Entity>(self, entity: &E) -> Self;
    /// Deletes an entity.
    #[must_use]
    fn remove<E: Entity>(self, entity: &E) -> Self;
    /// Writes an access key.
    #[must_use]
    fn access_key(self, key: &AccessKeyRecord) -> Self;
    /// Deletes an access key.
    #[must_use]
    fn remove_access_key(self, access_key_id: &str) -> Self;
    /// Writes a session.
    #[must_use]
    fn session(self, session: &SessionRecord) -> Self;
}

impl DirectoryCommit for Commit {
    fn create<E: Entity>(self, entity: &E) -> Self {
        let key = entity_key(entity.account(), E::KIND, entity.name());
        self.expect_absent(key.clone())
            .put(key, stored::encode(entity))
    }

    fn replace<E: Entity>(self, entity: &E) -> Self {
        self.put(
            entity_key(entity.account(), E::KIND, entity.name()),
            stored::encode(entity),
        )
    }

    fn remove<E: Entity>(self, entity: &E) -> Self {
        let key = entity_key(entity.account(), E::KIND, entity.name());
        self.expect_present(key.clone()).delete(key)
    }

    fn access_key(self, key: &AccessKeyRecord) -> Self {
        self.put(
            Key::access_key(key.access_key_id.as_str()).encode(),
            stored::encode(key),
        )
    }

    fn remove_access_key(self, access_key_id: &str) -> Self {
        self.delete(Key::access_key(access_key_id).encode())
    }

    fn session(self, session: &SessionRecord) -> Self {
        self.put(
            Key::session(session.access_key_id.as_str()).encode(),
            stored::encode(session),
        )
    }
}

/// Reads an access key by its id.
///
/// # Errors
/// A store that fails.
pub fn access_key(
    world: &World,
    access_key_id: &str,
) -> Result<Option<AccessKeyRecord>, StorageError> {
    world
        .metadata
        .get(&Key::access_key(access_key_id).encode())?
        .map(|bytes| Ok(stored::decode(&bytes)?))
        .transpose()
}

/// Reads a session by the access key id of its temporary credentials.
///
/// # Errors
/// A store that fails.
pub fn session(world: &World, access_key_id: &str) -> Result<Option<SessionRecord>, StorageError> {
    world
        .metadata
        .get(&Key::session(access_key_id).encode())?
        .map(|bytes| Ok(stored::decode(&bytes)?))
        .transpose()
}

/// Whether an account exists: any twelve digits, unless accounts are seeded.
///
/// # Errors
/// A store that fails.
pub fn account_exists(world: &World, account: &str) -> Result<bool, StorageError> {
    use crate::world::Accounts;
    if world.settings.accounts == Accounts::Any || account == world.settings.root_account {
        return Ok(crate::base::arn::is_account_id(account));
    }
    for kind in [UserRecord::KIND, RoleRecord::KIND] {
        let prefix = KeyPrefix::iam_entities(account, kind);
        if !world.metadata.scan(Scan::prefix(&prefix, 1))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The text of a managed policy's default version, the account's own or AWS's.
///
/// # Errors
/// A store that fails.
pub fn managed_policy(world: &World, policy_arn: &str) -> Result<Option<String>, StorageError> {
    if let Some(text) = managed::text(policy_arn) {
        return Ok(Some(text.to_owned()));
    }
    let Some((account, name)) = managed::own(policy_arn) else {
        return Ok(None);
    };
    let policy: Option<PolicyRecord> = get(world, account, name)?;
    Ok(policy
        .filter(|policy| policy.arn == policy_arn)
        .map(|policy| policy.default_text().to_owned()))
}

/// Reads a user.
///
/// # Errors
/// A store that fails.
pub fn user(world: &World, account: &str, name: &str) -> Result<Option<UserRecord>, StorageError> {
    get(world, account, name)
}

/// Reads a role.
///
/// # Errors
/// A store that fails.
pub fn role(world: &World, account: &str, name: &str) -> Result<Option<RoleRecord>, StorageError> {
    get(world, account, name)
}

/// Reads an identity provider by its URL, with or without the scheme.
///
/// # Errors
/// A store that fails.
pub fn provider(
    world: &World,
    account: &str,
    url: &str,
) -> Result<Option<ProviderRecord>, StorageError> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    get(world, account, host)
}

/// The error of a write that found its expectation broken.
pub fn conflicted(error: &CommitError) -> bool {
    matches!(error, CommitError::Conflict { .. })
}
