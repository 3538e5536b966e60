//! Embedded issuers: each stands for one issuer URL, whoever that belongs to in the world outside.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::signer::{KeyError, Signer, SigningAlgorithm};
use crate::base::Timestamp;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::{Commit, CommitError, Scan, StorageError, records};
use crate::world::World;

/// At most so many earlier keys stay published.
const EARLIER_KEYS: usize = 4;

/// An issuer with its keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issuer {
    /// The URL that stands in `iss`.
    pub url: String,
    /// `kid` of the key that it signs with.
    pub key_id: String,
    /// The key that it signs with.
    pub signer: Signer,
    /// When it was made.
    pub created: Timestamp,
    /// Keys that it signed with before and still publishes, newest first.
    #[serde(default)]
    pub earlier: Vec<EarlierKey>,
}

/// A key that was rotated out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarlierKey {
    /// `kid`
    pub key_id: String,
    /// The key.
    pub signer: Signer,
}

/// Why an issuer cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// Not a URL that can stand in `iss`.
    #[error("`{0}` is no issuer: expected `https://HOST/PATH` or `http://HOST/PATH` without query")]
    Url(String),
    /// The issuer is there and has another algorithm.
    #[error("the issuer `{url}` signs with {algorithm}")]
    OtherAlgorithm {
        /// Its URL.
        url: String,
        /// Its algorithm.
        algorithm: &'static str,
    },
    /// There is no such issuer.
    #[error("there is no issuer `{0}`")]
    Missing(String),
    /// The key cannot be made.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The record cannot be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Issuer {
    /// The published key set.
    ///
    /// # Errors
    /// A key that cannot be read.
    pub fn key_set(&self) -> Result<Value, KeyError> {
        let mut keys = vec![self.signer.public_key(&self.key_id)?];
        for key in &self.earlier {
            keys.push(key.signer.public_key(&key.key_id)?);
        }
        Ok(json!({ "keys": keys }))
    }

    /// The discovery document; the keys are at `jwks_uri`.
    ///
    /// OpenID Connect Discovery 1.0: <https://openid.net/specs/openid-connect-discovery-1_0.html>
    pub fn configuration(&self, jwks_uri: &str) -> Value {
        json!({
            "issuer": self.url,
            "jwks_uri": jwks_uri,
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": self.algorithms(),
            "claims_supported": ["iss", "sub", "aud", "exp", "iat", "jti"],
        })
    }

    /// The algorithms of all its keys, the one in use first.
    fn algorithms(&self) -> Vec<&'static str> {
        let mut names = vec![self.signer.algorithm.as_str()];
        for key in &self.earlier {
            let name = key.signer.algorithm.as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The issuer after it changed its key. The old keys stay published unless they are to be forgotten.
    fn rotated(self, signer: Signer, key_id: String, forget: bool) -> Self {
        let mut earlier = vec![EarlierKey {
            key_id: self.key_id,
            signer: self.signer,
        }];
        earlier.extend(self.earlier);
        earlier.truncate(if forget { 0 } else { EARLIER_KEYS });
        Self {
            key_id,
            signer,
            earlier,
            ..self
        }
    }
}

/// The issuer of a URL, if it is embedded.
///
/// # Errors
/// A store that fails.
pub fn find(world: &World, url: &str) -> Result<Option<Issuer>, StorageError> {
    world
        .metadata
        .get(&Key::oidc_issuer(url).encode())?
        .map(|stored| Ok(records::decode(&stored)?))
        .transpose()
}

/// All embedded issuers, by URL.
///
/// # Errors
/// A store that fails.
pub fn list(world: &World) -> Result<Vec<Issuer>, StorageError> {
    let prefix = KeyPrefix::oidc_issuers();
    let found = world.metadata.scan(Scan::prefix(&prefix, usize::MAX))?;
    let decoded = found.iter().map(|(_, stored)| records::decode(stored));
    decoded
        .collect::<Result<_, _>>()
        .map_err(StorageError::from)
}

/// The issuer of a URL; made on first use. Its key stays, so tokens stay valid through a restart.
///
/// # Errors
/// URLs that cannot stand in `iss`, another algorithm than the issuer has, or a store that fails.
pub async fn find_or_make(
    world: &World,
    url: &str,
    algorithm: Option<SigningAlgorithm>,
) -> Result<Issuer, IssuerError> {
    if let Some(issuer) = find(world, url)? {
        return with_algorithm(issuer, algorithm);
    }
    check(url)?;
    let issuer = Issuer {
        url: url.to_owned(),
        key_id: world.ids.uuid(),
        signer: Signer::generate(&world.ids, algorithm.unwrap_or_default())?,
        created: world.clock.now(),
        earlier: Vec::new(),
    };
    let at = Key::oidc_issuer(url).encode();
    let commit = Commit::new()
        .expect_absent(at.clone())
        .put(at, records::encode(&issuer));
    match world.commit(commit).await {
        Ok(()) => Ok(issuer),
        // Somebody else made it in between: theirs is the one.
        Err(CommitError::Conflict { .. }) => match find(world, url)? {
            Some(theirs) => with_algorithm(theirs, algorithm),
            None => Err(IssuerError::Url(url.to_owned())),
        },
        Err(CommitError::Storage(error)) => Err(error.into()),
    }
}

/// Gives an issuer a new key, of another algorithm if one is named. Tokens of the old key stay good as long as that is
/// published: `forget` takes all old keys back at once.
///
/// # Errors
/// An issuer that is not there, a key that cannot be made, or a store that fails.
pub async fn rotate(
    world: &World,
    url: &str,
    algorithm: Option<SigningAlgorithm>,
    forget: bool,
) -> Result<Issuer, IssuerError> {
    let at = Key::oidc_issuer(url).encode();
    loop {
        let missing = || IssuerError::Missing(url.to_owned());
        let stored = world.metadata.get(&at)?.ok_or_else(missing)?;
        let issuer: Issuer = records::decode(&stored).map_err(StorageError::from)?;
        let algorithm = algorithm.unwrap_or(issuer.signer.algorithm);
        let signer = Signer::generate(&world.ids, algorithm)?;
        let issuer = issuer.rotated(signer, world.ids.uuid(), forget);
        let commit = Commit::new()
            .expect_equals(at.clone(), stored)
            .put(at.clone(), records::encode(&issuer));
        match world.commit(commit).await {
            Ok(()) => return Ok(issuer),
            // Somebody else rotated in between: theirs is one of the old keys now.
            Err(CommitError::Conflict { .. }) => {}
            Err(CommitError::Storage(error)) => return Err(error.into()),
        }
    }
}

fn with_algorithm(issuer: Issuer, wanted: Option<SigningAlgorithm>) -> Result<Issuer, IssuerError> {
    let own = issuer.signer.algorithm;
    if wanted.is_none_or(|wanted| wanted == own) {
        return Ok(issuer);
    }
    Err(IssuerError::OtherAlgorithm {
        url: issuer.url,
        algorithm: own.as_str(),
    })
}

fn check(url: &str) -> Result<(), IssuerError> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let sound = |rest: &str| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && rest.bytes().all(|byte| byte.is_ascii_graphic())
            && !rest.contains(['?', '#', '@'])
    };
    if rest.is_some_and(sound) {
        Ok(())
    } else {
        Err(IssuerError::Url(url.to_owned()))
    }
}
