//! Buckets with their configurations, read once and kept until any authority changes.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use bucketproof_policy::Attached;
use bytes::Bytes;

use crate::auth::stored_document;
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord};
use crate::storage::{Commit, StorageError};
use crate::world::World;

/// Names of the bucket configurations, as stored.
pub mod configuration {
    /// Bucket policy, the text as it was put.
    pub const POLICY: &str = "policy";
    /// CORS rules.
    pub const CORS: &str = "cors";
    /// Default encryption.
    pub const ENCRYPTION: &str = "encryption";
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
    /// The bucket policy, parsed.
    pub policy: Option<Attached>,
    /// The bucket policy as it was put.
    pub policy_text: Option<String>,
    /// CORS rules.
    pub cors: Option<super::cors::CorsConfiguration>,
    /// Default encryption.
    pub encryption: super::encryption::BucketEncryption,
}

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
    let policy = match &policy_text {
        Some(text) => Some(Attached {
            name: format!("bucket policy of {bucket}"),
            document: stored_document(text)?,
        }),
        None => None,
    };
    let cors = read(world, bucket, configuration::CORS)?;
    let encryption = read(world, bucket, configuration::ENCRYPTION)?.unwrap_or_default();
    Ok(Some(BucketView {
        record,
        stored,
        policy,
        policy_text,
        cors,
        encryption,
    }))
}

fn read<T: serde::de::DeserializeOwned>(
    world: &World,
    bucket: &str,
    name: &str,
) -> Result<Option<T>, StorageError> {
    let stored = world
        .metadata
        .get(&Key::bucket_configuration(bucket, name).encode())?;
    stored.map(|bytes| Ok(records::decode(&bytes)?)).transpose()
}

/// A commit that writes (or removes) one configuration of a bucket that must still exist.
pub fn configure<T: serde::Serialize>(bucket: &str, name: &str, value: Option<&T>) -> Commit {
    let key = Key::bucket_configuration(bucket, name).encode();
    let commit = Commit::new().expect_present(Key::bucket(bucket).encode());
    match value {
        Some(value) => commit.put(key, records::encode(value)),
        None => commit.delete(key),
    }
}
