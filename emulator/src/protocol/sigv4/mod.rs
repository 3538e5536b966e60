//! Signature Version 4: reading the claim, and verifying it with a derived key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

pub mod canonical;
mod credential;
pub mod header;
pub mod key;
pub mod presigned;
mod unsigned;

pub use credential::Credential;
pub use key::SigningKey;

use std::fmt;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::body::{
    BodyIntegrity, CONTENT_SHA256, ChunkSeed, ContentSha256, EMPTY_SHA256, UNSIGNED_PAYLOAD,
};
use super::claim::{Kind, ScopeFault, SignatureMismatch};
use super::dates;
use super::request::Head;

/// The service name in a credential scope for S3, whose signing rules differ from the rest.
pub const S3_SERVICE: &str = "s3";

/// A SigV4 claim as read from a request, not yet verified.
#[derive(Clone)]
pub struct V4Claim {
    kind: Kind,
    /// The scheme as spelt by the client: it is signed as sent.
    algorithm: String,
    credential: Credential,
    /// `host;x-amz-date`, as sent.
    signed_headers: String,
    signature: String,
    /// The date line as sent.
    request_time: String,
    signed_at: i64,
    expires_seconds: Option<i64>,
    session_token: Option<String>,
    /// The payload declaration as sent; `None` when nothing was declared.
    content_sha256: Option<String>,
}

impl V4Claim {
    /// Header or query.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The access key id, as sent.
    pub fn access_key_id(&self) -> &str {
        &self.credential.access_key_id
    }

    /// The five parts of the credential.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The scope's date, `yyyyMMdd` as sent.
    pub fn date(&self) -> &str {
        &self.credential.date
    }

    /// The scope's region.
    pub fn region(&self) -> &str {
        &self.credential.region
    }

    /// The scope's service.
    pub fn service(&self) -> &str {
        &self.credential.service
    }

    /// `X-Amz-Security-Token`, from the header or the query.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// When the request says it was signed, in Unix seconds.
    pub fn signed_at(&self) -> i64 {
        self.signed_at
    }

    /// The date as sent: what `RequestTimeTooSkewed` prints as `RequestTime`.
    pub fn request_time(&self) -> &str {
        &self.request_time
    }

    /// `X-Amz-Expires` of a presigned request, in seconds (0 to 604,800).
    pub fn expires_seconds(&self) -> Option<i64> {
        self.expires_seconds
    }

    /// The names in `SignedHeaders`, in the order sent.
    pub fn signed_headers(&self) -> impl Iterator<Item = &str> {
        self.signed_headers.split(';')
    }

    /// The signature as sent.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// `x-amz-content-sha256` as sent (`s3:x-amz-content-sha256`).
    pub fn content_sha256(&self) -> Option<&str> {
        self.content_sha256.as_deref()
    }

    /// Compares the scope with the endpoint's own region and service, in the order S3 does.
    ///
    /// # Errors
    /// The first [`ScopeFault`]: region, service, terminal, then date.
    pub fn check_scope(&self, region: &str, service: &str) -> Result<(), ScopeFault> {
        self.credential.check(region, service)?;
        let expected = match self.kind {
            Kind::Header => dates::format_yyyymmdd(self.signed_at).unwrap_or_default(),
            Kind::Query => self.request_time.chars().take(8).collect(),
        };
        if self.credential.date != expected {
            let date = self.credential.date.clone();
            return Err(ScopeFault::DateMismatch { date, expected });
        }
        Ok(())
    }

    /// The headers that had to be signed and were not, in the order S3 prints them in
    /// `HeadersNotSigned`: `host`, `content-md5` and every `x-amz-*` but `x-amz-content-sha256`.
    pub fn unsigned_headers(&self, head: &Head) -> Vec<String> {
        unsigned::unsigned_headers(head, &self.signed_headers)
    }

    /// Verifies the signature over the head; the payload line is what the request declares.
    ///
    /// A request that declares nothing (other services than S3 need not) is verified as one with
    /// an empty body and gives [`BodyIntegrity::Absent`]; use [`Self::verify_body`] when the body
    /// is at hand.
    ///
    /// # Errors
    /// [`SignatureMismatch`] with all that S3 prints.
    pub fn verify(
        &self,
        head: &Head,
        key: &SigningKey,
    ) -> Result<BodyIntegrity, SignatureMismatch> {
        let canonical = self.verify_payload_line(head, key, self.payload_line())?;
        Ok(self.integrity(key, canonical))
    }

