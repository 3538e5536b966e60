//! The predefined ACLs of the header `x-amz-acl`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl>

use bucketproof_policy::{Grant, Grantee, Permission};

use crate::services::s3::owner::EC2_IMAGES_ID;

/// A canned ACL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canned {
    /// Full control of the owner; the default.
    Private,
    /// Everyone reads.
    PublicRead,
    /// Everyone reads and writes.
    PublicReadWrite,
    /// Amazon EC2 reads an image.
    AwsExecRead,
    /// Every caller with an account reads.
    AuthenticatedRead,
    /// The bucket's owner reads the object; ignored for buckets.
    BucketOwnerRead,
    /// The bucket's owner has full control of the object; ignored for buckets.
    BucketOwnerFullControl,
    /// S3 delivers access logs into the bucket.
    LogDeliveryWrite,
}

impl Canned {
    const ALL: [Self; 8] = [
        Self::Private,
        Self::PublicRead,
        Self::PublicReadWrite,
        Self::AwsExecRead,
        Self::AuthenticatedRead,
        Self::BucketOwnerRead,
        Self::BucketOwnerFullControl,
        Self::LogDeliveryWrite,
    ];

    /// As the header names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::PublicRead => "public-read",
            Self::PublicReadWrite => "public-read-write",
            Self::AwsExecRead => "aws-exec-read",
            Self::AuthenticatedRead => "authenticated-read",
            Self::BucketOwnerRead => "bucket-owner-read",
            Self::BucketOwnerFullControl => "bucket-owner-full-control",
            Self::LogDeliveryWrite => "log-delivery-write",
        }
    }

    /// The canned ACL of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Its grants for a resource of `owner`. `bucket_owner` is the owner of the bucket that an object is in; `None` for
    /// a bucket itself.
    pub fn grants(self, owner: &str, bucket_owner: Option<&str>) -> Vec<Grant> {
        let also = |grantee: Grantee, permissions: &[Permission]| {
            permissions
                .iter()
                .map(|permission| Grant::new(grantee.clone(), *permission))
                .collect::<Vec<_>>()
        };
        let (read, write) = (Permission::Read, Permission::Write);
        // What the bucket's owner owns, it controls already.
        let other = bucket_owner.filter(|other| *other != owner);
        let to_other = |permission| match other {
            Some(other) => also(Grantee::Account(other.to_owned()), &[permission]),
            None => Vec::new(),
        };
        let others = match self {
            Self::Private => Vec::new(),
            Self::PublicRead => also(Grantee::AllUsers, &[read]),
            Self::PublicReadWrite => also(Grantee::AllUsers, &[read, write]),
            Self::AwsExecRead => also(Grantee::Account(EC2_IMAGES_ID.to_owned()), &[read]),
            Self::AuthenticatedRead => also(Grantee::AuthenticatedUsers, &[read]),
            Self::BucketOwnerRead => to_other(read),
            Self::BucketOwnerFullControl => to_other(Permission::FullControl),
            Self::LogDeliveryWrite => also(Grantee::LogDelivery, &[write, Permission::ReadAcp]),
        };
        let mut grants = vec![Grant::full_control(owner)];
        grants.extend(others);
        grants
    }
}
