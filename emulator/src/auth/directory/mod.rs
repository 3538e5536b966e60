//! Who exists: users, groups, roles, policies, identity providers, access keys and sessions of all accounts.
//!
//! The identity service writes these records; the keyring and the evaluator's evidence read them.

pub mod managed;
pub mod policies;
pub mod principals;
pub mod records;
pub mod sessions;
pub mod unique_ids;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::{Commit, CommitError, Scan, StorageError, records as stored};
use crate::world::World;
use records::{AccessKeyRecord, PolicyRecord, ProviderRecord, RoleRecord, UserRecord};
use sessions::SessionRecord;
use unique_ids::Bearer;

/// A kind of record that belongs to an account and has a name unique in it.
pub trait Entity: Serialize + DeserializeOwned {
    /// Names the kind in storage keys.
    const KIND: &'static str;
    /// Whether names that differ in case are the same name, as for most of IAM.
    const FOLDS_CASE: bool = true;
    /// The account.
    fn account(&self) -> &str;
    /// The name as shown.
    fn name(&self) -> &str;
    /// The unique id that policies may keep in the place of the ARN.
    fn unique_id(&self) -> Option<&str> {
        None
    }
}

fn entity_key<E: Entity>(account: &str, name: &str) -> Vec<u8> {
    if E::FOLDS_CASE {
        Key::iam_entity(account, E::KIND, name.to_lowercase()).encode()
    } else {
        Key::iam_entity(account, E::KIND, name).encode()
    }
}

/// Reads one entity by its account and name.
///
/// # Errors
/// A store that fails.
pub fn get<E: Entity>(world: &World, account: &str, name: &str) -> Result<Option<E>, StorageError> {
    Ok(find(world, account, name)?.map(|found| found.entity))
}

/// An entity together with the bytes it was read from, for a write that expects them unchanged.
#[derive(Debug, Clone)]
pub struct Found<E> {
    /// The entity; changing it changes nothing in the store.
    pub entity: E,
    bytes: Bytes,
}

/// As [`get`], for a write that follows.
///
/// # Errors
/// A store that fails.
pub fn find<E: Entity>(
    world: &World,
    account: &str,
    name: &str,
) -> Result<Option<Found<E>>, StorageError> {
    match world.metadata.get(&entity_key::<E>(account, name))? {
        Some(bytes) => Ok(Some(Found {
            entity: stored::decode(&bytes)?,
            bytes,
        })),
        None => Ok(None),
    }
}

/// How many entities of a kind an account has, counted up to `limit`.
///
/// # Errors
/// A store that fails.
pub fn count<E: Entity>(world: &World, account: &str, limit: usize) -> Result<usize, StorageError> {
    let prefix = KeyPrefix::iam_entities(account, E::KIND);
    Ok(world.metadata.scan(Scan::prefix(&prefix, limit))?.len())
}

/// All entities of a kind in an account, ordered by name.
///
/// # Errors
/// A store that fails.
pub fn list<E: Entity>(world: &World, account: &str) -> Result<Vec<E>, StorageError> {
    let prefix = KeyPrefix::iam_entities(account, E::KIND);
    let mut found = Vec::new();
    let mut last: Option<Bytes> = None;
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
    /// Replaces an entity by a changed one, which may have another name; the commit fails when somebody else changed it
    /// since it was found, or when the new name is taken.
    #[must_use]
    fn change<E: Entity>(self, found: &Found<E>, changed: &E) -> Self;
    /// Deletes an entity; the commit fails when somebody else changed it since it was found.
    #[must_use]
    fn remove_found<E: Entity>(self, found: &Found<E>) -> Self;
    /// Writes an access key.
    #[must_use]
    fn access_key(self, key: &AccessKeyRecord) -> Self;
    /// Replaces an access key; the commit fails when somebody else changed it since it was found.
    #[must_use]
    fn change_access_key(self, found: &FoundKey, changed: &AccessKeyRecord) -> Self;
    /// Deletes an access key.
    #[must_use]
    fn remove_access_key(self, access_key_id: &str) -> Self;
    /// Writes a session.
    #[must_use]
    fn session(self, session: &SessionRecord) -> Self;
}

