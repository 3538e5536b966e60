//! What is kept about a multipart upload.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::collections::BTreeMap;

use bucketproof_policy::Grant;
use serde::{Deserialize, Serialize};

use super::is_default;
use super::lock::ObjectLock;
use super::object::{Encryption, SystemHeaders, is_standard, standard};
use crate::storage::blobs::BlobId;

/// A multipart upload in progress: what the object will look like once it is completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRecord {
    /// Its id.
    pub upload_id: String,
    /// The bucket of the object.
    pub bucket: String,
    /// The key of the object.
    pub key: String,
    /// When it was started, in milliseconds since 1970.
    pub initiated_ms: i64,
    /// The ARN of the principal who started it.
    pub initiator: String,
    /// The account that will own the object, 12 digits.
    pub owner: String,
    /// The access control list of the object; `None` for full control of the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Vec<Grant>>,
    /// The storage class of the object.
    #[serde(default = "standard", skip_serializing_if = "is_standard")]
    pub storage_class: String,
    /// The `x-amz-meta-` headers, by name without that prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub user_metadata: BTreeMap<String, String>,
    /// The headers that a GET will give back unchanged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headers: SystemHeaders,
    /// How the object will be encrypted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub encryption: Encryption,
    /// The tags of the object.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// What will keep the object from being removed; the bucket's default is not in here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lock: ObjectLock,
    /// The checksum algorithm the parts use, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum_algorithm: Option<String>,
    /// `FULL_OBJECT` or `COMPOSITE`, if a checksum algorithm was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum_kind: Option<String>,
    /// What tells the version that was current when the upload began from every other one; `None` when there was none.
    /// A conditional completion must find the key as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_over: Option<String>,
    /// `x-amz-server-side-encryption` as the upload was begun with: policies see it in the later steps too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_encryption: Option<String>,
    /// `x-amz-server-side-encryption-aws-kms-key-id`, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_kms_key: Option<String>,
}

impl Default for UploadRecord {
    /// An upload of a `STANDARD` object that nobody owns.
    fn default() -> Self {
        Self {
            upload_id: String::new(),
            bucket: String::new(),
            key: String::new(),
            initiated_ms: 0,
            initiator: String::new(),
            owner: String::new(),
            acl: None,
            storage_class: standard(),
            user_metadata: BTreeMap::new(),
            headers: SystemHeaders::default(),
            encryption: Encryption::default(),
            tags: BTreeMap::new(),
            lock: ObjectLock::default(),
            checksum_algorithm: None,
            checksum_kind: None,
            began_over: None,
            asked_encryption: None,
            asked_kms_key: None,
        }
    }
}

/// One uploaded part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Its number, 1 to 10,000. Of a completed object's part, the number that was listed; the record's key then has
    /// the part's position.
    pub number: u32,
    /// Its length in bytes.
    pub size: u64,
    /// Its entity tag, without quotes.
    pub etag: String,
    /// When it was uploaded, in milliseconds since 1970.
    pub last_modified_ms: i64,
    /// Where its bytes are.
    pub blob: BlobId,
    /// Its checksums as the headers write them, by algorithm.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub checksums: BTreeMap<String, String>,
}
