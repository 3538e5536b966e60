//! Where the stack keeps what it was given: small records in a [`Metadata`] store, bodies in a
//! [`blobs::BlobStore`].
//!
//! The two never mix. Records are small, ordered and committed atomically; bodies are streams of any
//! size named by an id that a record mentions. A writer stores the body first and commits the record
//! after, so a crash leaves at most a body nobody mentions, never a record whose body is missing.
//!
//! This floor knows nothing of S3, IAM or KMS beyond the shape of the records they keep.

pub mod blobs;
mod error;
mod folder_lock;
pub mod key_layout;
mod memory;
mod metadata;
pub mod records;
mod sled_store;

pub use blobs::BlobStore;
pub use error::{CommitError, StorageError};
pub use memory::MemoryMetadata;
pub use metadata::{Commit, Expect, MAX_KEY_BYTES, MAX_VALUE_BYTES, Metadata, Scan, UNWRITABLE};
pub use sled_store::SledMetadata;
