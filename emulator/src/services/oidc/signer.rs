//! Key pairs of embedded issuers.

use data_encoding::BASE64;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use p256::elliptic_curve::rand_core::{CryptoRng, RngCore, impls};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::es512;
use crate::base::{Ids, Secret};

const RSA_BITS: usize = 2048;

/// What an embedded issuer signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// ECDSA with P-256 and SHA-256: keys are made at once.
    #[default]
    ES256,
    /// ECDSA with P-384 and SHA-384.
    ES384,
    /// ECDSA with P-521 and SHA-512.
    ES512,
    /// RSASSA-PKCS1-v1_5 with SHA-256: making a key takes a moment.
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RS512,
}

impl SigningAlgorithm {
    /// `alg` in headers and keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
        }
    }

    /// The token library's name for it; it has none for ES512.
    const fn common(self) -> Option<Algorithm> {
        match self {
            Self::ES256 => Some(Algorithm::ES256),
            Self::ES384 => Some(Algorithm::ES384),
            Self::ES512 => None,
            Self::RS256 => Some(Algorithm::RS256),
            Self::RS384 => Some(Algorithm::RS384),
            Self::RS512 => Some(Algorithm::RS512),
        }
    }
}

/// A key that cannot be made, read or used.
#[derive(Debug, thiserror::Error)]
#[error("the issuer's key cannot be used: {0}")]
pub struct KeyError(String);

pub(super) fn fault(error: impl std::fmt::Display) -> KeyError {
    KeyError(error.to_string())
}

/// A private key: algorithm and DER in base64.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Signer {
    /// Algorithm.
    pub algorithm: SigningAlgorithm,
    private: Secret,
}

impl Signer {
    /// Makes a key from the stack's randomness.
    ///
    /// # Errors
    /// A library that refuses.
    pub fn generate(ids: &Ids, algorithm: SigningAlgorithm) -> Result<Self, KeyError> {
        use SigningAlgorithm::{ES256, ES384, ES512, RS256, RS384, RS512};
        let mut random = Random(ids);
        let der = match algorithm {
            ES256 => p256::SecretKey::random(&mut random).to_pkcs8_der(),
            ES384 => p384::SecretKey::random(&mut random).to_pkcs8_der(),
            ES512 => p521::SecretKey::random(&mut random).to_pkcs8_der(),
            RS256 | RS384 | RS512 => return Self::generate_rsa(&mut random, algorithm),
        };
        let der = der.map_err(fault)?.as_bytes().to_vec();
        Ok(Self {
            algorithm,
            private: Secret::new(BASE64.encode(&der)),
        })
    }

    fn generate_rsa(
        random: &mut Random<'_>,
        algorithm: SigningAlgorithm,
    ) -> Result<Self, KeyError> {
        let key = rsa::RsaPrivateKey::new(random, RSA_BITS).map_err(fault)?;
        let der = key.to_pkcs1_der().map_err(fault)?;
        Ok(Self {
            algorithm,
            private: Secret::new(BASE64.encode(der.as_bytes())),
        })
    }

    /// Signs; the signature in base64.
    ///
    /// # Errors
    /// A key that cannot be read.
    pub fn sign(&self, text: &str) -> Result<String, KeyError> {
        let der = self.der()?;
        match self.algorithm.common() {
            Some(algorithm) => {
                let key = self.encoding_key(&der);
                crypto::sign(text.as_bytes(), &key, algorithm).map_err(fault)
            }
            None => es512::sign(&der, text),
        }
    }

    /// The public half as a JSON Web Key.
    ///
    /// # Errors
    /// A key that cannot be read.
    pub fn public_key(&self, key_id: &str) -> Result<Value, KeyError> {
        let der = self.der()?;
        let mut key = match self.algorithm.common() {
            Some(algorithm) => {
                let jwk = Jwk::from_encoding_key(&self.encoding_key(&der), algorithm);
                serde_json::to_value(jwk.map_err(fault)?).map_err(fault)?
            }
            None => es512::public_key(&der)?,
        };
        if let Some(members) = key.as_object_mut() {
            members.insert("kid".to_owned(), key_id.into());
            members.insert("use".to_owned(), "sig".into());
        }
        Ok(key)
    }

    /// The public half as PEM text.
    ///
    /// # Errors
    /// A key that cannot be read.
    pub fn public_pem(&self) -> Result<String, KeyError> {
        let der = self.der()?;
        use SigningAlgorithm::{ES256, ES384, ES512, RS256, RS384, RS512};
        let pem = match self.algorithm {
            ES256 => p256::SecretKey::from_pkcs8_der(&der)
                .map_err(fault)?
                .public_key()
                .to_public_key_pem(LineEnding::LF),
            ES384 => p384::SecretKey::from_pkcs8_der(&der)
                .map_err(fault)?
                .public_key()
                .to_public_key_pem(LineEnding::LF),
            ES512 => p521::SecretKey::from_pkcs8_der(&der)
                .map_err(fault)?
                .public_key()
                .to_public_key_pem(LineEnding::LF),
            RS256 | RS384 | RS512 => rsa::RsaPrivateKey::from_pkcs1_der(&der)
                .map_err(fault)?
                .to_public_key()
                .to_public_key_pem(LineEnding::LF),
        };
        pem.map_err(fault)
    }

    fn encoding_key(&self, der: &[u8]) -> EncodingKey {
        use SigningAlgorithm::{ES256, ES384, ES512, RS256, RS384, RS512};
        match self.algorithm {
            ES256 | ES384 | ES512 => EncodingKey::from_ec_der(der),
            RS256 | RS384 | RS512 => EncodingKey::from_rsa_der(der),
        }
    }

    fn der(&self) -> Result<Vec<u8>, KeyError> {
        BASE64
            .decode(self.private.expose().as_bytes())
            .map_err(fault)
    }
}

/// A signature with a shared secret: what the forger of a token might make of a public key.
///
/// # Errors
/// A library that refuses.
pub(super) fn sign_with_secret(secret: &[u8], text: &str) -> Result<String, KeyError> {
    let key = EncodingKey::from_secret(secret);
    crypto::sign(text.as_bytes(), &key, Algorithm::HS256).map_err(fault)
}

/// The stack's randomness in the form that key generation wants, so that seeded stacks make the same keys again.
struct Random<'a>(&'a Ids);

impl CryptoRng for Random<'_> {}

impl RngCore for Random<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        impls::fill_bytes_via_next(self, bytes);
    }

    fn try_fill_bytes(
        &mut self,
        bytes: &mut [u8],
    ) -> Result<(), p256::elliptic_curve::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
