//! The chain of chunk signatures: each one covers its chunk and the signature before it.

use std::fmt;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::ChunkError;
use crate::protocol::body::{ChunkSeed, EMPTY_SHA256};
use crate::protocol::claim::SignatureMismatch;

/// The running state of the chain.
pub(super) struct Chain {
    seed: ChunkSeed,
    previous: String,
    /// The signature that the current chunk's header gave.
    provided: String,
    hasher: Sha256,
}

impl Chain {
    pub(super) fn new(seed: ChunkSeed) -> Self {
        let previous = seed.signature.clone();
        Self {
            seed,
            previous,
            provided: String::new(),
            hasher: Sha256::new(),
        }
    }

    /// A chunk begins, with this signature.
    pub(super) fn begin_chunk(&mut self, signature: &str) {
        self.provided.clear();
        self.provided.push_str(signature);
    }

    /// Data of the current chunk.
    pub(super) fn update(&mut self, data: &[u8]) {
        self.hasher.update(data);
    }

    /// The current chunk is whole: its signature must hold, and is the next one's predecessor.
    pub(super) fn end_chunk(&mut self) -> Result<(), ChunkError> {
        let hash = HEXLOWER.encode(&self.hasher.finalize_reset());
        let ChunkSeed {
            timestamp, scope, ..
        } = &self.seed;
        let string_to_sign = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{timestamp}\n{scope}\n{}\n{EMPTY_SHA256}\n{hash}",
            self.previous
        );
        self.previous = self.check(string_to_sign, &self.provided)?;
        Ok(())
    }

    /// The signature over the trailer's lines, `name:value\n` each; over a lone line feed if there
    /// is none.
    pub(super) fn check_trailer(&self, lines: &str, provided: &str) -> Result<(), ChunkError> {
        let lines = if lines.is_empty() { "\n" } else { lines };
        let hash = HEXLOWER.encode(&Sha256::digest(lines));
        let ChunkSeed {
            timestamp, scope, ..
        } = &self.seed;
        let string_to_sign = format!(
            "AWS4-HMAC-SHA256-TRAILER\n{timestamp}\n{scope}\n{}\n{hash}",
            self.previous
        );
        self.check(string_to_sign, provided).map(|_| ())
    }

    /// The signature of `string_to_sign`, if it is the one provided.
    fn check(&self, string_to_sign: String, provided: &str) -> Result<String, ChunkError> {
        let expected = self.seed.key.sign_hex(string_to_sign.as_bytes());
        if bool::from(expected.as_bytes().ct_eq(provided.as_bytes())) {
            return Ok(expected);
        }
        Err(ChunkError::SignatureMismatch(Box::new(SignatureMismatch {
            access_key_id: self.seed.access_key_id.clone(),
            signature_provided: provided.to_owned(),
            string_to_sign,
            canonical_request: Some(self.seed.canonical_request.clone()),
        })))
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Chain")
            .field("scope", &self.seed.scope)
            .finish_non_exhaustive()
    }
}
