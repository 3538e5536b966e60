//! The claim in a presigned URL.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use super::{Credential, V4Claim, declared_payload};
use crate::protocol::claim::{ClaimError, Kind};
use crate::protocol::dates;
use crate::protocol::request::Head;

/// The longest life of a presigned URL: a week, in seconds.
pub const MAX_EXPIRES_SECONDS: i64 = 604_800;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const ASYMMETRIC: &str = "AWS4-ECDSA-P256-SHA256";

impl V4Claim {
    /// Reads the six `X-Amz-*` parameters; a repeated parameter counts where it is first.
    pub(crate) fn from_query(head: &Head) -> Result<Self, ClaimError> {
        let parameter = |name| {
            head.query
                .get(name)
                .ok_or(ClaimError::MissingQueryParameters)
        };
        let algorithm = parameter("X-Amz-Algorithm")?;
        if algorithm != ALGORITHM && algorithm != ASYMMETRIC {
            return Err(ClaimError::UnsupportedAlgorithm {
                algorithm: algorithm.to_owned(),
            });
        }
        let credential = parameter("X-Amz-Credential")?;
        let signature = parameter("X-Amz-Signature")?;
        let date = parameter("X-Amz-Date")?;
        let signed_headers = parameter("X-Amz-SignedHeaders")?;
        let expires = parameter("X-Amz-Expires")?;
        if algorithm == ASYMMETRIC {
            return Err(ClaimError::AsymmetricSignature);
        }
        let signed_at = dates::parse_amz(date).ok_or_else(|| ClaimError::InvalidQueryDate {
            date: date.to_owned(),
        })?;
        let token = head.query.get("X-Amz-Security-Token");
        Ok(Self {
            kind: Kind::Query,
            algorithm: algorithm.to_owned(),
            expires_seconds: Some(expires_seconds(expires)?),
            credential: Credential::parse(credential).map_err(ClaimError::QueryCredential)?,
            signed_headers: signed_headers.to_owned(),
            signature: signature.to_owned(),
            request_time: date.to_owned(),
            signed_at,
            session_token: token
                .or_else(|| head.header("x-amz-security-token"))
                .map(str::to_owned),
            content_sha256: declared_payload(head, Kind::Query),
        })
    }
}

/// A signed 64-bit number between 0 and a week.
fn expires_seconds(text: &str) -> Result<i64, ClaimError> {
    let value = || text.to_owned();
    match text.parse::<i64>() {
        Err(_) => Err(ClaimError::ExpiresNotANumber { value: value() }),
        Ok(seconds) if seconds < 0 => Err(ClaimError::ExpiresNegative { value: value() }),
        Ok(seconds) if seconds > MAX_EXPIRES_SECONDS => {
            Err(ClaimError::ExpiresTooLarge { value: value() })
        }
        Ok(seconds) => Ok(seconds),
    }
}
