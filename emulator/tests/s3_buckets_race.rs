//! A write that comes at the worst moment of a deletion: behind the look for objects, before the bucket's record goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bucketproof::base::Ids;
use bucketproof::services::s3::buckets::{self, Buckets, configuration};
use bucketproof::services::s3::{bucket_deletion, public_access::PublicAccessBlock};
use bucketproof::storage::blobs::MemoryLimits;
use bucketproof::storage::key_layout::Key;
use bucketproof::storage::records::{self, BucketRecord, ObjectRecord};
use bucketproof::storage::{
    BlobStore, Commit, CommitError, MemoryMetadata, Metadata, Scan, StorageError,
};
use bucketproof::world::{Settings, World};
use bytes::Bytes;
use futures_util::future::BoxFuture;

const BUCKET: &str = "media";

/// Puts an object right before the first commit that deletes the bucket's record, when it is armed.
#[derive(Debug, Default)]
struct Interfering {
    inner: MemoryMetadata,
    armed: AtomicBool,
}

impl Metadata for Interfering {
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StorageError> {
        self.inner.get(key)
    }

    fn scan(&self, scan: Scan<'_>) -> Result<Vec<(Bytes, Bytes)>, StorageError> {
        self.inner.scan(scan)
    }

    fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let bucket = Key::bucket(BUCKET).encode();
        let deletes = |(key, value): &(Vec<u8>, Option<Bytes>)| *key == bucket && value.is_none();
        if commit.write.iter().any(deletes) && self.armed.swap(false, Ordering::SeqCst) {
            self.inner.commit(
                Commit::new()
                    .expect_present(bucket)
                    .put(object(), records::encode(&ObjectRecord::default())),
            )?;
        }
        self.inner.commit(commit)
    }

    fn flush(&self) -> BoxFuture<'_, Result<(), StorageError>> {
        self.inner.flush()
    }
}

fn object() -> Vec<u8> {
    Key::object(BUCKET, "key").encode()
}

#[tokio::test]
async fn an_object_that_was_accepted_keeps_its_bucket() {
    let limits = MemoryLimits {
        in_memory_object_max_bytes: 1,
        in_memory_total_max_bytes: 1,
    };
    let metadata = Arc::new(Interfering::default());
    let world = World::new(
        Arc::clone(&metadata) as Arc<dyn Metadata>,
        BlobStore::memory(limits),
        Ids::from_number(1),
        Settings::default(),
    );
    let record = BucketRecord {
        name: BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        ..BucketRecord::default()
    };
    let settings = buckets::configuration_key(BUCKET, configuration::PUBLIC_ACCESS_BLOCK);
    let commit = Commit::new()
        .put(Key::bucket(BUCKET).encode(), records::encode(&record))
        .put(settings.clone(), records::encode(&PublicAccessBlock::ALL));
    world.commit_authority(commit).await.unwrap();
    let view = Buckets::default().view(&world, BUCKET).unwrap().unwrap();

    metadata.armed.store(true, Ordering::SeqCst);
    let refused = bucket_deletion::delete(&world, &view).await.unwrap_err();
    assert_eq!(refused.code(), "BucketNotEmpty");
    assert!(!metadata.armed.load(Ordering::SeqCst), "the write came");
    for key in [Key::bucket(BUCKET).encode(), settings.clone(), object()] {
        assert!(metadata.get(&key).unwrap().is_some());
    }

    world.commit(Commit::new().delete(object())).await.unwrap();
    bucket_deletion::delete(&world, &view).await.unwrap();
    for key in [Key::bucket(BUCKET).encode(), settings] {
        assert!(metadata.get(&key).unwrap().is_none());
    }
    // A bucket that changed since it was looked at is not deleted.
    let refused = bucket_deletion::delete(&world, &view).await.unwrap_err();
    assert_eq!(refused.code(), "OperationAborted");
}