    /// Verifies the signature over head and body, as every service but S3 does: the payload line
    /// is the SHA-256 of the body itself.
    ///
    /// # Errors
    /// [`SignatureMismatch`].
    pub fn verify_body(
        &self,
        head: &Head,
        key: &SigningKey,
        body: &[u8],
    ) -> Result<(), SignatureMismatch> {
        let payload = HEXLOWER.encode(&Sha256::digest(body));
        self.verify_payload_line(head, key, &payload).map(|_| ())
    }

    fn payload_line(&self) -> &str {
        let undeclared = match self.kind {
            Kind::Header => EMPTY_SHA256,
            Kind::Query => UNSIGNED_PAYLOAD,
        };
        self.content_sha256.as_deref().unwrap_or(undeclared)
    }

    /// The canonical request, if its signature is the one sent.
    fn verify_payload_line(
        &self,
        head: &Head,
        key: &SigningKey,
        payload: &str,
    ) -> Result<Vec<u8>, SignatureMismatch> {
        let is_s3 = self.service() == S3_SERVICE;
        let canonical = canonical::request(head, &self.signed_headers, payload, is_s3);
        let string_to_sign = canonical::string_to_sign(
            &self.algorithm,
            &self.request_time,
            &self.credential.scope(),
            &canonical,
        );
        let expected = key.sign_hex(string_to_sign.as_bytes());
        if bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes())) {
            return Ok(canonical);
        }
        Err(SignatureMismatch {
            access_key_id: self.access_key_id().to_owned(),
            signature_provided: self.signature.clone(),
            string_to_sign,
            canonical_request: Some(String::from_utf8_lossy(&canonical).into_owned()),
        })
    }

    /// What the declaration asks of the body. A presigned request may declare anything, since its
    /// value is only signed, not read: what is no declaration then protects nothing.
    fn integrity(&self, key: &SigningKey, canonical: Vec<u8>) -> BodyIntegrity {
        let Some(declared) = self.content_sha256.as_deref() else {
            return match self.kind {
                Kind::Header => BodyIntegrity::Absent,
                Kind::Query => BodyIntegrity::Unsigned,
            };
        };
        match ContentSha256::parse(declared) {
            Some(ContentSha256::Sha256(digest)) => BodyIntegrity::Sha256(digest),
            Some(ContentSha256::UnsignedTrailer) => BodyIntegrity::ChunkedUnsignedTrailer,
            Some(ContentSha256::Signed { trailer }) => BodyIntegrity::ChunkedSigned {
                seed: Box::new(self.seed(key, canonical)),
                trailer,
            },
            Some(ContentSha256::Unsigned | ContentSha256::Ecdsa { .. }) | None => {
                BodyIntegrity::Unsigned
            }
        }
    }

    fn seed(&self, key: &SigningKey, canonical: Vec<u8>) -> ChunkSeed {
        ChunkSeed {
            access_key_id: self.access_key_id().to_owned(),
            signature: self.signature.clone(),
            key: key.clone(),
            scope: self.credential.scope(),
            timestamp: self.request_time.clone(),
            canonical_request: String::from_utf8_lossy(&canonical).into_owned(),
        }
    }
}

/// Leaves the session token and the signature out.
impl fmt::Debug for V4Claim {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("V4Claim")
            .field("kind", &self.kind)
            .field("credential", &self.credential)
            .field("signed_headers", &self.signed_headers)
            .field("request_time", &self.request_time)
            .field("expires_seconds", &self.expires_seconds)
            .finish_non_exhaustive()
    }
}

/// The declaration of a request: a header's is the header, and a presigned one may also carry it
/// in its query.
fn declared_payload(head: &Head, kind: Kind) -> Option<String> {
    let in_query = || match kind {
        Kind::Header => None,
        Kind::Query => head.query.get("X-Amz-Content-Sha256"),
    };
    head.header(CONTENT_SHA256)
        .or_else(in_query)
        .map(str::to_owned)
}
