//! Who calls, and what they may do. Gathers the evidence; the policy crate decides.

pub mod authenticate;
pub mod authorize;
pub mod context_keys;
pub mod directory;
pub mod generation_cache;
pub mod identity;
pub mod keyring;
pub mod last_used;
pub mod mfa;

use std::sync::Arc;

use bucketproof_policy::{Attached, Document};

use crate::storage::StorageError;

pub use generation_cache::GenerationCache;
pub use identity::Identity;
pub use keyring::Keyring;

/// The authentication and authorization state of a stack: caches over the world's records.
#[derive(Debug, Default)]
pub struct Auth {
    /// Access keys and the identities behind them.
    pub keyring: Keyring,
    /// Trust policies by the ARNs of their roles.
    pub trust: GenerationCache<Attached>,
}

/// Parses a stored policy for evaluation. Only valid policies are stored, so a text that no longer parses is a damaged
/// store: the request fails instead of being decided without the policy.
pub(crate) fn stored_document(text: &str) -> Result<Arc<Document>, StorageError> {
    Document::parse_stored(text)
        .map(Arc::new)
        .map_err(|error| StorageError::Engine {
            source: Box::new(error),
        })
}
