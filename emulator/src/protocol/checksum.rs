//! Object checksums: the five algorithms of S3, over whole objects and over parts.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

mod combine;
mod hasher;
mod md5;

pub use hasher::Hasher;
pub use md5::{Md5, Md5Digest};

use combine::Combiner;
use crc_fast::CrcAlgorithm;
use data_encoding::BASE64;
use http::HeaderMap;

/// The longest digest, in bytes.
const MAX_DIGEST_BYTES: usize = 32;

/// A checksum algorithm, by the names S3 gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// CRC-32 of ISO-HDLC (zip, Ethernet).
    Crc32,
    /// CRC-32C (Castagnoli).
    Crc32c,
    /// CRC-64/NVME: what S3 computes when the client sends none.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Algorithm {
    /// All algorithms, in the order S3 lists them in its errors.
    pub const ALL: [Self; 5] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64Nvme,
        Self::Sha1,
        Self::Sha256,
    ];

    /// `CRC32`, as in `x-amz-checksum-algorithm` and in XML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// `x-amz-checksum-crc32`: the request, response and trailer header.
    pub fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// `ChecksumCRC32`: the XML element that holds a value.
    pub fn element(self) -> &'static str {
        match self {
            Self::Crc32 => "ChecksumCRC32",
            Self::Crc32c => "ChecksumCRC32C",
            Self::Crc64Nvme => "ChecksumCRC64NVME",
            Self::Sha1 => "ChecksumSHA1",
            Self::Sha256 => "ChecksumSHA256",
        }
    }

    /// The algorithm of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// The algorithm whose value that header holds, in any case.
    pub fn from_header(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.header().eq_ignore_ascii_case(name))
    }

    /// The length of a digest, in bytes.
    pub fn digest_bytes(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// Whether a multipart upload may use the algorithm in that way.
    pub fn supports(self, kind: Kind) -> bool {
        match kind {
            Kind::FullObject => self.crc().is_some(),
            Kind::Composite => self != Self::Crc64Nvme,
        }
    }

    /// What a multipart upload gets if it names the algorithm but no type.
    pub fn default_kind(self) -> Kind {
        if self == Self::Crc64Nvme {
            Kind::FullObject
        } else {
            Kind::Composite
        }
    }

    fn crc(self) -> Option<CrcAlgorithm> {
        match self {
            Self::Crc32 => Some(CrcAlgorithm::Crc32IsoHdlc),
            Self::Crc32c => Some(CrcAlgorithm::Crc32Iscsi),
            Self::Crc64Nvme => Some(CrcAlgorithm::Crc64Nvme),
            Self::Sha1 | Self::Sha256 => None,
        }
    }
}

/// What a multipart object's checksum covers (`x-amz-checksum-type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The bytes of the whole object.
    FullObject,
    /// The digests of the parts.
    Composite,
}

impl Kind {
    /// `FULL_OBJECT` or `COMPOSITE`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullObject => "FULL_OBJECT",
            Self::Composite => "COMPOSITE",
        }
    }

    /// The type of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::FullObject, Self::Composite]
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// A checksum that cannot be read or made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecksumError {
    /// Not base64, or not as long as the algorithm's digest.
    #[error("value `{value}` for {} is invalid", algorithm.header())]
    InvalidValue { algorithm: Algorithm, value: String },
    /// More than one `x-amz-checksum-*` value.
    #[error("more than one checksum")]
    MultipleTypes,
    /// The algorithm does not work that way over parts.
    #[error("{} cannot be {}", algorithm.name(), kind.name())]
    UnsupportedKind { algorithm: Algorithm, kind: Kind },
    /// Parts whose checksums are of different algorithms.
    #[error("parts have different checksum algorithms")]
    MixedAlgorithms,
}

/// A digest and its algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum {
    algorithm: Algorithm,
    /// The digest, then zeros.
    bytes: [u8; MAX_DIGEST_BYTES],
}

impl Checksum {
    /// Wraps the raw digest; `None` if its length is not the algorithm's.
    pub fn from_digest(algorithm: Algorithm, digest: &[u8]) -> Option<Self> {
        let mut bytes = [0; MAX_DIGEST_BYTES];
        if digest.len() != algorithm.digest_bytes() {
            return None;
        }
        bytes[..digest.len()].copy_from_slice(digest);
        Some(Self { algorithm, bytes })
    }

