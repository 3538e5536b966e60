//! MD5: the entity tag of unencrypted objects, and the `Content-MD5` header.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use md5::Digest;

/// A running MD5.
#[derive(Clone, Default)]
pub struct Md5(md5::Md5);

impl Md5 {
    /// Starts with no bytes.
    pub fn new() -> Self {
        Self::default()
    }

    /// The MD5 of some bytes.
    pub fn digest(bytes: &[u8]) -> Md5Digest {
        Md5Digest(md5::Md5::digest(bytes).into())
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes taken.
    pub fn finalize(self) -> Md5Digest {
        Md5Digest(self.0.finalize().into())
    }
}

impl fmt::Debug for Md5 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Md5(..)")
    }
}

/// A finished MD5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Md5Digest(pub [u8; 16]);

impl Md5Digest {
    /// Reads a `Content-MD5` value; `None` unless it is base64 of 16 bytes.
    pub fn decode(value: &str) -> Option<Self> {
        let bytes = BASE64.decode(value.as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// As in an entity tag.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// As in `Content-MD5`.
    pub fn base64(&self) -> String {
        BASE64.encode(&self.0)
    }
}
