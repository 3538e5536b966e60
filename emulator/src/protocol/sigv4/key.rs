//! The signing key: derived once per secret, day, region and service, then reused.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>, task 3.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The block length of SHA-256, to which HMAC pads its key, in bytes.
const BLOCK_BYTES: usize = 64;

/// A derived signing key, kept as the HMAC state that has already absorbed it, which saves two of
/// the four compressions a short message costs.
#[derive(Clone)]
pub struct SigningKey {
    mac: Hmac<Sha256>,
}

impl SigningKey {
    /// Derives the key for one day (`yyyyMMdd`), region and service.
    pub fn derive(secret: &str, date: &str, region: &str, service: &str) -> Self {
        let secret = format!("AWS4{secret}");
        let mut key = sign(&keyed(secret.as_bytes()), date.as_bytes());
        for part in [region, service, "aws4_request"] {
            key = sign(&keyed(&key), part.as_bytes());
        }
        Self { mac: keyed(&key) }
    }

    /// HMAC-SHA256 of a string to sign.
    pub fn sign(&self, message: &[u8]) -> [u8; 32] {
        sign(&self.mac, message)
    }

    /// As [`Self::sign`], in lower-case hexadecimal.
    pub fn sign_hex(&self, message: &[u8]) -> String {
        HEXLOWER.encode(&self.sign(message))
    }
}

/// Prints no key material.
impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SigningKey(..)")
    }
}

/// An HMAC with the key absorbed. The padding is done here because the block-sized constructor
/// cannot fail.
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; BLOCK_BYTES];
    if key.len() <= BLOCK_BYTES {
        block[..key.len()].copy_from_slice(key);
    } else {
        block[..32].copy_from_slice(&Sha256::digest(key));
    }
    Hmac::new(&block.into())
}

fn sign(mac: &Hmac<Sha256>, message: &[u8]) -> [u8; 32] {
    let mut mac = mac.clone();
    mac.update(message);
    mac.finalize().into_bytes().into()
}
