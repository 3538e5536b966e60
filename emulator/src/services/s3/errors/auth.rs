//! Signatures and policies that S3 does not accept.

use super::{Failure, internal, invalid_argument, invalid_request};
use crate::auth::authenticate::{AuthError, AuthMethod, MAX_SKEW_SECONDS};
use crate::base::time_format::iso_seconds;
use crate::protocol::claim::{ClaimError, CredentialFault, ScopeFault, SignatureMismatch};

/// An authentication failure in S3's words.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
pub fn authentication(error: &AuthError) -> Failure {
    match error {
        AuthError::Claim(error) => claim(error),
        AuthError::Skewed {
            request_time,
            server_time,
        } => Failure::new(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
        )
        .with("RequestTime", request_time)
        .with("ServerTime", iso_seconds(*server_time))
        .with(
            "MaxAllowedSkewMilliseconds",
            (MAX_SKEW_SECONDS * 1000).to_string(),
        ),
        AuthError::UrlExpired {
            expires_seconds,
            expires_at,
            server_time,
        } => {
            let failure = Failure::new(403, "AccessDenied", "Request has expired");
            let failure = match expires_seconds {
                Some(seconds) => failure.with("X-Amz-Expires", seconds.to_string()),
                None => failure,
            };
            failure
                .with("Expires", iso_seconds(*expires_at))
                .with("ServerTime", iso_seconds(*server_time))
        }
        AuthError::UrlNotYetValid {
            signed_at,
            expires_at,
            server_time,
        } => Failure::new(403, "AccessDenied", "Request is not yet valid")
            .with("X-Amz-Date", signed_at.millis().to_string())
            .with("Expires", iso_seconds(*expires_at))
            .with("ServerTime", iso_seconds(*server_time)),
        AuthError::Scope(fault, method) => scope(*method, fault),
        AuthError::UnknownKey(id) => Failure::new(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
        )
        .with("AWSAccessKeyId", id),
        AuthError::InvalidToken(token) => Failure::new(
            400,
            "InvalidToken",
            "The provided token is malformed or otherwise invalid.",
        )
        .with("Token-0", token),
        AuthError::ExpiredToken(token) => {
            Failure::new(400, "ExpiredToken", "The provided token has expired.")
                .with("Token-0", token)
        }
        AuthError::SignatureMismatch(mismatch) => signature_mismatch(mismatch),
        AuthError::HeadersNotSigned(names) => Failure::new(
            403,
            "AccessDenied",
            "There were headers present in the request which were not signed",
        )
        .with("HeadersNotSigned", names.join(", ")),
        AuthError::Storage(_) => internal(),
    }
}

fn scope(method: AuthMethod, fault: &ScopeFault) -> Failure {
    match fault {
        ScopeFault::EmptyRegion => malformed(
            method,
            "a non-empty region must be provided in the credential.",
        ),
        ScopeFault::WrongRegion { region, expected } => malformed(
            method,
            &format!("the region '{region}' is wrong; expecting '{expected}'"),
        )
        .with("Region", expected),
        ScopeFault::WrongService { service, expected } => malformed(
            method,
            &format!("incorrect service \"{service}\". This endpoint belongs to \"{expected}\"."),
        ),
        ScopeFault::WrongTerminal { terminal } => malformed(
            method,
            &format!("incorrect terminal \"{terminal}\". This endpoint uses \"aws4_request\"."),
        ),
        ScopeFault::DateMismatch { date, expected } => Failure::new(
            400,
            malformed_code(method),
            format!(
                "Invalid credential date \"{date}\". This date is not the same as X-Amz-Date: \"{expected}\"."
            ),
        ),
    }
}

const fn malformed_code(method: AuthMethod) -> &'static str {
    match method {
        AuthMethod::Header => "AuthorizationHeaderMalformed",
        AuthMethod::Query => "AuthorizationQueryParametersError",
    }
}

