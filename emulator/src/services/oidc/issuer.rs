//! Embedded issuers: each stands for one issuer URL, whoever that belongs to in the world outside.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::signer::{KeyError, Signer, SigningAlgorithm};
use crate::base::Timestamp;
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::{Commit, CommitError, Scan, StorageError, records};
use crate::world::World;

/// An issuer with its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issuer {
    /// The URL that stands in `iss`.
    pub url: String,
    /// `kid` of its key.
    pub key_id: String,
    /// Its key.
    pub signer: Signer,
    /// When it was made.
    pub created: Timestamp,
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
        let key = self.signer.public_key(&self.key_id)?;
        Ok(json!({ "keys": [key] }))
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
            "id_token_signing_alg_values_supported": [self.signer.algorithm.as_str()],
            "claims_supported": ["iss", "sub", "aud", "exp", "iat", "jti"],
        })
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
