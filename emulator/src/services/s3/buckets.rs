//! Buckets with their configurations, read once and kept until any authority changes.

use std::sync::Arc;

use bucketproof_policy::{Acl, Attached};
use bytes::Bytes;

use super::access_points::{self, Point, PointArn};
use super::configurations::Configuration;
use super::configurations::request_payment::{RequestPayment, requester_pays};
use super::public_access::{self, PublicAccessBlock};
use super::{acl, bucket_policy, errors};
use crate::auth::GenerationCache;
use crate::base::Failure;
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord};
use crate::storage::{Commit, CommitError, StorageError};
use crate::world::World;

/// Names of the bucket configurations, as stored.
pub mod configuration {
    /// Access control list, unless it is the default one.
    pub const ACL: &str = "acl";
    /// Bucket policy, users and roles by their unique ids.
    pub const POLICY: &str = "policy";
    /// CORS rules.
    pub const CORS: &str = "cors";
    /// Tags.
    pub const TAGGING: &str = "tagging";
    /// Whether the tags take part in authorization.
    pub const ABAC: &str = "abac";
    /// Default encryption.
    pub const ENCRYPTION: &str = "encryption";
    /// Whether uploads with customer-provided keys are refused.
    pub const SSE_C_BLOCKED: &str = "sse-c-blocked";
    /// Block Public Access.
    pub const PUBLIC_ACCESS_BLOCK: &str = "public-access-block";
}

/// A bucket and what decides about requests to it.
#[derive(Debug, Clone)]
pub struct BucketView {
    /// The bucket.
    pub record: BucketRecord,
    /// The record's bytes, for commits that expect it unchanged.
    pub stored: Bytes,
    /// The bucket policy as it is evaluated.
    pub policy: Option<Attached>,
    /// The bucket policy as it is kept; see [`bucket_policy::shown`].
    pub policy_text: Option<String>,
    /// CORS rules.
    pub cors: Option<super::cors::CorsConfiguration>,
    /// Default encryption.
    pub encryption: super::encryption::BucketEncryption,
    /// Whether uploads with customer-provided keys (SSE-C) are refused.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html>
    pub sse_c_blocked: bool,
    /// Whether the requester pays.
    pub requester_pays: bool,
    /// Tags.
    pub tags: super::tags::Tags,
    /// Whether the tags take part in authorization.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
    pub abac: bool,
    /// Block Public Access; `None` once it was deleted.
    pub public_access: Option<PublicAccessBlock>,
    /// Block Public Access of the owner's account.
    pub account_public_access: Option<PublicAccessBlock>,
    /// The access point that the request came through.
    pub via: Option<Arc<Point>>,
    /// The bucket's ACL; `None` where ACLs are off.
    pub acl: Option<Arc<Acl>>,
}

impl BucketView {
    /// The settings in force: of bucket, account and access point together.
    pub fn block_public_access(&self) -> PublicAccessBlock {
        let settings = public_access::effective(self.account_public_access, self.public_access);
        match &self.via {
            Some(point) => settings.and(point.public_access),
            None => settings,
        }
    }

    /// Has the ACL's public grants ignored, should the settings in force say so.
    fn ignore_public_grants(&mut self) {
        let ignores_public = self.block_public_access().ignore_public_acls;
        if let Some(acl) = &mut self.acl
            && acl.ignores_public != ignores_public
        {
            Arc::make_mut(acl).ignores_public = ignores_public;
        }
    }

    /// Makes the bucket policy ready under the settings in force.
    fn evaluate_policy(&mut self) -> Result<(), StorageError> {
        let (settings, point) = (self.block_public_access(), self.via.as_deref());
        let policy = self
            .policy_text
            .as_deref()
            .map(|text| bucket_policy::attached(&self.record, settings, point, text));
        self.policy = policy.transpose()?;
        Ok(())
    }
}

/// The regions whose new buckets still take customer-provided keys.
const SSE_C_REGIONS: [&str; 2] = ["me-south-1", "me-central-1"];

/// All buckets of a stack. Names of buckets and ARNs of access points cannot be confused.
#[derive(Debug, Default)]
pub struct Buckets {
    cache: GenerationCache<Arc<BucketView>>,
}

impl Buckets {
    /// Reads a bucket.
    ///
    /// # Errors
    /// A store that fails, or a configuration that cannot be read.
    pub fn view(
        &self,
        world: &World,
        bucket: &str,
    ) -> Result<Option<Arc<BucketView>>, StorageError> {
        let generation = world.authority_generation();
        if let Some(hit) = self.cache.get(generation, bucket) {
            return Ok(Some(hit));
        }
        let Some(view) = load(world, bucket)? else {
            return Ok(None);
        };
        let view = Arc::new(view);
        self.cache.keep(generation, bucket, Arc::clone(&view));
        Ok(Some(view))
    }