impl DirectoryCommit for Commit {
    fn create<E: Entity>(self, entity: &E) -> Self {
        let key = entity_key::<E>(entity.account(), entity.name());
        let commit = self
            .expect_absent(key.clone())
            .put(key, stored::encode(entity));
        borne(commit, entity)
    }

    fn replace<E: Entity>(self, entity: &E) -> Self {
        let key = entity_key::<E>(entity.account(), entity.name());
        borne(self.put(key, stored::encode(entity)), entity)
    }

    fn remove<E: Entity>(self, entity: &E) -> Self {
        let key = entity_key::<E>(entity.account(), entity.name());
        unborne(self.expect_present(key.clone()).delete(key), entity)
    }

    fn change<E: Entity>(self, found: &Found<E>, changed: &E) -> Self {
        let old = entity_key::<E>(found.entity.account(), found.entity.name());
        let new = entity_key::<E>(changed.account(), changed.name());
        let commit = self.expect_equals(old.clone(), found.bytes.clone());
        let renamed = old != new;
        let commit = if renamed {
            commit.delete(old).expect_absent(new.clone())
        } else {
            commit
        };
        let commit = commit.put(new, stored::encode(changed));
        if renamed {
            borne(commit, changed)
        } else {
            commit
        }
    }

    fn remove_found<E: Entity>(self, found: &Found<E>) -> Self {
        let key = entity_key::<E>(found.entity.account(), found.entity.name());
        let commit = self.expect_equals(key.clone(), found.bytes.clone());
        unborne(commit.delete(key), &found.entity)
    }

    fn access_key(self, key: &AccessKeyRecord) -> Self {
        self.put(
            Key::access_key(key.access_key_id.as_str()).encode(),
            stored::encode(key),
        )
    }

    fn change_access_key(self, found: &FoundKey, changed: &AccessKeyRecord) -> Self {
        let key = Key::access_key(found.key.access_key_id.as_str()).encode();
        self.expect_equals(key, found.bytes.clone())
            .access_key(changed)
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

/// Notes who bears the entity's unique id.
fn borne<E: Entity>(commit: Commit, entity: &E) -> Commit {
    match Bearer::of(entity) {
        Some(bearer) => commit.put(
            entity_key::<Bearer>(bearer.account(), bearer.name()),
            stored::encode(&bearer),
        ),
        None => commit,
    }
}

fn unborne<E: Entity>(commit: Commit, entity: &E) -> Commit {
    match Bearer::of(entity) {
        Some(bearer) => commit.delete(entity_key::<Bearer>(bearer.account(), bearer.name())),
        None => commit,
    }
}

/// An access key together with the bytes it was read from, for a write that expects them unchanged.
#[derive(Debug, Clone)]
pub struct FoundKey {
    /// The key; changing it changes nothing in the store.
    pub key: AccessKeyRecord,
    bytes: Bytes,
}

/// Reads an access key by its id.
///
/// # Errors
/// A store that fails.
pub fn access_key(
    world: &World,
    access_key_id: &str,
) -> Result<Option<AccessKeyRecord>, StorageError> {
    Ok(find_access_key(world, access_key_id)?.map(|found| found.key))
}

/// As [`access_key`], for a write that follows.
///
/// # Errors
/// A store that fails.
pub fn find_access_key(
    world: &World,
    access_key_id: &str,
) -> Result<Option<FoundKey>, StorageError> {
    match world
        .metadata
        .get(&Key::access_key(access_key_id).encode())?
    {
        Some(bytes) => Ok(Some(FoundKey {
            key: stored::decode(&bytes)?,
            bytes,
        })),
        None => Ok(None),
    }
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
