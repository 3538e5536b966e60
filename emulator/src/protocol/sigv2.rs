//! Signature Version 2 of S3's REST API: an HMAC-SHA1 over a handful of headers and the resource.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>

use std::collections::BTreeMap;
use std::fmt;

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::body::BodyIntegrity;
use super::claim::{ClaimError, Kind, SignatureMismatch};
use super::dates;
use super::request::Head;

/// Query parameters that belong to the resource and are signed by name alone.
const NAMED: &[&str] = &[
    "abac",
    "accelerate",
    "acl",
    "analytics",
    "annotation",
    "annotationName",
    "attributes",
    "cors",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "location",
    "logging",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "restore",
    "retention",
    "select",
    "tagging",
    "torrent",
    "uploads",
    "versioning",
    "versions",
    "website",
];

/// Query parameters that are signed with their decoded value.
const VALUED: &[&str] = &[
    "partNumber",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "select-type",
    "uploadId",
    "versionId",
];

/// The block length of SHA-1, to which HMAC pads its key, in bytes.
const BLOCK_BYTES: usize = 64;

/// A SigV2 claim as read from a request, not yet verified.
#[derive(Clone)]
pub struct V2Claim {
    kind: Kind,
    access_key_id: String,
    signature: String,
    /// The date line of the string to sign.
    date_line: String,
    request_time: String,
    signed_at: Option<i64>,
    expires_at: Option<i64>,
    session_token: Option<String>,
}

impl V2Claim {
    /// Reads `AccessKeyId:signature` after `AWS `; `whole` is the header, for the error.
    pub(crate) fn from_header(head: &Head, whole: &str, rest: &str) -> Result<Self, ClaimError> {
        let authorization = || whole.to_owned();
        if rest.starts_with(' ') {
            return Err(ClaimError::NotOneSpace {
                authorization: authorization(),
            });
        }
        let (access_key_id, signature) = match rest.split_once(':') {
            Some((id, signature)) if !signature.is_empty() && !signature.contains(':') => {
                (id, signature)
            }
            _ => {
                return Err(ClaimError::InvalidV2Header {
                    authorization: authorization(),
                });
            }
        };
        // An x-amz-date is signed among the x-amz-* headers, and leaves the date line empty.
        let (request_time, date_line) = match head.header("x-amz-date") {
            Some(date) => (date, ""),
            None => {
                let date = head.header("date").ok_or(ClaimError::NoValidDate)?;
                (date, date)
            }
        };
        let signed_at = dates::parse_request_date(request_time).ok_or(ClaimError::NoValidDate)?;
        Ok(Self {
            kind: Kind::Header,
            access_key_id: access_key_id.to_owned(),
            signature: signature.to_owned(),
            date_line: date_line.to_owned(),
            request_time: request_time.to_owned(),
            signed_at: Some(signed_at),
            expires_at: None,
            session_token: session_token(head),
        })
    }

    /// Reads `AWSAccessKeyId`, `Expires` and `Signature`.
    pub(crate) fn from_query(head: &Head) -> Result<Self, ClaimError> {
        let parameter = |name| {
            head.query
                .get(name)
                .ok_or(ClaimError::MissingV2QueryParameters)
        };
        let signature = parameter("Signature")?;
        let expires = parameter("Expires")?;
        let access_key_id = parameter("AWSAccessKeyId")?;
        // S3 takes dates up to the end of a signed 32-bit clock.
        let expires_at = expires
            .parse::<i64>()
            .ok()
            .filter(|at| *at <= i64::from(i32::MAX));
        if expires_at.is_none() {
            return Err(ClaimError::InvalidV2Expires {
                value: expires.to_owned(),
            });
        }
        Ok(Self {
            kind: Kind::Query,
            access_key_id: access_key_id.to_owned(),
            signature: signature.to_owned(),
            date_line: expires.to_owned(),
            request_time: expires.to_owned(),
            signed_at: None,
            expires_at,
            session_token: session_token(head),
        })
    }

    /// Header or query.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The access key id, as sent.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// `x-amz-security-token`, from the header or the query.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// When the request says it was signed, in Unix seconds; a query does not say.
    pub fn signed_at(&self) -> Option<i64> {
        self.signed_at
    }

    /// The date (or the `Expires`) as sent.
    pub fn request_time(&self) -> &str {
        &self.request_time
    }

