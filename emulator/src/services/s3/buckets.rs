//! Buckets with their configurations, read once and kept until any authority changes.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use bucketproof_policy::{Acl, Attached};
use bytes::Bytes;

use super::public_access::PublicAccessBlock;
use super::{acl, bucket_policy, errors};
use crate::base::Failure;
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord};
use crate::storage::{Commit, CommitError, StorageError};
use crate::world::World;

/// Names of the bucket configurations, as stored.
pub mod configuration {
    /// Access control list, unless it is the default one.
    pub const ACL: &str = "acl";
    /// Bucket policy, the text as it was put.
    pub const POLICY: &str = "policy";
    /// CORS rules.
    pub const CORS: &str = "cors";
    /// Default encryption.
    pub const ENCRYPTION: &str = "encryption";
    /// Whether uploads with customer-provided keys are refused.
    pub const SSE_C_BLOCKED: &str = "sse-c-blocked";
    /// Block Public Access.
    pub const PUBLIC_ACCESS_BLOCK: &str = "public-access-block";
}

/// At most so many buckets are kept.
const CACHE_LIMIT: usize = 10_000;

/// A bucket and what decides about requests to it.
#[derive(Debug)]
pub struct BucketView {
    /// The bucket.
    pub record: BucketRecord,
    /// The record's bytes, for commits that expect it unchanged.
    pub stored: Bytes,
    /// The bucket policy as it is evaluated.
    pub policy: Option<Attached>,
    /// The bucket policy as it was put.
    pub policy_text: Option<String>,
    /// CORS rules.
    pub cors: Option<super::cors::CorsConfiguration>,
    /// Default encryption.
    pub encryption: super::encryption::BucketEncryption,
    /// Whether uploads with customer-provided keys (SSE-C) are refused.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html>
    pub sse_c_blocked: bool,
    /// Block Public Access; `None` once it was deleted.
    pub public_access: Option<PublicAccessBlock>,
    /// The bucket's ACL; `None` where ACLs are off.
    pub acl: Option<Arc<Acl>>,
}

/// The regions whose new buckets still take customer-provided keys.
const SSE_C_REGIONS: [&str; 2] = ["me-south-1", "me-central-1"];

/// All buckets of a stack.
#[derive(Debug, Default)]
pub struct Buckets {
    cache: RwLock<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    generation: u64,
    by_name: HashMap<String, Arc<BucketView>>,
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
        if let Some(hit) = self.cached(generation, bucket) {
            return Ok(Some(hit));
        }
        let Some(view) = load(world, bucket)? else {
            return Ok(None);
        };
        let view = Arc::new(view);
        self.keep(generation, &view);
        Ok(Some(view))
    }

    fn cached(&self, generation: u64, bucket: &str) -> Option<Arc<BucketView>> {
        let cache = self
            .cache
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (cache.generation == generation)
            .then(|| cache.by_name.get(bucket).cloned())
            .flatten()
    }

    fn keep(&self, generation: u64, view: &Arc<BucketView>) {
        let mut cache = self
            .cache
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if cache.generation > generation {
            return;
        }
        if cache.generation < generation || cache.by_name.len() >= CACHE_LIMIT {
            cache.by_name.clear();
            cache.generation = generation;
        }
        cache
            .by_name
            .insert(view.record.name.clone(), Arc::clone(view));
    }
}

fn load(world: &World, bucket: &str) -> Result<Option<BucketView>, StorageError> {
    let Some(stored) = world.metadata.get(&Key::bucket(bucket).encode())? else {
        return Ok(None);
    };
    let record: BucketRecord = records::decode(&stored)?;
    let policy_text: Option<String> = read(world, bucket, configuration::POLICY)?;
    let public_access = read(world, bucket, configuration::PUBLIC_ACCESS_BLOCK)?;
    let policy = match &policy_text {
        Some(text) => Some(bucket_policy::attached(
            world,
            &record,
            public_access,
            text,
        )?),
        None => None,
    };
    let sse_c_blocked = read(world, bucket, configuration::SSE_C_BLOCKED)?
        .unwrap_or_else(|| !SSE_C_REGIONS.contains(&record.region.as_str()));
    let put_acl = || read(world, bucket, configuration::ACL);
    Ok(Some(BucketView {
        acl: acl::evidence::of_bucket(&record, public_access, put_acl)?,
        cors: read(world, bucket, configuration::CORS)?,
        encryption: read(world, bucket, configuration::ENCRYPTION)?.unwrap_or_default(),
        record,
        stored,
        policy,
        policy_text,
        sse_c_blocked,
        public_access,
    }))
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
    let key = Key::bucket(bucket).encode();
    for _ in 0..ATTEMPTS {
        let stored = world.metadata.get(&key)?;
        let stored = stored.ok_or_else(|| errors::no_such_bucket(bucket))?;
        let mut record: BucketRecord = records::decode(&stored)?;
        change(&mut record);
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
