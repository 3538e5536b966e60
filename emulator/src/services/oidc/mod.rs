//! OpenID Connect: an embedded issuer that can stand for any issuer URL, and the verification of tokens.

mod claims;
mod control;
mod es512;
mod fault;
mod fetch;
mod issuer;
mod key_set;
mod mint;
mod presets;
mod provider_keys;
mod signature;
mod signer;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use claims::{Holder, check};
pub use control::control;
pub use fault::TokenFault;
pub use issuer::{Issuer, IssuerError, find_or_make};
pub use mint::{Bad, Order, mint};
pub use presets::Preset;
pub use provider_keys::provider_keys;
pub use signer::{KeyError, SigningAlgorithm};
pub use token::Token;

use crate::base::Timestamp;
use crate::world::World;
use fetch::Fetcher;
use key_set::KeySet;

/// Key sets from elsewhere are used for so long, in seconds of virtual time.
const KEYS_KEPT_SECONDS: i64 = 300;
/// At most so many issuers' keys are kept.
const CACHE_LIMIT: usize = 1_000;

/// The token issuers of a stack, and what was fetched from foreign ones.
#[derive(Debug, Default)]
pub struct Oidc {
    fetcher: Fetcher,
    fetched: Mutex<HashMap<String, Fetched>>,
}

#[derive(Debug, Clone)]
struct Fetched {
    at: Timestamp,
    keys: Arc<KeySet>,
}

impl Oidc {
    /// Verifies that a token was signed by its issuer: with the embedded issuer's key if there is one for the URL, else
    /// with the keys that the issuer publishes.
    ///
    /// # Errors
    /// No key, no answer, or a signature that does not verify.
    pub async fn verify(&self, world: &World, token: &Token) -> Result<(), TokenFault> {
        signature::accepted(&token.algorithm)?;
        let url = token.issuer()?;
        let embedded = issuer::find(world, url).map_err(|_| TokenFault::Storage)?;
        if let Some(embedded) = embedded {
            let keys = embedded.key_set().map_err(|_| TokenFault::Storage)?;
            let keys = KeySet::read(&keys).ok_or(TokenFault::Storage)?;
            return verify_with(&keys, token);
        }
        // Issuers on this machine are those of tests, which change their answers at will: they are always asked.
        let keeps = !fetch::is_on_loopback(url);
        if keeps && let Some(keys) = self.kept(url, world.clock.now()) {
            match verify_with(&keys, token) {
                // A key that came since is found by asking again.
                Err(TokenFault::NoKey(_)) => {}
                done => return done,
            }
        }
        let keys = Arc::new(self.fetcher.key_set(url).await?);
        if keeps {
            self.keep(url, world.clock.now(), &keys);
        }
        verify_with(&keys, token)
    }

    fn kept(&self, url: &str, now: Timestamp) -> Option<Arc<KeySet>> {
        let fetched = self.lock();
        let found = fetched.get(url)?;
        let fresh = now < found.at.plus_seconds(KEYS_KEPT_SECONDS);
        fresh.then(|| Arc::clone(&found.keys))
    }

    fn keep(&self, url: &str, at: Timestamp, keys: &Arc<KeySet>) {
        let mut fetched = self.lock();
        if fetched.len() >= CACHE_LIMIT {
            fetched.clear();
        }
        let keys = Arc::clone(keys);
        fetched.insert(url.to_owned(), Fetched { at, keys });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Fetched>> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn verify_with(keys: &KeySet, token: &Token) -> Result<(), TokenFault> {
    let key = keys.choose(token.key_id.as_deref())?;
    signature::verify(token, key)
}

#[cfg(test)]
mod tests;
