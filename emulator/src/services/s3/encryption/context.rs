//! The encryption context of SSE-KMS: what the client adds, and the ARN that S3 adds to it. It is kept with the object,
//! and KMS sees it whenever the object's data key is made or decrypted.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context>

use std::collections::BTreeMap;

use data_encoding::BASE64;

use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::s3::errors;
use crate::storage::records::Encryption;

/// Carries the client's pairs, in both directions: JSON in base64.
pub const HEADER: &str = "x-amz-server-side-encryption-context";
/// The name of the pair that S3 adds.
const ARN: &str = "aws:s3:arn";

/// The pairs that a write's header adds; none without it.
///
/// # Errors
/// A header that is not base64, or not a map of texts to texts.
pub fn read(head: &Head) -> Result<BTreeMap<String, String>, Failure> {
    let Some(header) = head.header(HEADER) else {
        return Ok(BTreeMap::new());
    };
    let decoded = BASE64.decode(header.as_bytes()).ok();
    decoded
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(|| errors::invalid_encryption_context(header))
}

/// All pairs that KMS sees for an object: with a bucket key, S3 names the bucket only.
pub fn pairs(encryption: &Encryption, bucket: &str, key: &str) -> Vec<(String, String)> {
    let protected = if encryption.bucket_key {
        arn::bucket(bucket)
    } else {
        arn::object(bucket, key)
    };
    let mut pairs = encryption.context.clone();
    pairs.entry(ARN.to_owned()).or_insert(protected);
    pairs.into_iter().collect()
}

/// The client's pairs as the answer to a write shows them; `None` when there are none.
pub fn shown(encryption: &Encryption) -> Option<String> {
    if encryption.context.is_empty() {
        return None;
    }
    let json = serde_json::to_vec(&encryption.context).ok()?;
    Some(BASE64.encode(&json))
}
