//! The three settings of Object Ownership.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use crate::storage::records::BucketRecord;

/// The header of CreateBucket that chooses one.
pub const HEADER: &str = "x-amz-object-ownership";

/// Who owns what is uploaded, and whether ACLs have a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The bucket's owner owns everything; there are no ACLs.
    BucketOwnerEnforced,
    /// The uploader, unless it gives full control to the bucket's owner by the canned ACL.
    BucketOwnerPreferred,
    /// The uploader.
    ObjectWriter,
}

impl Ownership {
    const ALL: [Self; 3] = [
        Self::BucketOwnerEnforced,
        Self::BucketOwnerPreferred,
        Self::ObjectWriter,
    ];

    /// As S3 writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BucketOwnerEnforced => "BucketOwnerEnforced",
            Self::BucketOwnerPreferred => "BucketOwnerPreferred",
            Self::ObjectWriter => "ObjectWriter",
        }
    }

    /// The setting of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// What holds for a bucket. Without ownership controls uploaders own what they upload.
    pub fn of(record: &BucketRecord) -> Self {
        Self::parse(&record.object_ownership).unwrap_or(Self::ObjectWriter)
    }

    /// Whether ACLs have a say.
    pub fn has_acls(self) -> bool {
        self != Self::BucketOwnerEnforced
    }
}
