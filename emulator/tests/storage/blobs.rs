//! What every blob store promises, checked on each.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bucketproof::storage::blobs::{
    BlobError, BlobId, BlobStore, BlobUsage, Durability, Lease, MemoryLimits,
};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use tempfile::TempDir;

pub const MIB: usize = 1 << 20;

/// A store under test.
pub struct Backend {
    pub store: BlobStore,
    pub folder: Option<TempDir>,
}

impl Backend {
    pub fn memory() -> Self {
        Self::limited(1 << 30, 1 << 30)
    }

    /// Some bodies fit into memory, others do not.
    pub fn spilling() -> Self {
        Self::limited(1000, 3000)
    }

    pub fn files() -> Self {
        Self::folder(Durability::Process)
    }

    pub fn files_synced() -> Self {
        Self::folder(Durability::Power)
    }

    fn limited(in_memory_object_max_bytes: u64, in_memory_total_max_bytes: u64) -> Self {
        let limits = MemoryLimits {
            in_memory_object_max_bytes,
            in_memory_total_max_bytes,
        };
        Self {
            store: BlobStore::memory(limits),
            folder: None,
        }
    }

    fn folder(durability: Durability) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            store: BlobStore::files_with(folder.path(), durability).unwrap(),
            folder: Some(folder),
        }
    }

    /// Every file in the store's folder but the lock.
    pub fn files_on_disk(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        collect_files(self.folder.as_ref().unwrap().path(), &mut files);
        files.retain(|file| !file.ends_with("lock"));
        files
    }
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_files(&path, files);
        } else {
            files.push(path);
        }
    }
}

pub fn id(number: u128) -> BlobId {
    BlobId::from_u128(number)
}

/// Bytes that differ from blob to blob and from place to place.
pub fn pattern(seed: u64, length: usize) -> Bytes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes.into()
}

pub async fn put(store: &BlobStore, id: BlobId, hint: Option<u64>, chunks: &[Bytes]) -> u64 {
    let mut writer = store.writer(id, hint);
    for chunk in chunks {
        writer.write(chunk.clone()).await.unwrap();
    }
    writer.finish().await.unwrap()
}

pub async fn read(lease: &Lease, range: std::ops::Range<u64>) -> Vec<u8> {
    let pieces: Vec<Bytes> = lease.read(range).try_collect().await.unwrap();
    assert!(
        pieces.iter().all(|piece| !piece.is_empty()),
        "no empty piece"
    );
    pieces.concat()
}

/// Waits for what a background task is about to do.
pub async fn soon(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..500 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}");
}