    /// Reads a header or XML value.
    ///
    /// # Errors
    /// [`ChecksumError::InvalidValue`].
    pub fn decode(algorithm: Algorithm, value: &str) -> Result<Self, ChecksumError> {
        let digest = BASE64.decode(value.as_bytes()).ok();
        digest
            .and_then(|digest| Self::from_digest(algorithm, &digest))
            .ok_or_else(|| ChecksumError::InvalidValue {
                algorithm,
                value: value.to_owned(),
            })
    }

    /// Reads a composite value, `base64-N`, into the digest and the number of parts.
    ///
    /// # Errors
    /// [`ChecksumError::InvalidValue`].
    pub fn decode_composite(
        algorithm: Algorithm,
        value: &str,
    ) -> Result<(Self, u32), ChecksumError> {
        let invalid = || ChecksumError::InvalidValue {
            algorithm,
            value: value.to_owned(),
        };
        let (digest, parts) = value.rsplit_once('-').ok_or_else(invalid)?;
        let parts = parts.parse().map_err(|_| invalid())?;
        Ok((
            Self::decode(algorithm, digest).map_err(|_| invalid())?,
            parts,
        ))
    }

    /// The one `x-amz-checksum-*` value among a request's headers.
    ///
    /// # Errors
    /// [`ChecksumError::MultipleTypes`] if there are more, [`ChecksumError::InvalidValue`] if it
    /// cannot be read.
    pub fn from_headers(headers: &HeaderMap) -> Result<Option<Self>, ChecksumError> {
        let mut found = None;
        for algorithm in Algorithm::ALL {
            for value in headers.get_all(algorithm.header()) {
                if found.replace((algorithm, value)).is_some() {
                    return Err(ChecksumError::MultipleTypes);
                }
            }
        }
        let Some((algorithm, value)) = found else {
            return Ok(None);
        };
        let value = String::from_utf8_lossy(value.as_bytes());
        Self::decode(algorithm, value.trim()).map(Some)
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The raw digest, most significant byte first.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.algorithm.digest_bytes()]
    }

    /// The digest as headers and XML carry it.
    pub fn base64(&self) -> String {
        BASE64.encode(self.as_bytes())
    }

    /// The checksum of an object put together from parts, given each part's checksum and length
    /// in bytes: nothing is read again.
    ///
    /// # Errors
    /// [`ChecksumError::UnsupportedKind`] for SHA-1 and SHA-256, which cannot be combined;
    /// [`ChecksumError::MixedAlgorithms`].
    pub fn full_object(
        algorithm: Algorithm,
        parts: impl IntoIterator<Item = (Self, u64)>,
    ) -> Result<Self, ChecksumError> {
        let kind = Kind::FullObject;
        let mut combiner =
            Combiner::new(algorithm).ok_or(ChecksumError::UnsupportedKind { algorithm, kind })?;
        // The CRC of no bytes.
        let mut whole = 0;
        for (part, length_bytes) in parts {
            if part.algorithm != algorithm {
                return Err(ChecksumError::MixedAlgorithms);
            }
            whole = combiner.combine(whole, part.number(), length_bytes);
        }
        Ok(Self::from_number(algorithm, whole))
    }

    /// The checksum of the parts' digests, one after the other.
    ///
    /// # Errors
    /// [`ChecksumError::UnsupportedKind`] for CRC-64/NVME; [`ChecksumError::MixedAlgorithms`].
    pub fn composite(
        algorithm: Algorithm,
        parts: impl IntoIterator<Item = Self>,
    ) -> Result<Composite, ChecksumError> {
        let kind = Kind::Composite;
        if !algorithm.supports(kind) {
            return Err(ChecksumError::UnsupportedKind { algorithm, kind });
        }
        let mut hasher = Hasher::new(algorithm);
        let mut count = 0;
        for part in parts {
            if part.algorithm != algorithm {
                return Err(ChecksumError::MixedAlgorithms);
            }
            hasher.update(part.as_bytes());
            count += 1;
        }
        Ok(Composite {
            checksum: hasher.finalize(),
            parts: count,
        })
    }

    /// The digest of a CRC as a number.
    fn number(&self) -> u64 {
        self.as_bytes()
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn from_number(algorithm: Algorithm, number: u64) -> Self {
        let length = algorithm.digest_bytes().min(8);
        let mut bytes = [0; MAX_DIGEST_BYTES];
        bytes[..length].copy_from_slice(&number.to_be_bytes()[8 - length..]);
        Self { algorithm, bytes }
    }
}

/// A checksum over parts; its text is `base64-N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Composite {
    /// The checksum of the digests.
    pub checksum: Checksum,
    /// The number of parts.
    pub parts: u32,
}

impl std::fmt::Display for Composite {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}", self.checksum.base64(), self.parts)
    }
}