fn malformed(method: AuthMethod, what: &str) -> Failure {
    let intro = match method {
        AuthMethod::Header => "The authorization header is malformed; ",
        AuthMethod::Query => "Error parsing the X-Amz-Credential parameter; ",
    };
    Failure::new(400, malformed_code(method), format!("{intro}{what}"))
}

fn credential(method: AuthMethod, fault: &CredentialFault) -> Failure {
    match fault {
        CredentialFault::Malformed { .. } => malformed(
            method,
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
        ),
        CredentialFault::DateFormat { date } => malformed(
            method,
            &format!(
                "incorrect date format \"{date}\". This date in the credential must be in the format \"yyyyMMdd\"."
            ),
        ),
    }
}

fn claim(error: &ClaimError) -> Failure {
    let authorization =
        |message: &str, value: &str| invalid_argument(message, "Authorization", value);
    let query =
        |message: &str| Failure::new(400, "AuthorizationQueryParametersError", message.to_owned());
    match error {
        ClaimError::MultipleMechanisms {
            authorization: found,
        } => authorization(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
            found.as_deref().unwrap_or_default(),
        ),
        ClaimError::NotOneSpace {
            authorization: found,
        } => authorization(
            "Authorization header is invalid -- one and only one ' ' (space) required",
            found,
        ),
        ClaimError::UnsupportedType {
            authorization: found,
        } => authorization("Unsupported Authorization Type", found),
        ClaimError::InvalidV2Header {
            authorization: found,
        } => authorization(
            "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
            found,
        ),
        ClaimError::AsymmetricSignature => {
            super::not_implemented("asymmetric signatures are for multi-region access points")
        }
        ClaimError::MissingContentSha256 => {
            invalid_request("Missing required header for this request: x-amz-content-sha256")
        }
        ClaimError::InvalidContentSha256 { value } => invalid_argument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            "x-amz-content-sha256",
            value,
        ),
        ClaimError::NoValidDate => Failure::new(
            403,
            "AccessDenied",
            "AWS authentication requires a valid Date or x-amz-date header",
        ),
        ClaimError::MissingComponents => Failure::new(
            400,
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.",
        ),
        ClaimError::HeaderCredential(fault) => credential(AuthMethod::Header, fault),
        ClaimError::QueryCredential(fault) => credential(AuthMethod::Query, fault),
        ClaimError::UnsupportedAlgorithm { .. } => {
            query("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"")
        }
        ClaimError::MissingQueryParameters => query(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ),
        ClaimError::InvalidQueryDate { .. } => {
            query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        }
        ClaimError::ExpiresNotANumber { .. } => query("X-Amz-Expires should be a number"),
        ClaimError::ExpiresNegative { .. } => query("X-Amz-Expires must be non-negative"),
        ClaimError::ExpiresTooLarge { .. } => query(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        ClaimError::MissingV2QueryParameters => Failure::new(
            403,
            "AccessDenied",
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ),
        ClaimError::InvalidV2Expires { value } => Failure::new(
            403,
            "AccessDenied",
            format!("Invalid date (should be seconds since epoch): {value}"),
        ),
    }
}

/// A signature that does not hold, of a head or of a chunk.
pub fn signature_mismatch(mismatch: &SignatureMismatch) -> Failure {
    let failure = Failure::new(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    )
    .with("AWSAccessKeyId", &mismatch.access_key_id)
    .with("StringToSign", &mismatch.string_to_sign)
    .with("SignatureProvided", &mismatch.signature_provided)
    .with("StringToSignBytes", spaced_hex(&mismatch.string_to_sign));
    match &mismatch.canonical_request {
        Some(canonical) => failure
            .with("CanonicalRequest", canonical)
            .with("CanonicalRequestBytes", spaced_hex(canonical)),
        None => failure,
    }
}

fn spaced_hex(text: &str) -> String {
    text.bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A bucket policy that S3 does not store.
pub fn malformed_policy(message: impl Into<String>) -> Failure {
    Failure::new(400, "MalformedPolicy", message.into())
}
