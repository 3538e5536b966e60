//! The claim in an `Authorization` header.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>

use super::{Credential, S3_SERVICE, V4Claim, declared_payload};
use crate::protocol::body::ContentSha256;
use crate::protocol::claim::{ClaimError, Kind};
use crate::protocol::dates;
use crate::protocol::request::Head;

/// The three components that must all be there.
#[derive(Debug)]
struct Components<'a> {
    credential: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl V4Claim {
    /// Reads `Credential=…, SignedHeaders=…, Signature=…` after the scheme. A fault of the payload
    /// declaration or of the date is named before a fault of the components, as S3 does.
    pub(crate) fn from_header(head: &Head, scheme: &str, rest: &str) -> Result<Self, ClaimError> {
        let components = components(rest);
        let credential = components
            .as_ref()
            .map(|found| Credential::parse(found.credential));
        let content_sha256 = declared_payload(head, Kind::Header);
        if let Some(Ok(credential)) = &credential
            && credential.service == S3_SERVICE
        {
            check_payload(content_sha256.as_deref())?;
        }
        let request_time = head.header("x-amz-date").or_else(|| head.header("date"));
        let request_time = request_time.ok_or(ClaimError::NoValidDate)?;
        let signed_at = dates::parse_request_date(request_time).ok_or(ClaimError::NoValidDate)?;
        let (Some(components), Some(credential)) = (components, credential) else {
            return Err(ClaimError::MissingComponents);
        };
        Ok(Self {
            kind: Kind::Header,
            algorithm: scheme.to_owned(),
            credential: credential.map_err(ClaimError::HeaderCredential)?,
            signed_headers: components.signed_headers.to_owned(),
            signature: components.signature.to_owned(),
            request_time: request_time.to_owned(),
            signed_at,
            expires_seconds: None,
            session_token: head.header("x-amz-security-token").map(str::to_owned),
            content_sha256,
        })
    }
}

/// The ECDSA keywords go with an asymmetric signature alone, which never gets here.
fn check_payload(declared: Option<&str>) -> Result<(), ClaimError> {
    let value = declared.ok_or(ClaimError::MissingContentSha256)?;
    match ContentSha256::parse(value) {
        Some(ContentSha256::Ecdsa { .. }) | None => Err(ClaimError::InvalidContentSha256 {
            value: value.to_owned(),
        }),
        Some(_) => Ok(()),
    }
}

fn components(rest: &str) -> Option<Components<'_>> {
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for component in rest.split(',') {
        let Some((name, value)) = component.trim().split_once('=') else {
            continue;
        };
        match name.trim_end() {
            "Credential" => credential = Some(value.trim()),
            "SignedHeaders" => signed_headers = Some(value.trim()),
            "Signature" => signature = Some(value.trim()),
            _ => {}
        }
    }
    Some(Components {
        credential: credential?,
        signed_headers: signed_headers?,
        signature: signature?,
    })
}