    /// Reads the bucket behind an access point, as it is seen from there.
    ///
    /// # Errors
    /// As [`Buckets::view`].
    pub fn through(
        &self,
        world: &World,
        point: &PointArn,
    ) -> Result<Option<Arc<BucketView>>, StorageError> {
        let generation = world.authority_generation();
        let name = point.to_string();
        if let Some(hit) = self.cache.get(generation, &name) {
            return Ok(Some(hit));
        }
        let Some(record) = access_points::store::find(world, point)? else {
            return Ok(None);
        };
        let Some(view) = self.view(world, &record.bucket)? else {
            return Ok(None);
        };
        let point = access_points::policy::load(world, record, &view)?;
        let mut view = BucketView {
            via: Some(Arc::new(point)),
            ..BucketView::clone(&view)
        };
        view.evaluate_policy()?;
        view.ignore_public_grants();
        let view = Arc::new(view);
        self.cache.keep(generation, &name, Arc::clone(&view));
        Ok(Some(view))
    }
}

fn load(world: &World, bucket: &str) -> Result<Option<BucketView>, StorageError> {
    let Some(stored) = world.metadata.get(&Key::bucket(bucket).encode())? else {
        return Ok(None);
    };
    let record: BucketRecord = records::decode(&stored)?;
    let policy_text: Option<String> = read(world, bucket, configuration::POLICY)?;
    let public_access = read(world, bucket, configuration::PUBLIC_ACCESS_BLOCK)?;
    let account_public_access = public_access::of_account(world, &record.account)?;
    let in_force = public_access::effective(account_public_access, public_access);
    let sse_c_blocked = read(world, bucket, configuration::SSE_C_BLOCKED)?
        .unwrap_or_else(|| !SSE_C_REGIONS.contains(&record.region.as_str()));
    let put_acl = || read(world, bucket, configuration::ACL);
    let mut view = BucketView {
        acl: acl::evidence::of_bucket(&record, in_force.ignore_public_acls, put_acl)?,
        cors: read(world, bucket, configuration::CORS)?,
        requester_pays: read(world, bucket, RequestPayment::STORED)?
            .is_some_and(|document| requester_pays(&document)),
        tags: read(world, bucket, configuration::TAGGING)?.unwrap_or_default(),
        abac: read(world, bucket, configuration::ABAC)?.unwrap_or_default(),
        encryption: read(world, bucket, configuration::ENCRYPTION)?.unwrap_or_default(),
        record,
        stored,
        policy: None,
        policy_text,
        sse_c_blocked,
        public_access,
        account_public_access,
        via: None,
    };
    view.evaluate_policy()?;
    Ok(Some(view))
}

fn read<T: serde::de::DeserializeOwned>(
    world: &World,
    bucket: &str,
    name: &str,
) -> Result<Option<T>, StorageError> {
    let stored = world.metadata.get(&configuration_key(bucket, name))?;
    stored.map(|bytes| Ok(records::decode(&bytes)?)).transpose()
}

/// How often a change is tried again when others change the same bucket at the same time.
const ATTEMPTS: usize = 64;

/// Changes a bucket's record, whatever others change in it at the same time.
///
/// # Errors
/// A bucket that is gone, or a store that fails.
pub async fn change_record(
    world: &World,
    bucket: &str,
    change: impl Fn(&mut BucketRecord) + Send,
) -> Result<(), Failure> {
    let change = move |record: &mut BucketRecord| {
        change(record);
        Ok(())
    };
    try_change_record(world, bucket, change).await
}

/// As [`change_record`], for changes that the record itself may forbid.
///
/// # Errors
/// As [`change_record`], and whatever the change refuses.
pub async fn try_change_record(
    world: &World,
    bucket: &str,
    change: impl Fn(&mut BucketRecord) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let key = Key::bucket(bucket).encode();
    for _ in 0..ATTEMPTS {
        let stored = world.metadata.get(&key)?;
        let stored = stored.ok_or_else(|| errors::no_such_bucket(bucket))?;
        let mut record: BucketRecord = records::decode(&stored)?;
        change(&mut record)?;
        let commit = Commit::new()
            .expect_equals(key.clone(), stored)
            .put(key.clone(), records::encode(&record));
        match world.commit_authority(commit).await {
            Err(CommitError::Conflict { .. }) => {}
            done => return Ok(done?),
        }
    }
    Err(errors::operation_aborted())
}

/// Commits a change of configurations that needs the bucket only to exist.
///
/// # Errors
/// A bucket that is gone, or a store that fails.
pub async fn commit_configuration(
    world: &World,
    bucket: &str,
    commit: Commit,
) -> Result<(), Failure> {
    match world.commit_authority(commit).await {
        Err(CommitError::Conflict { .. }) => Err(errors::no_such_bucket(bucket)),
        done => Ok(done?),
    }
}

/// Where a configuration is stored.
pub fn configuration_key(bucket: &str, name: &str) -> Vec<u8> {
    Key::bucket_configuration(bucket, name).encode()
}

/// A commit that writes (or removes) one configuration of a bucket that must still exist.
pub fn configure<T: serde::Serialize>(bucket: &str, name: &str, value: Option<&T>) -> Commit {
    let key = configuration_key(bucket, name);
    let commit = Commit::new().expect_present(Key::bucket(bucket).encode());
    match value {
        Some(value) => commit.put(key, records::encode(value)),
        None => commit.delete(key),
    }
}
