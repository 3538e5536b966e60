//! The records of S3, and how any record becomes bytes.
//!
//! A stored value is one format byte, then JSON. Fields with their usual value are left out: a plain
//! object takes some 250 bytes. A field may be added without a new format as long as it has a default;
//! anything else needs one.

mod lock;
mod object;
mod upload;

use std::io::Write;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use lock::{DefaultRetention, LockConfiguration, LockMode, LockPeriod, ObjectLock, Retention};
pub use object::{Body, Checksum, Encryption, ObjectRecord, SystemHeaders};
pub use upload::{PartRecord, UploadRecord};

use super::metadata::UNWRITABLE;

/// The format that [`encode`] writes and the newest that [`decode`] reads.
pub const FORMAT: u8 = 1;

/// Room for a typical record, so that most are written without growing the buffer.
const TYPICAL_RECORD_BYTES: usize = 320;

/// Why bytes are not a record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The value has no byte at all.
    #[error("the record is empty")]
    Empty,
    /// A later release wrote the record.
    #[error("the record has format {found}, this release reads up to {FORMAT}")]
    NewerFormat {
        /// The format it has.
        found: u8,
    },
    /// The record could not be written; see [`encode`].
    #[error("the record could not be written")]
    Unwritable,
    /// The JSON is not that of the record asked for.
    #[error("the record cannot be read")]
    Json(#[from] serde_json::Error),
}

/// The bytes of `record`.
///
/// A type that JSON cannot express (a map whose keys are not texts) gives a value that every store
/// refuses with [`StorageError::Unwritable`](super::StorageError::Unwritable).
#[must_use]
pub fn encode<T: Serialize + ?Sized>(record: &T) -> Bytes {
    let mut bytes = Vec::with_capacity(TYPICAL_RECORD_BYTES);
    bytes.push(FORMAT);
    if let Err(error) = serde_json::to_writer(&mut bytes, record) {
        bytes.clear();
        bytes.push(UNWRITABLE);
        // Writing to a Vec cannot fail.
        let _ = write!(bytes, "{error}");
    }
    bytes.shrink_to_fit();
    bytes.into()
}

/// The record in `bytes`.
///
/// # Errors
/// [`RecordError`], when `bytes` do not hold a `T` in a known format.
pub fn decode<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, RecordError> {
    match bytes.split_first() {
        None => Err(RecordError::Empty),
        Some((&UNWRITABLE, _)) => Err(RecordError::Unwritable),
        Some((&FORMAT, json)) => Ok(serde_json::from_slice(json)?),
        Some((&found, _)) => Err(RecordError::NewerFormat { found }),
    }
}

/// Whether a bucket keeps older versions.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Versioning {
    /// Versioning was never switched on.
    #[default]
    Unversioned,
    /// Every write makes a version.
    Enabled,
    /// Writes replace the null version, older versions stay.
    Suspended,
}

/// A bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketRecord {
    /// Its name.
    pub name: String,
    /// The account that owns it, 12 digits.
    pub account: String,
    /// The region it lives in.
    pub region: String,
    /// When it was created, in milliseconds since 1970.
    pub created_ms: i64,
    /// Whether it keeps older versions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub versioning: Versioning,
    /// `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>
    pub object_ownership: String,
    /// Object Lock, which is never switched off again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_lock: Option<LockConfiguration>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