    /// When a signed query ends, in Unix seconds.
    pub fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// The signature as sent.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// Verifies the signature. `virtual_host_bucket` is the bucket named by the `Host` header, if
    /// one is: it is part of the signed resource.
    ///
    /// # Errors
    /// [`SignatureMismatch`], which has no canonical request.
    pub fn verify(
        &self,
        head: &Head,
        virtual_host_bucket: Option<&str>,
        secret: &str,
    ) -> Result<BodyIntegrity, SignatureMismatch> {
        let string_to_sign = string_to_sign(head, &self.date_line, virtual_host_bucket);
        let expected = sign(secret, string_to_sign.as_bytes());
        if bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes())) {
            return Ok(BodyIntegrity::without_key(head));
        }
        Err(SignatureMismatch {
            access_key_id: self.access_key_id.clone(),
            signature_provided: self.signature.clone(),
            string_to_sign,
            canonical_request: None,
        })
    }
}

/// Leaves the session token out.
impl fmt::Debug for V2Claim {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("V2Claim")
            .field("kind", &self.kind)
            .field("access_key_id", &self.access_key_id)
            .field("request_time", &self.request_time)
            .finish_non_exhaustive()
    }
}

/// Base64 of the HMAC-SHA1 of a string to sign (or of a POST policy).
pub fn sign(secret: &str, message: &[u8]) -> String {
    let secret = secret.as_bytes();
    let mut block = [0; BLOCK_BYTES];
    if secret.len() <= BLOCK_BYTES {
        block[..secret.len()].copy_from_slice(secret);
    } else {
        block[..20].copy_from_slice(&Sha1::digest(secret));
    }
    let mut mac = Hmac::<Sha1>::new(&block.into());
    mac.update(message);
    BASE64.encode(&mac.finalize().into_bytes())
}

/// What SigV2 signs; `date_line` is the `Date` header, empty beside an `x-amz-date`, or `Expires`.
pub fn string_to_sign(head: &Head, date_line: &str, virtual_host_bucket: Option<&str>) -> String {
    let mut out = String::with_capacity(256);
    let md5 = head.header("content-md5").unwrap_or_default();
    let content_type = head.header("content-type").unwrap_or_default();
    for line in [head.method.as_str(), md5, content_type, date_line] {
        out.push_str(line);
        out.push('\n');
    }
    for (name, value) in amz_headers(head) {
        out.push_str(&name);
        out.push(':');
        out.push_str(&value);
        out.push('\n');
    }
    push_resource(&mut out, head, virtual_host_bucket);
    out
}

/// The `x-amz-*` headers by name, repeated ones joined by commas. S3 reads an `x-amz-*` query
/// parameter as a header too, over a header of the same name.
fn amz_headers(head: &Head) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &head.headers {
        let name = name.as_str();
        if !name.starts_with("x-amz-") {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        let entry = found.entry(name.to_owned()).or_default();
        if !entry.is_empty() {
            entry.push(',');
        }
        entry.push_str(value.trim());
    }
    for (name, value) in head.query.iter() {
        let name = name.to_ascii_lowercase();
        if name.starts_with("x-amz-") {
            found.insert(name, value.to_owned());
        }
    }
    found
}

/// Bucket, path as sent, and the sub-resources by name; of a repeated one the first counts.
fn push_resource(out: &mut String, head: &Head, virtual_host_bucket: Option<&str>) {
    if let Some(bucket) = virtual_host_bucket {
        out.push('/');
        out.push_str(bucket);
    }
    out.push_str(&head.path);
    let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (name, value) in head.query.iter() {
        if VALUED.contains(&name) {
            found.entry(name).or_insert(Some(value));
        } else if NAMED.contains(&name) {
            found.entry(name).or_insert(None);
        }
    }
    for (index, (name, value)) in found.into_iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(name);
        if let Some(value) = value {
            out.push('=');
            out.push_str(value);
        }
    }
}

fn session_token(head: &Head) -> Option<String> {
    let is_token = |name: &str| name.eq_ignore_ascii_case("x-amz-security-token");
    let in_query = || {
        head.query
            .iter()
            .find(|(name, _)| is_token(name))
            .map(|(_, value)| value)
    };
    head.header("x-amz-security-token")
        .or_else(in_query)
        .map(str::to_owned)
}
