//! Who a request says it comes from, before anything is checked against a key.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

mod error;

pub use error::{ClaimError, CredentialFault, ScopeFault, SignatureMismatch};

use super::request::Head;
use super::sigv2::V2Claim;
use super::sigv4::V4Claim;

/// Where the signature was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In the `Authorization` header.
    Header,
    /// In the query string: a presigned URL.
    Query,
}

/// The identity a request claims.
#[derive(Debug, Clone)]
pub enum Claim {
    /// No credential at all.
    Anonymous,
    /// Signature Version 4.
    V4(V4Claim),
    /// Signature Version 2.
    V2(V2Claim),
}

impl Claim {
    /// Reads the claim out of a request's head. Only its form is checked; the time window, the
    /// scope, the key and the signature are the caller's next steps.
    ///
    /// An empty `Authorization` header counts as a second mechanism beside a signed query, and as
    /// absent otherwise.
    ///
    /// # Errors
    /// One [`ClaimError`] for each way S3 refuses a malformed credential.
    pub fn from_head(head: &Head) -> Result<Self, ClaimError> {
        let v4_query = head.query.has("X-Amz-Algorithm");
        let v2_query = head.query.has("Signature");
        if let Some(value) = head.headers.get("authorization") {
            let value = String::from_utf8_lossy(value.as_bytes());
            if v4_query || v2_query {
                let authorization = Some(value.into_owned());
                return Err(ClaimError::MultipleMechanisms { authorization });
            }
            return Self::from_authorization(head, value.trim());
        }
        match (v4_query, v2_query) {
            (true, true) => Err(ClaimError::MultipleMechanisms {
                authorization: None,
            }),
            (true, false) => V4Claim::from_query(head).map(Self::V4),
            (false, true) => V2Claim::from_query(head).map(Self::V2),
            (false, false) => Ok(Self::Anonymous),
        }
    }

    fn from_authorization(head: &Head, value: &str) -> Result<Self, ClaimError> {
        if value.is_empty() {
            return Ok(Self::Anonymous);
        }
        let whole = || value.to_owned();
        let Some((scheme, rest)) = value.split_once(' ') else {
            return Err(ClaimError::NotOneSpace {
                authorization: whole(),
            });
        };
        if scheme.eq_ignore_ascii_case("AWS4-HMAC-SHA256") {
            V4Claim::from_header(head, scheme, rest).map(Self::V4)
        } else if scheme.eq_ignore_ascii_case("AWS") {
            V2Claim::from_header(head, value, rest).map(Self::V2)
        } else if scheme.eq_ignore_ascii_case("AWS4-ECDSA-P256-SHA256") {
            Err(ClaimError::AsymmetricSignature)
        } else {
            Err(ClaimError::UnsupportedType {
                authorization: whole(),
            })
        }
    }

    /// Header or query; `None` for an anonymous request.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Anonymous => None,
            Self::V4(claim) => Some(claim.kind()),
            Self::V2(claim) => Some(claim.kind()),
        }
    }

    /// The access key id, as sent; `None` for an anonymous request.
    pub fn access_key_id(&self) -> Option<&str> {
        match self {
            Self::Anonymous => None,
            Self::V4(claim) => Some(claim.access_key_id()),
            Self::V2(claim) => Some(claim.access_key_id()),
        }
    }

    /// The session token that came with the key, as sent.
    pub fn session_token(&self) -> Option<&str> {
        match self {
            Self::Anonymous => None,
            Self::V4(claim) => claim.session_token(),
            Self::V2(claim) => claim.session_token(),
        }
    }

    /// When the request says it was signed, in Unix seconds; a SigV2 query does not say.
    pub fn signed_at(&self) -> Option<i64> {
        match self {
            Self::Anonymous => None,
            Self::V4(claim) => Some(claim.signed_at()),
            Self::V2(claim) => claim.signed_at(),
        }
    }
}
