//! Who signed this request? Checks in AWS's order: time window, region, key, token, signature.

use std::sync::Arc;

use super::Keyring;
use super::identity::Identity;
use super::keyring::Credential;
use crate::base::{Clock, Timestamp, ids};
use crate::protocol::body::BodyIntegrity;
use crate::protocol::claim::{Claim, ClaimError, Kind, ScopeFault, SignatureMismatch};
use crate::protocol::request::Head;
use crate::protocol::sigv2::V2Claim;
use crate::protocol::sigv4::V4Claim;
use crate::storage::StorageError;
use crate::world::World;

/// Requests may be so far from the stack's time, in seconds, as on AWS.
pub const MAX_SKEW_SECONDS: i64 = 15 * 60;

/// IAM's prefix in signature scopes.
const IAM: &str = "iam";

/// Where the signature stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthMethod {
    /// In the `Authorization` header.
    Header,
    /// In the query: a presigned URL.
    Query,
}

/// Which signature protocol was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureVersion {
    /// Signature Version 4.
    V4,
    /// Signature Version 2.
    V2,
}

/// How a request was signed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Protocol.
    pub version: SignatureVersion,
    /// Place.
    pub method: AuthMethod,
    /// When, on the stack's time line.
    pub at: Timestamp,
    /// The region in the credential scope; Signature Version 2 has none.
    pub region: Option<String>,
    /// The access key id.
    pub access_key_id: String,
}

/// A verified caller.
#[derive(Debug)]
pub struct Authenticated {
    /// Who.
    pub identity: Arc<Identity>,
    /// How; `None` for anonymous requests.
    pub signed: Option<Signed>,
    /// What the signature says of the body.
    pub integrity: BodyIntegrity,
}

/// Why a request's signature was not accepted. Each service says it in its own words.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The claim itself is malformed.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// Too far from the stack's time.
    #[error("the request time is too far from the stack's time")]
    Skewed {
        /// As the client wrote it.
        request_time: String,
        /// The stack's time.
        server_time: Timestamp,
    },
    /// A presigned URL after its end.
    #[error("the presigned URL has expired")]
    UrlExpired {
        /// Its life in seconds, Signature Version 4 only.
        expires_seconds: Option<i64>,
        /// Its end.
        expires_at: Timestamp,
        /// The stack's time.
        server_time: Timestamp,
    },
    /// A presigned URL before its date.
    #[error("the presigned URL is not yet valid")]
    UrlNotYetValid {
        /// Its date.
        signed_at: Timestamp,
        /// Its end.
        expires_at: Timestamp,
        /// The stack's time.
        server_time: Timestamp,
    },
    /// The credential scope is not the endpoint's.
    #[error("{0}")]
    Scope(ScopeFault, AuthMethod),
    /// No such key, an inactive key, or temporary credentials without their token.
    #[error("the access key id `{0}` is not known")]
    UnknownKey(String),
    /// A token that is none, or one beside a key that needs none.
    #[error("the token is not valid for the key")]
    InvalidToken(String),
    /// The session is over.
    #[error("the token has expired")]
    ExpiredToken(String),
    /// The signature is another one.
    #[error("the signature does not match")]
    SignatureMismatch(Box<SignatureMismatch>),
    /// Headers that had to be signed and were not.
    #[error("headers were not signed: {0:?}")]
    HeadersNotSigned(Vec<String>),
    /// The records could not be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Which scope a signature must have.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The service's prefix.
    pub service: &'a str,
    /// The resource's region, when it has one.
    pub region: Option<&'a str>,
    /// The bucket of a virtual-host request, part of what Signature Version 2 signs.
    pub virtual_host_bucket: Option<&'a str>,
    /// The whole body, for the services whose signature covers it.
    pub body: Option<&'a [u8]>,
}