macro_rules! suite {
    ($($backend:ident)*) => {$(
        mod $backend {
            use super::*;

            #[tokio::test]
            async fn bodies_are_read_back() {
                super::bodies_are_read_back(&Backend::$backend().store).await;
            }
            #[tokio::test]
            async fn a_lease_survives_a_delete() {
                super::a_lease_survives_a_delete(&Backend::$backend().store).await;
            }
            #[tokio::test]
            async fn an_unfinished_writer_leaves_nothing() {
                super::an_unfinished_writer_leaves_nothing(Backend::$backend()).await;
            }
            #[tokio::test]
            async fn ids_are_used_once() {
                super::ids_are_used_once(&Backend::$backend().store).await;
            }
            #[tokio::test]
            async fn missing_blobs_are_named() {
                super::missing_blobs_are_named(&Backend::$backend().store).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn many_at_once() {
                super::many_at_once(&Backend::$backend().store).await;
            }
        }
    )*};
}
suite!(memory spilling files files_synced);

async fn bodies_are_read_back(store: &BlobStore) {
    let lengths = [
        0,
        1,
        999,
        1000,
        1001,
        4096,
        MIB - 1,
        MIB,
        MIB + 1,
        3 * MIB + 17,
    ];
    for (number, length) in lengths.into_iter().enumerate() {
        let body = pattern(number as u64, length);
        let number = number as u128 * 10;
        let halves = [body.slice(..length / 2), body.slice(length / 2..)];
        let small: Vec<Bytes> = body.chunks(777).map(Bytes::copy_from_slice).collect();
        let ways: [(Option<u64>, &[Bytes]); 4] = [
            (Some(length as u64), std::slice::from_ref(&body)),
            (None, &halves),
            (Some(1), &small),
            (Some(u64::MAX), &small),
        ];
        for (way, (hint, chunks)) in ways.into_iter().enumerate() {
            let id = id(number + way as u128);
            assert_eq!(put(store, id, hint, chunks).await, length as u64);
            let lease = store.open(&[id]).unwrap();
            assert_eq!(
                (lease.len(), lease.is_empty()),
                (length as u64, length == 0)
            );
            assert!(
                read(&lease, 0..u64::MAX).await == body,
                "{length} bytes, way {way}"
            );
            if let Some(bytes) = lease.in_memory(0..u64::MAX) {
                assert!(bytes == body);
            }
        }
    }
    assert_eq!(store.ids().len(), lengths.len() * 4);
}

async fn a_lease_survives_a_delete(store: &BlobStore) {
    let bodies = [pattern(1, 700), pattern(2, 2 * MIB), pattern(3, 800)];
    let ids = [id(1), id(2), id(3)];
    for (id, body) in ids.iter().zip(&bodies) {
        put(store, *id, None, std::slice::from_ref(body)).await;
    }
    let lease = store.open(&ids).unwrap();
    let mut running = lease.read(0..lease.len());
    let mut got = running.next().await.unwrap().unwrap().to_vec();

    store.delete(&ids);
    store.delete(&ids);
    assert_eq!(store.ids(), []);
    assert!(matches!(store.open(&ids), Err(BlobError::Missing { id }) if id == ids[0]));
    assert!(read(&lease, 0..u64::MAX).await == bodies.concat());
    let used = store.usage();
    assert_eq!(used.blobs, 0);
    assert_eq!(used.memory_bytes + used.file_bytes, 1500 + 2 * MIB as u64);

    drop(lease);
    while let Some(piece) = running.next().await {
        got.extend_from_slice(&piece.unwrap());
    }
    assert!(
        got == bodies.concat(),
        "the stream holds a lease of its own"
    );
    drop(running);
    assert_eq!(store.usage(), BlobUsage::default());
}

async fn an_unfinished_writer_leaves_nothing(backend: Backend) {
    let store = &backend.store;
    for length in [0, 10, 900, 5000, 3 * MIB] {
        for hint in [None, Some(length as u64)] {
            let mut writer = store.writer(id(1), hint);
            for chunk in pattern(0, length).chunks(100_000) {
                writer.write(Bytes::copy_from_slice(chunk)).await.unwrap();
            }
            drop(writer);
            assert_eq!(store.ids(), []);
            if backend.folder.is_some() {
                soon("the file goes", || backend.files_on_disk().is_empty()).await;
            }
            let gone = || store.usage() == BlobUsage::default();
            soon("the budget comes back", gone).await;
        }
    }
    // A finish that nobody waits for to the end is none.
    let mut writer = store.writer(id(2), None);
    writer.write(pattern(0, 5000)).await.unwrap();
    let mut finish = Box::pin(writer.finish());
    let finished = futures_util::poll!(&mut finish).is_ready();
    drop(finish);
    if !finished {
        let gone = || store.usage() == BlobUsage::default();
        soon("what was written goes", gone).await;
        assert_eq!(store.ids(), []);
    }
}

async fn ids_are_used_once(store: &BlobStore) {
    for (number, length) in [(1, 10), (2, 5000)] {
        put(store, id(number), None, &[pattern(1, length)]).await;
        for length in [10, 5000] {
            let mut writer = store.writer(id(number), None);
            writer.write(pattern(2, length)).await.unwrap();
            let error = writer.finish().await.unwrap_err();
            assert!(matches!(error, BlobError::Exists { .. }), "{error}");
        }
        let lease = store.open(&[id(number)]).unwrap();
        assert!(read(&lease, 0..u64::MAX).await == pattern(1, length));
    }
}

async fn missing_blobs_are_named(store: &BlobStore) {
    put(store, id(1), None, &[pattern(1, 10)]).await;
    let error = store.open(&[id(1), id(7), id(8)]).unwrap_err();
    assert!(matches!(error, BlobError::Missing { id: missing } if missing == id(7)));
    let none = store.open(&[]).unwrap();
    assert_eq!(none.len(), 0);
    assert_eq!(read(&none, 0..10).await, b"");
}

async fn many_at_once(store: &BlobStore) {
    let one = |number: u64| {
        let store = store.clone();
        tokio::spawn(async move {
            let body = pattern(number, 100 + 3000 * number as usize);
            let chunks: Vec<Bytes> = body.chunks(5000).map(Bytes::copy_from_slice).collect();
            let ids = [id(number.into())];
            put(&store, ids[0], None, &chunks).await;
            let lease = store.open(&ids).unwrap();
            store.delete(&ids);
            assert!(read(&lease, 0..u64::MAX).await == body);
        })
    };
    let tasks: Vec<_> = (0..64).map(one).collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(store.usage(), BlobUsage::default());
}

#[tokio::test]
async fn memory_is_kept_within_the_limits() {
    let Backend { store, .. } = Backend::spilling();
    let usage = |blobs, memory_bytes, file_bytes| BlobUsage {
        blobs,
        memory_bytes,
        file_bytes,
    };
    put(&store, id(1), None, &[pattern(1, 1000)]).await;
    assert_eq!(store.usage(), usage(1, 1000, 0));
    put(&store, id(2), None, &[pattern(2, 1001)]).await;
    assert_eq!(store.usage(), usage(2, 1000, 1001), "too large an object");
    put(&store, id(3), Some(900), &[pattern(3, 900)]).await;
    let mut open = store.writer(id(4), Some(600));
    open.write(pattern(4, 100)).await.unwrap();
    assert_eq!(
        store.usage(),
        usage(3, 2500, 1001),
        "an announced size is reserved"
    );
    put(&store, id(5), None, &[pattern(5, 500), pattern(6, 1)]).await;
    assert_eq!(store.usage(), usage(4, 2500, 1502), "too much in all");
    assert_eq!(open.finish().await.unwrap(), 100);
    assert_eq!(
        store.usage(),
        usage(5, 2000, 1502),
        "only what was needed is kept"
    );

    store.delete(&[id(1), id(2), id(3)]);
    assert_eq!(store.usage(), usage(2, 100, 501));
    put(&store, id(6), None, &[pattern(6, 1000)]).await;
    assert_eq!(store.usage(), usage(3, 1100, 501), "memory is used again");
    let in_memory = |number| store.open(&[id(number)]).unwrap().in_memory(1..3);
    assert_eq!(in_memory(6), Some(pattern(6, 1000).slice(1..3)));
    assert_eq!(in_memory(5), None);
}

/// A chunk that counts how much of an upload is alive.
struct Counted {
    bytes: Vec<u8>,
    alive: Arc<AtomicU64>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.alive
            .fetch_sub(self.bytes.len() as u64, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn an_upload_of_any_size_takes_little_memory() {
    for Backend { store, folder } in [Backend::files(), Backend::spilling()] {
        let alive = Arc::new(AtomicU64::new(0));
        let mut most = 0;
        let mut writer = store.writer(id(1), None);
        for _ in 0..640 {
            let bytes = vec![7; 100 << 10];
            alive.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            let alive_too = Arc::clone(&alive);
            let chunk = Bytes::from_owner(Counted {
                bytes,
                alive: alive_too,
            });
            writer.write(chunk).await.unwrap();
            most = most.max(alive.load(Ordering::SeqCst));
        }
        assert_eq!(writer.finish().await.unwrap(), 640 * (100 << 10));
        assert!(most <= 3 * MIB as u64, "{most} bytes");
        assert_eq!(alive.load(Ordering::SeqCst), 0);
        drop(folder);
    }
}
