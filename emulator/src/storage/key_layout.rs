//! How records are named: keys whose byte order is the order their readers want.
//!
//! A key is one byte for the kind of record, then its components. Texts are escaped and terminated,
//! numbers are big-endian. So the bytes of two keys compare like their components do,
//! one after the other, and a listing in S3's order (UTF-8 bytes of the key) is a plain scan.

mod component;
mod prefix;

use std::borrow::Cow;
use std::cmp::Reverse;

use component::Reader;
pub use prefix::KeyPrefix;

type Text<'a> = Cow<'a, str>;

/// The name of one record. Variants and fields order exactly like the encoded bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key<'a> {
    /// A bucket; bucket names are unique over all accounts.
    Bucket {
        /// Its name.
        name: Text<'a>,
    },
    /// One sub-resource of a bucket, such as its policy or its lifecycle.
    BucketConfiguration {
        /// The bucket's name.
        bucket: Text<'a>,
        /// The sub-resource's name.
        name: Text<'a>,
    },
    /// The current version of an object, which may be a delete marker.
    Object {
        /// The bucket's name.
        bucket: Text<'a>,
        /// The object's key.
        key: Text<'a>,
    },
    /// An older version of an object. The newest comes first.
    NoncurrentVersion {
        /// The bucket's name.
        bucket: Text<'a>,
        /// The object's key.
        key: Text<'a>,
        /// When it was written, counted by the bucket's writes.
        sequence: Reverse<u64>,
    },
    /// A multipart upload in progress.
    Upload {
        /// The bucket's name.
        bucket: Text<'a>,
        /// The key the object will have.
        key: Text<'a>,
        /// The upload's id.
        upload_id: Text<'a>,
    },
    /// One part, of an upload in progress or of the object it became.
    Part {
        /// The upload's id.
        upload_id: Text<'a>,
        /// The part's number, 1 to 10,000.
        number: u32,
    },
    /// A user, group, role, policy or other named thing of IAM.
    IamEntity {
        /// The account it belongs to.
        account: Text<'a>,
        /// What it is.
        kind: Text<'a>,
        /// Its name, as its service compares names.
        name: Text<'a>,
    },
    /// A long-lived access key; its id is unique over all accounts.
    AccessKey {
        /// The access key id.
        id: Text<'a>,
    },
    /// A session with temporary credentials.
    Session {
        /// The access key id of the session.
        id: Text<'a>,
    },
    /// A KMS key.
    KmsKey {
        /// The account it belongs to.
        account: Text<'a>,
        /// The region it lives in.
        region: Text<'a>,
        /// Its id, without the ARN around it.
        id: Text<'a>,
    },
    /// Another name of a KMS key.
    KmsAlias {
        /// The account it belongs to.
        account: Text<'a>,
        /// The region it lives in.
        region: Text<'a>,
        /// The alias, including `alias/`.
        name: Text<'a>,
    },
    /// An identity provider that this stack runs itself.
    OidcIssuer {
        /// Its name.
        name: Text<'a>,
    },
    /// Anything else worth remembering.
    Setting {
        /// Its name.
        name: Text<'a>,
    },
}

// The first byte of a key. Ascending in the order of the variants; gaps leave room for neighbours.
// They are on disk: a number is never given a second meaning.
const BUCKET: u8 = 0x10;
const BUCKET_CONFIGURATION: u8 = 0x14;
const OBJECT: u8 = 0x20;
const NONCURRENT_VERSION: u8 = 0x24;
const UPLOAD: u8 = 0x30;
const PART: u8 = 0x34;
const IAM_ENTITY: u8 = 0x40;
const ACCESS_KEY: u8 = 0x44;
const SESSION: u8 = 0x48;
const KMS_KEY: u8 = 0x50;
const KMS_ALIAS: u8 = 0x54;
const OIDC_ISSUER: u8 = 0x60;
const SETTING: u8 = 0x70;

/// Why bytes are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No record kind has this first byte; `None` stands for no byte at all.
    #[error("no record kind starts with {0:?}")]
    Kind(Option<u8>),
    /// A component stops before its terminator, or a number before its last byte.
    #[error("the key ends inside a component")]
    Unterminated,
    /// A zero byte is followed by something that is neither escape nor terminator.
    #[error("the key has an unknown escape")]
    Escape,
    /// A component is not UTF-8.
    #[error("a component of the key is not UTF-8")]
    Utf8,
    /// Bytes follow after the last component.
    #[error("bytes follow after the last component of the key")]
    Trailing,
}

impl<'a> Key<'a> {
    /// [`Key::Bucket`].
    pub fn bucket(name: impl Into<Text<'a>>) -> Self {
        let name = name.into();
        Self::Bucket { name }
    }

    /// [`Key::BucketConfiguration`].
    pub fn bucket_configuration(bucket: impl Into<Text<'a>>, name: impl Into<Text<'a>>) -> Self {
        let (bucket, name) = (bucket.into(), name.into());
        Self::BucketConfiguration { bucket, name }
    }

    /// [`Key::Object`].
    pub fn object(bucket: impl Into<Text<'a>>, key: impl Into<Text<'a>>) -> Self {
        let (bucket, key) = (bucket.into(), key.into());
        Self::Object { bucket, key }
    }

    /// [`Key::NoncurrentVersion`].
    pub fn noncurrent_version(
        bucket: impl Into<Text<'a>>,
        key: impl Into<Text<'a>>,
        sequence: u64,
    ) -> Self {
        let (bucket, key, sequence) = (bucket.into(), key.into(), Reverse(sequence));
        Self::NoncurrentVersion {
            bucket,
            key,
            sequence,
        }
    }

