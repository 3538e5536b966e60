//! Encryption under a KMS key: AES-256-GCM with the encryption context as authenticated data.
//!
//! The ciphertext names its key, so that `Decrypt` needs no key id:
//! <https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html>.

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Nonce, Payload};
use data_encoding::BASE64;

use super::record::KeyRecord;
use crate::base::Ids;

/// First byte of a ciphertext.
const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;
/// The longest plaintext that `Encrypt` takes, in bytes.
pub const MAX_PLAINTEXT_BYTES: usize = 4096;

/// A ciphertext that was not made by this key with this encryption context, or key material that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the ciphertext is not valid")]
pub struct CipherError;

/// A data key in both forms.
pub struct DataKey {
    /// The key itself: for the one who encrypts, never for a record or a log.
    pub plaintext: Vec<u8>,
    /// The key encrypted under the KMS key.
    pub ciphertext: Vec<u8>,
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// A fresh data key of so many bytes.
///
/// # Errors
/// Key material that cannot be read.
pub fn data_key(
    key: &KeyRecord,
    ids: &Ids,
    context: &[(String, String)],
    length_bytes: usize,
) -> Result<DataKey, CipherError> {
    let plaintext = random(ids, length_bytes);
    let ciphertext = seal(key, ids, context, &plaintext)?;
    Ok(DataKey {
        plaintext,
        ciphertext,
    })
}

/// Random bytes.
pub(super) fn random(ids: &Ids, length_bytes: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length_bytes + 32);
    while bytes.len() < length_bytes {
        bytes.extend_from_slice(&ids.bytes::<32>());
    }
    bytes.truncate(length_bytes);
    bytes
}

/// Encrypts under a key.
///
/// # Errors
/// Key material that cannot be read.
pub fn seal(
    key: &KeyRecord,
    ids: &Ids,
    context: &[(String, String)],
    plaintext: &[u8],
) -> Result<Vec<u8>, CipherError> {
    let mut blob = header(key)?;
    let nonce: [u8; NONCE_BYTES] = ids.bytes();
    let aad = authenticated(&blob, context);
    let payload = Payload {
        msg: plaintext,
        aad: &aad,
    };
    let sealed = cipher(key)?
        .encrypt(&Nonce::<Aes256Gcm>::from(nonce), payload)
        .map_err(|_| CipherError)?;
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&sealed);
    Ok(blob)
}

/// Decrypts what [`seal`] made with the same key and encryption context.
///
/// # Errors
/// Anything else.
pub fn open(
    key: &KeyRecord,
    context: &[(String, String)],
    blob: &[u8],
) -> Result<Vec<u8>, CipherError> {
    let header = header(key)?;
    let rest = blob.strip_prefix(header.as_slice()).ok_or(CipherError)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(CipherError)?;
    let aad = authenticated(&header, context);
    let payload = Payload {
        msg: sealed,
        aad: &aad,
    };
    cipher(key)?
        .decrypt(&Nonce::<Aes256Gcm>::from(*nonce), payload)
        .map_err(|_| CipherError)
}

/// The ARN of the key that a ciphertext was made with.
///
/// # Errors
/// Bytes that are no ciphertext.
pub fn key_arn(blob: &[u8]) -> Result<&str, CipherError> {
    let (&[format, length], rest) = blob.split_first_chunk::<2>().ok_or(CipherError)?;
    let arn = rest.get(..usize::from(length)).ok_or(CipherError)?;
    if format != FORMAT {
        return Err(CipherError);
    }
    std::str::from_utf8(arn).map_err(|_| CipherError)
}

fn header(key: &KeyRecord) -> Result<Vec<u8>, CipherError> {
    let arn = key.arn();
    let length = u8::try_from(arn.len()).map_err(|_| CipherError)?;
    let mut header = vec![FORMAT, length];
    header.extend_from_slice(arn.as_bytes());
    Ok(header)
}

/// Header and context, each part with its length, the context in the order of its names: the order of the request does
/// not matter.
fn authenticated(header: &[u8], context: &[(String, String)]) -> Vec<u8> {
    let mut pairs: Vec<&(String, String)> = context.iter().collect();
    pairs.sort();
    let mut aad = header.to_vec();
    for text in pairs.into_iter().flat_map(|(name, value)| [name, value]) {
        aad.extend_from_slice(&(text.len() as u64).to_be_bytes());
        aad.extend_from_slice(text.as_bytes());
    }
    aad
}

fn cipher(key: &KeyRecord) -> Result<Aes256Gcm, CipherError> {
    let material = BASE64
        .decode(key.material.expose().as_bytes())
        .map_err(|_| CipherError)?;
    Aes256Gcm::new_from_slice(&material).map_err(|_| CipherError)
}

#[cfg(test)]
mod tests;