/// Verifies a request's signature and finds its caller.
///
/// # Errors
/// The first check that fails, in AWS's order.
pub fn authenticate(
    world: &World,
    keyring: &Keyring,
    head: &Head,
    expected: Expected<'_>,
) -> Result<Authenticated, AuthError> {
    match Claim::from_head(head)? {
        Claim::Anonymous => Ok(Authenticated {
            identity: Arc::new(Identity::anonymous()),
            signed: None,
            integrity: BodyIntegrity::without_key(head),
        }),
        Claim::V4(claim) => v4(world, keyring, head, expected, &claim),
        Claim::V2(claim) => v2(world, keyring, head, expected, &claim),
    }
}

fn v4(
    world: &World,
    keyring: &Keyring,
    head: &Head,
    expected: Expected<'_>,
    claim: &V4Claim,
) -> Result<Authenticated, AuthError> {
    let method = method_of(claim.kind());
    let now = world.clock.now();
    let at = virtual_moment(
        &world.clock,
        now,
        Timestamp::from_seconds(claim.signed_at()),
        claim.kind(),
    );
    match claim.expires_seconds() {
        Some(life) => url_window(at, at.plus_seconds(life), Some(life), now)?,
        None => skew(at, now, claim.request_time())?,
    }
    claim
        .check_scope(
            expected.region.unwrap_or_else(|| claim.region()),
            expected.service,
        )
        .map_err(|fault| AuthError::Scope(fault, method))?;
    let credential = known_key(world, keyring, claim.access_key_id(), claim.session_token())?;
    if expected.service == IAM && is_limited(&credential) {
        return Err(AuthError::UnknownKey(claim.access_key_id().to_owned()));
    }
    let key = credential.signing_key(claim.date(), claim.region(), claim.service());
    let integrity = match expected.body {
        Some(body) => claim
            .verify_body(head, &key, body)
            .map(|()| BodyIntegrity::Absent),
        None => claim.verify(head, &key),
    }
    .map_err(|mismatch| AuthError::SignatureMismatch(Box::new(mismatch)))?;
    let unsigned = claim.unsigned_headers(head);
    if !unsigned.is_empty() {
        return Err(AuthError::HeadersNotSigned(unsigned));
    }
    let identity = identity_of(&credential, claim.session_token())?;
    credential.note_use(world, expected.service, claim.region());
    let signed = Signed {
        version: SignatureVersion::V4,
        method,
        at,
        region: Some(claim.region().to_owned()),
        access_key_id: credential.access_key_id.clone(),
    };
    Ok(Authenticated {
        identity,
        signed: Some(signed),
        integrity,
    })
}

fn v2(
    world: &World,
    keyring: &Keyring,
    head: &Head,
    expected: Expected<'_>,
    claim: &V2Claim,
) -> Result<Authenticated, AuthError> {
    let method = method_of(claim.kind());
    let now = world.clock.now();
    let at = match claim.expires_at() {
        Some(end) => {
            let end = virtual_moment(
                &world.clock,
                now,
                Timestamp::from_seconds(end),
                claim.kind(),
            );
            url_window(now, end, None, now)?;
            now
        }
        None => {
            let at = virtual_moment(
                &world.clock,
                now,
                Timestamp::from_seconds(claim.signed_at().unwrap_or(0)),
                claim.kind(),
            );
            skew(at, now, claim.request_time())?;
            at
        }
    };
    let credential = known_key(world, keyring, claim.access_key_id(), claim.session_token())?;
    let integrity = claim
        .verify(
            head,
            expected.virtual_host_bucket,
            credential.secret.expose(),
        )
        .map_err(|mismatch| AuthError::SignatureMismatch(Box::new(mismatch)))?;
    let identity = identity_of(&credential, claim.session_token())?;
    let region = &world.settings.default_region;
    credential.note_use(world, expected.service, expected.region.unwrap_or(region));
    let signed = Signed {
        version: SignatureVersion::V2,
        method,
        at,
        region: None,
        access_key_id: credential.access_key_id.clone(),
    };
    Ok(Authenticated {
        identity,
        signed: Some(signed),
        integrity,
    })
}

