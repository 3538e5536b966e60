//! What a request declares about its body: the `x-amz-content-sha256` header, and what the
//! signature makes of it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>

use std::fmt;

use data_encoding::HEXLOWER_PERMISSIVE;

use super::request::Head;
use super::sigv4::SigningKey;

/// The header that declares how the body is protected.
pub const CONTENT_SHA256: &str = "x-amz-content-sha256";
/// The payload line of a presigned request that declares nothing.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// SHA-256 of no bytes, in hexadecimal.
pub const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The values S3 takes in `x-amz-content-sha256`. The keywords are spelt exactly as written here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentSha256 {
    /// `UNSIGNED-PAYLOAD`.
    Unsigned,
    /// 64 hexadecimal digits of either case.
    Sha256([u8; 32]),
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
    UnsignedTrailer,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, and with `-TRAILER`.
    Signed { trailer: bool },
    /// `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD`, and with `-TRAILER`.
    Ecdsa { trailer: bool },
}

impl ContentSha256 {
    /// Reads a header value; `None` if S3 would refuse it.
    pub fn parse(value: &str) -> Option<Self> {
        Some(match value {
            UNSIGNED_PAYLOAD => Self::Unsigned,
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Self::UnsignedTrailer,
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => Self::Signed { trailer: false },
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => Self::Signed { trailer: true },
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" => Self::Ecdsa { trailer: false },
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" => Self::Ecdsa { trailer: true },
            hex => Self::Sha256(parse_sha256(hex)?),
        })
    }
}

/// 64 hexadecimal digits of either case.
fn parse_sha256(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 {
        return None;
    }
    let mut digest = [0; 32];
    HEXLOWER_PERMISSIVE
        .decode_mut(hex.as_bytes(), &mut digest)
        .ok()?;
    Some(digest)
}

/// Where the chain of chunk signatures starts.
#[derive(Clone)]
pub struct ChunkSeed {
    /// The key id of the request, for a chunk's signature error.
    pub access_key_id: String,
    /// The request's own signature, 64 lower-case hexadecimal digits.
    pub signature: String,
    /// The key that signed the request signs the chunks too.
    pub key: SigningKey,
    /// `date/region/service/aws4_request`.
    pub scope: String,
    /// The date line of the request's string to sign, as sent.
    pub timestamp: String,
    /// The request's canonical request: a chunk's signature error prints it.
    pub canonical_request: String,
}

/// Leaves the canonical request out: it may hold a session token.
impl fmt::Debug for ChunkSeed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ChunkSeed")
            .field("access_key_id", &self.access_key_id)
            .field("scope", &self.scope)
            .field("timestamp", &self.timestamp)
            .finish_non_exhaustive()
    }
}

/// How the body that follows has to be checked, once the head's signature holds.
#[derive(Debug, Clone)]
pub enum BodyIntegrity {
    /// Nothing was declared.
    Absent,
    /// Declared as unsigned.
    Unsigned,
    /// The whole body hashes to this SHA-256.
    Sha256([u8; 32]),
    /// aws-chunked, each chunk signed, with a signed trailer if `trailer`.
    ChunkedSigned { seed: Box<ChunkSeed>, trailer: bool },
    /// aws-chunked without signatures, with a trailer.
    ChunkedUnsignedTrailer,
}

impl BodyIntegrity {
    /// For a request whose head no SigV4 key covers (anonymous or SigV2): chunk signatures cannot
    /// be checked, so those modes, like a value S3 does not know, count as nothing declared.
    pub fn without_key(head: &Head) -> Self {
        match head.header(CONTENT_SHA256).and_then(ContentSha256::parse) {
            Some(ContentSha256::Unsigned) => Self::Unsigned,
            Some(ContentSha256::Sha256(digest)) => Self::Sha256(digest),
            Some(ContentSha256::UnsignedTrailer) => Self::ChunkedUnsignedTrailer,
            Some(ContentSha256::Signed { .. } | ContentSha256::Ecdsa { .. }) | None => Self::Absent,
        }
    }

    /// Whether the body comes in aws-chunked framing.
    pub fn is_chunked(&self) -> bool {
        matches!(
            self,
            Self::ChunkedSigned { .. } | Self::ChunkedUnsignedTrailer
        )
    }
}
