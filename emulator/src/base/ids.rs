//! Identifiers, drawn from one seeded source so that a run can be repeated.
//!
//! Shapes follow <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.

use std::sync::Mutex;

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER, HEXUPPER};
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng};

/// The stack's source of randomness.
#[derive(Debug)]
pub struct Ids {
    rng: Mutex<StdRng>,
}

/// How every session token begins.
const TOKEN_START: &str = "IQoJb3JpZ2luX2Vj";

/// Whether a text could be a session token, whoever's.
pub fn is_session_token(text: &str) -> bool {
    text.strip_prefix(TOKEN_START)
        .is_some_and(|rest| !rest.is_empty() && BASE64.decode(rest.as_bytes()).is_ok())
}

impl Ids {
    /// A source that repeats itself for the same number.
    pub fn from_number(seed: u64) -> Self {
        Self {
            rng: Mutex::new(StdRng::seed_from_u64(seed)),
        }
    }

    /// A source seeded by the operating system.
    ///
    /// # Errors
    /// The system has no randomness to give: keys would be guessable, so nothing may start.
    pub fn from_system() -> Result<Self, rand::rngs::SysError> {
        let rng = StdRng::try_from_rng(&mut SysRng)?;
        Ok(Self {
            rng: Mutex::new(rng),
        })
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A number in `0.0..1.0`.
    pub fn fraction(&self) -> f64 {
        let bits = u64::from_le_bytes(self.bytes()) >> 11;
        bits as f64 / (1_u64 << 53) as f64
    }

    /// S3's request id: 16 upper-case hex digits.
    pub fn s3_request_id(&self) -> String {
        HEXUPPER.encode(&self.bytes::<8>())
    }

    /// S3's extended request id (`x-amz-id-2`).
    pub fn host_id(&self) -> String {
        BASE64.encode(&self.bytes::<56>())
    }

    /// A version 4 UUID: request ids of STS, IAM and KMS, KMS key ids.
    pub fn uuid(&self) -> String {
        let mut b: [u8; 16] = self.bytes();
        b[6] = (b[6] & 0x0f) | 0x40;
        b[8] = (b[8] & 0x3f) | 0x80;
        let hex = HEXLOWER.encode(&b);
        format!(
            "{}-{}-{}-{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..]
        )
    }

    /// An IAM unique id: a four-letter prefix (`AIDA`, `AROA`, `AGPA`, `AIPA`, `ANPA`, …) and 17 base-32 characters. The
    /// ids of access keys (`AKIA`, `ASIA`) have 16.
    pub fn unique_id(&self, prefix: &str) -> String {
        let length = if matches!(prefix, "AKIA" | "ASIA") {
            16
        } else {
            17
        };
        let text = BASE32_NOPAD.encode(&self.bytes::<11>());
        format!("{prefix}{}", &text[..length])
    }

    /// A secret access key: 40 characters.
    pub fn secret_access_key(&self) -> String {
        BASE64.encode(&self.bytes::<30>())
    }

    /// A session token: opaque text.
    pub fn session_token(&self) -> String {
        format!("{TOKEN_START}{}", BASE64.encode(&self.bytes::<96>()))
    }

    /// An S3 version id: 32 characters of the URL-safe alphabet.
    pub fn version_id(&self) -> String {
        data_encoding::BASE64URL_NOPAD
            .encode(&self.bytes::<24>())
            .replace('-', ".")
    }

    /// An S3 multipart upload id.
    pub fn upload_id(&self) -> String {
        data_encoding::BASE64URL_NOPAD
            .encode(&self.bytes::<60>())
            .replace('-', ".")
    }

    /// 32 hex digits: names of stored bodies.
    pub fn blob_id(&self) -> String {
        HEXLOWER.encode(&self.bytes::<16>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_repeats() {
        let (a, b) = (Ids::from_number(7), Ids::from_number(7));
        assert_eq!(a.uuid(), b.uuid());
        assert_eq!(a.version_id().len(), 32);
        assert_ne!(a.uuid(), a.uuid());
        assert_eq!(a.unique_id("AKIA").len(), 20);
        assert_eq!(a.unique_id("ASIA").len(), 20);
        for prefix in ["AIDA", "AROA", "ANPA", "AGPA", "AIPA"] {
            assert_eq!(a.unique_id(prefix).len(), 21, "{prefix}");
        }
        assert_eq!(a.secret_access_key().len(), 40);
    }
}
