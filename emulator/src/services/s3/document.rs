//! Small documents in a request's body, read whole and checked against the digests that came along.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use serde::de::DeserializeOwned;

use super::errors;
use crate::base::Failure;
use crate::protocol::checksum::{Checksum, ChecksumError, Hasher, Md5, Md5Digest};
use crate::protocol::xml;
use crate::services::service::Call;

/// Configurations are far smaller.
const MAX_XML_BYTES: usize = 256 * 1024;

/// Reads an XML document whose root element is `root`.
///
/// # Errors
/// `MalformedXML`, and as [`bytes`].
pub async fn xml<T: DeserializeOwned>(call: &Call<'_>, root: &str) -> Result<T, Failure> {
    let bytes = bytes(call, MAX_XML_BYTES).await?;
    xml::read(&bytes, root).map_err(|_| errors::malformed_xml())
}

/// As [`xml`]; `None` when there is no body.
///
/// # Errors
/// As [`xml`].
pub async fn optional_xml<T: DeserializeOwned>(
    call: &Call<'_>,
    root: &str,
) -> Result<Option<T>, Failure> {
    let bytes = bytes(call, MAX_XML_BYTES).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let document = xml::read(&bytes, root).map_err(|_| errors::malformed_xml())?;
    Ok(Some(document))
}

/// Reads the whole body.
///
/// # Errors
/// A body over `limit_bytes`, one that is not what was signed, or one with another `Content-MD5` or checksum.
pub async fn bytes(call: &Call<'_>, limit_bytes: usize) -> Result<Vec<u8>, Failure> {
    let md5 = match call.head.header("content-md5") {
        Some(text) => Some(Md5Digest::decode(text).ok_or_else(|| errors::invalid_digest(text))?),
        None => None,
    };
    let promised =
        Checksum::from_headers(&call.head.headers).map_err(|error| unreadable(&error))?;
    let mut reader = call.body.reader();
    let mut body = Vec::new();
    while let Some(piece) = reader.next().await? {
        let size = body.len() + piece.len();
        if size > limit_bytes {
            return Err(errors::entity_too_large(size as u64, limit_bytes as u64));
        }
        body.extend_from_slice(&piece);
    }
    if let Some(expected) = md5 {
        let found = Md5::digest(&body);
        if found != expected {
            return Err(errors::bad_md5(expected.base64(), found.base64()));
        }
    }
    let trailing = match reader.trailers() {
        Some(trailers) => trailers.checksum().map_err(|error| unreadable(&error))?,
        None => None,
    };
    for checksum in promised.into_iter().chain(trailing) {
        let mut hasher = Hasher::new(checksum.algorithm());
        hasher.update(&body);
        if hasher.finalize() != checksum {
            return Err(errors::bad_checksum(checksum.algorithm().name()));
        }
    }
    Ok(body)
}

fn unreadable(error: &ChecksumError) -> Failure {
    match error {
        ChecksumError::InvalidValue { algorithm, .. } => {
            errors::invalid_checksum_header(algorithm.header())
        }
        _ => errors::several_checksums(),
    }
}