fn method_of(kind: Kind) -> AuthMethod {
    match kind {
        Kind::Header => AuthMethod::Header,
        Kind::Query => AuthMethod::Query,
    }
}

/// A client's date is a wall-clock moment, unless it already fits the stack's own time.
///
/// Dates have whole seconds. Within the second in which the clock was moved the two readings differ: a request counts
/// as signed after the move when that makes it fresh, a URL as signed before it. A date that would lie ahead as a
/// wall-clock moment, but not in the stack's own time, was read from the stack's clock before it was moved further.
fn virtual_moment(clock: &Clock, now: Timestamp, client: Timestamp, kind: Kind) -> Timestamp {
    const REST_OF_SECOND_MS: i64 = 999;
    let early = clock.at_wall(client);
    let end_of_second = Timestamp::from_millis(client.millis() + REST_OF_SECOND_MS);
    let late = Timestamp::from_millis(clock.at_wall(end_of_second).millis() - REST_OF_SECOND_MS);
    let fits = |at: Timestamp| (now.seconds() - at.seconds()).abs() <= MAX_SKEW_SECONDS;
    match kind {
        _ if fits(early) => early,
        Kind::Header if fits(late) => late,
        _ if fits(client) || (early > now && client <= now) => client,
        _ => early,
    }
}

fn skew(at: Timestamp, now: Timestamp, as_sent: &str) -> Result<(), AuthError> {
    if (now.seconds() - at.seconds()).abs() <= MAX_SKEW_SECONDS {
        return Ok(());
    }
    Err(AuthError::Skewed {
        request_time: as_sent.to_owned(),
        server_time: now,
    })
}

fn url_window(
    at: Timestamp,
    end: Timestamp,
    life: Option<i64>,
    now: Timestamp,
) -> Result<(), AuthError> {
    if at.seconds() > now.seconds() + MAX_SKEW_SECONDS {
        return Err(AuthError::UrlNotYetValid {
            signed_at: at,
            expires_at: end,
            server_time: now,
        });
    }
    if now > end {
        return Err(AuthError::UrlExpired {
            expires_seconds: life,
            expires_at: end,
            server_time: now,
        });
    }
    Ok(())
}

/// Key, token and expiry come before the signature: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
fn known_key(
    world: &World,
    keyring: &Keyring,
    access_key_id: &str,
    token: Option<&str>,
) -> Result<Arc<Credential>, AuthError> {
    let unknown = || AuthError::UnknownKey(access_key_id.to_owned());
    let credential = keyring.resolve(world, access_key_id)?.ok_or_else(unknown)?;
    if let Some(wanted) = &credential.token {
        let token = token
            .filter(|token| !token.is_empty())
            .ok_or_else(unknown)?;
        if !ids::is_session_token(token) {
            return Err(AuthError::InvalidToken(token.to_owned()));
        }
        if !wanted.matches(token) {
            return Err(unknown());
        }
        if credential
            .expires
            .is_some_and(|end| world.clock.now() >= end)
        {
            return Err(AuthError::ExpiredToken(token.to_owned()));
        }
        if credential.identity.is_none() {
            return Err(unknown());
        }
    }
    Ok(credential)
}

/// IAM takes the credentials of `GetFederationToken` never, and those of `GetSessionToken` only when a multi-factor
/// device was shown, of which there are none.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html>
fn is_limited(credential: &Credential) -> bool {
    let identity = credential.identity.as_ref();
    identity.is_some_and(|identity| identity.is_limited_session())
}

/// A token beside a long-term key is refused, after the signature.
fn identity_of(credential: &Credential, token: Option<&str>) -> Result<Arc<Identity>, AuthError> {
    if let (None, Some(token)) = (&credential.token, token) {
        return Err(AuthError::InvalidToken(token.to_owned()));
    }
    let unknown = || AuthError::UnknownKey(credential.access_key_id.clone());
    credential.identity.clone().ok_or_else(unknown)
}

#[cfg(test)]
mod tests;