    /// [`Key::Upload`].
    pub fn upload(
        bucket: impl Into<Text<'a>>,
        key: impl Into<Text<'a>>,
        upload_id: impl Into<Text<'a>>,
    ) -> Self {
        let (bucket, key, upload_id) = (bucket.into(), key.into(), upload_id.into());
        Self::Upload {
            bucket,
            key,
            upload_id,
        }
    }

    /// [`Key::Part`].
    pub fn part(upload_id: impl Into<Text<'a>>, number: u32) -> Self {
        let upload_id = upload_id.into();
        Self::Part { upload_id, number }
    }

    /// [`Key::IamEntity`].
    pub fn iam_entity(
        account: impl Into<Text<'a>>,
        kind: impl Into<Text<'a>>,
        name: impl Into<Text<'a>>,
    ) -> Self {
        let (account, kind, name) = (account.into(), kind.into(), name.into());
        Self::IamEntity {
            account,
            kind,
            name,
        }
    }

    /// [`Key::AccessKey`].
    pub fn access_key(id: impl Into<Text<'a>>) -> Self {
        Self::AccessKey { id: id.into() }
    }

    /// [`Key::Session`].
    pub fn session(id: impl Into<Text<'a>>) -> Self {
        Self::Session { id: id.into() }
    }

    /// [`Key::KmsKey`].
    pub fn kms_key(
        account: impl Into<Text<'a>>,
        region: impl Into<Text<'a>>,
        id: impl Into<Text<'a>>,
    ) -> Self {
        let (account, region, id) = (account.into(), region.into(), id.into());
        Self::KmsKey {
            account,
            region,
            id,
        }
    }

    /// [`Key::KmsAlias`].
    pub fn kms_alias(
        account: impl Into<Text<'a>>,
        region: impl Into<Text<'a>>,
        name: impl Into<Text<'a>>,
    ) -> Self {
        let (account, region, name) = (account.into(), region.into(), name.into());
        Self::KmsAlias {
            account,
            region,
            name,
        }
    }

    /// [`Key::OidcIssuer`].
    pub fn oidc_issuer(name: impl Into<Text<'a>>) -> Self {
        Self::OidcIssuer { name: name.into() }
    }

    /// [`Key::Setting`].
    pub fn setting(name: impl Into<Text<'a>>) -> Self {
        Self::Setting { name: name.into() }
    }

    /// The bytes a store knows the record by.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        use component::build;
        match self {
            Self::Bucket { name } => build(BUCKET, &[name], &[]),
            Self::BucketConfiguration { bucket, name } => {
                build(BUCKET_CONFIGURATION, &[bucket, name], &[])
            }
            Self::Object { bucket, key } => build(OBJECT, &[bucket, key], &[]),
            Self::NoncurrentVersion {
                bucket,
                key,
                sequence: Reverse(sequence),
            } => build(
                NONCURRENT_VERSION,
                &[bucket, key],
                &(!sequence).to_be_bytes(),
            ),
            Self::Upload {
                bucket,
                key,
                upload_id,
            } => build(UPLOAD, &[bucket, key, upload_id], &[]),
            Self::Part { upload_id, number } => build(PART, &[upload_id], &number.to_be_bytes()),
            Self::IamEntity {
                account,
                kind,
                name,
            } => build(IAM_ENTITY, &[account, kind, name], &[]),
            Self::AccessKey { id } => build(ACCESS_KEY, &[id], &[]),
            Self::Session { id } => build(SESSION, &[id], &[]),
            Self::KmsKey {
                account,
                region,
                id,
            } => build(KMS_KEY, &[account, region, id], &[]),
            Self::KmsAlias {
                account,
                region,
                name,
            } => build(KMS_ALIAS, &[account, region, name], &[]),
            Self::OidcIssuer { name } => build(OIDC_ISSUER, &[name], &[]),
            Self::Setting { name } => build(SETTING, &[name], &[]),
        }
    }

    /// The record that `bytes` name. Texts without escapes are borrowed.
    ///
    /// # Errors
    /// When no [`Key::encode`] gives these bytes.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, KeyError> {
        let (kind, rest) = bytes.split_first().ok_or(KeyError::Kind(None))?;
        let mut rest = Reader::new(rest);
        let key = match *kind {
            BUCKET => Self::bucket(rest.text()?),
            BUCKET_CONFIGURATION => Self::bucket_configuration(rest.text()?, rest.text()?),
            OBJECT => Self::object(rest.text()?, rest.text()?),
            NONCURRENT_VERSION => Self::noncurrent_version(
                rest.text()?,
                rest.text()?,
                !u64::from_be_bytes(rest.number()?),
            ),
            UPLOAD => Self::upload(rest.text()?, rest.text()?, rest.text()?),
            PART => Self::part(rest.text()?, u32::from_be_bytes(rest.number()?)),
            IAM_ENTITY => Self::iam_entity(rest.text()?, rest.text()?, rest.text()?),
            ACCESS_KEY => Self::access_key(rest.text()?),
            SESSION => Self::session(rest.text()?),
            KMS_KEY => Self::kms_key(rest.text()?, rest.text()?, rest.text()?),
            KMS_ALIAS => Self::kms_alias(rest.text()?, rest.text()?, rest.text()?),
            OIDC_ISSUER => Self::oidc_issuer(rest.text()?),
            SETTING => Self::setting(rest.text()?),
            other => return Err(KeyError::Kind(Some(other))),
        };
        rest.finish()?;
        Ok(key)
    }
}
