//! Digests computed as the bytes come.

use std::fmt;

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{Algorithm, Checksum, MAX_DIGEST_BYTES};

/// A running checksum.
#[derive(Clone)]
pub struct Hasher {
    algorithm: Algorithm,
    state: State,
}

#[derive(Clone)]
enum State {
    Crc(crc_fast::Digest),
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Hasher {
    /// Starts with no bytes.
    pub fn new(algorithm: Algorithm) -> Self {
        let state = match (algorithm.crc(), algorithm) {
            (Some(crc), _) => State::Crc(crc_fast::Digest::new(crc)),
            (None, Algorithm::Sha1) => State::Sha1(Sha1::new()),
            (None, _) => State::Sha256(Sha256::new()),
        };
        Self { algorithm, state }
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Crc(digest) => digest.update(bytes),
            State::Sha1(digest) => digest.update(bytes),
            State::Sha256(digest) => digest.update(bytes),
        }
    }

    /// The checksum of all bytes taken.
    pub fn finalize(self) -> Checksum {
        let mut bytes = [0; MAX_DIGEST_BYTES];
        match self.state {
            State::Crc(digest) => {
                return Checksum::from_number(self.algorithm, digest.finalize());
            }
            State::Sha1(digest) => bytes[..20].copy_from_slice(&digest.finalize()),
            State::Sha256(digest) => bytes.copy_from_slice(&digest.finalize()),
        }
        Checksum {
            algorithm: self.algorithm,
            bytes,
        }
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Hasher")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
