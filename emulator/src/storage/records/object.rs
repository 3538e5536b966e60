//! What is kept about an object besides its body.

use std::collections::BTreeMap;

use bucketproof_policy::Grant;
use serde::{Deserialize, Serialize};

use super::is_default;
use super::lock::ObjectLock;
use crate::storage::blobs::BlobId;

/// One version of an object, or a delete marker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRecord {
    /// Its version id; `None` is the null version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    /// When it was written, counted by the bucket's writes: orders the versions of a key.
    pub sequence: u64,
    /// Whether it stands for a deletion.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html>
    #[serde(default, skip_serializing_if = "is_default")]
    pub delete_marker: bool,
    /// Length of the body in bytes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub size: u64,
    /// The entity tag, without quotes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub etag: String,
    /// When it was last modified, in milliseconds since 1970.
    pub last_modified_ms: i64,
    /// Its storage class, such as `STANDARD`.
    #[serde(default = "standard", skip_serializing_if = "is_standard")]
    pub storage_class: String,
    /// Where its bytes are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Body,
    /// The checksum kept with it, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<Checksum>,
    /// The `x-amz-meta-` headers, by name without that prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub user_metadata: BTreeMap<String, String>,
    /// The headers that a GET gives back unchanged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: SystemHeaders,
    /// How it is encrypted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub encryption: Encryption,
    /// The account that owns it, 12 digits; `anonymous` when an unsigned caller does.
    pub owner: String,
    /// Its access control list; `None` for full control of the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Vec<Grant>>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// What keeps it from being removed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lock: ObjectLock,
    /// How many parts it was uploaded in, if it was a multipart upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts_count: Option<u32>,
}

impl Default for ObjectRecord {
    /// An empty object in `STANDARD` that nobody owns.
    fn default() -> Self {
        Self {
            version_id: None,
            sequence: 0,
            delete_marker: false,
            size: 0,
            etag: String::new(),
            last_modified_ms: 0,
            storage_class: standard(),
            body: Body::None,
            checksum: None,
            user_metadata: BTreeMap::new(),
            headers: SystemHeaders::default(),
            encryption: Encryption::default(),
            owner: String::new(),
            acl: None,
            tags: BTreeMap::new(),
            lock: ObjectLock::default(),
            parts_count: None,
        }
    }
}

/// Where the bytes of an object are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// It has none: empty, or a delete marker.
    #[default]
    None,
    /// In one blob.
    Single {
        /// The blob.
        blob: BlobId,
    },
    /// In the blobs of an upload's parts; their records stay with the object.
    Parts {
        /// The upload the object was completed from.
        upload_id: String,
        /// How many parts it has.
        part_count: u32,
    },
}

/// A checksum of the whole object.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    /// `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1` or `SHA256`.
    pub algorithm: String,
    /// The value as the headers write it.
    pub value: String,
    /// `FULL_OBJECT` or `COMPOSITE`.
    pub kind: String,
}

/// The system-defined metadata that a client controls.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#SysMetadata>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemHeaders {
    /// `Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// `Content-Encoding`, without `aws-chunked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    /// `Content-Disposition`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    /// `Content-Language`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    /// `Cache-Control`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// `Expires`, as the client wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// `x-amz-website-redirect-location`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website_redirect: Option<String>,
}

/// Server-side encryption of an object.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encryption {
    /// `AES256`, `aws:kms`, `aws:kms:dsse` or `SSE-C`.
    pub mode: String,
    /// The KMS key, if one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key_arn: Option<String>,
    /// Whether an S3 Bucket Key saves calls to KMS.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bucket_key: bool,
    /// The encryption context that the client added for KMS.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, String>,
}

impl Default for Encryption {
    /// What S3 applies to every new object when nobody asks for anything.
    fn default() -> Self {
        Self {
            mode: "AES256".to_owned(),
            kms_key_arn: None,
            bucket_key: false,
            context: BTreeMap::new(),
        }
    }
}

pub(super) fn standard() -> String {
    "STANDARD".to_owned()
}

pub(super) fn is_standard(class: &str) -> bool {
    class == "STANDARD"
}
