//! The record stores against each other: one record read, a page of 100, one record committed.

use std::hint::black_box;
use std::path::Path;

use bucketproof::storage::blobs::BlobId;
use bucketproof::storage::key_layout::{Key, KeyPrefix};
use bucketproof::storage::records::{Body, ObjectRecord, SystemHeaders, encode};
use bucketproof::storage::{Commit, MemoryMetadata, Metadata, Scan, SledMetadata};
use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const RECORDS: u64 = 100_000;
const PAGE: usize = 100;
const BUCKET: &str = "media-archive";

fn key(number: u64) -> Vec<u8> {
    let (folder, file) = (number / 1000, number % 1000);
    Key::object(BUCKET, format!("projects/{folder:05}/frames/{file:06}.exr")).encode()
}

fn record(number: u64) -> Bytes {
    encode(&ObjectRecord {
        sequence: number,
        size: 4096,
        etag: format!("{number:032x}"),
        last_modified_ms: 1_735_689_600_000,
        body: Body::Single {
            blob: BlobId::from_u128(number.into()),
        },
        headers: SystemHeaders {
            content_type: Some("application/octet-stream".to_owned()),
            ..SystemHeaders::default()
        },
        owner: "111122223333".to_owned(),
        ..ObjectRecord::default()
    })
}

/// Visits the records in an order without pattern, the same in every run.
struct Shuffled(u64);

impl Shuffled {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % RECORDS
    }
}

fn fill(store: &dyn Metadata) {
    for start in (0..RECORDS).step_by(1000) {
        let numbers = start..start + 1000;
        let commit = numbers.fold(Commit::new(), |commit, n| commit.put(key(n), record(n)));
        store.commit(commit).expect("the store takes records");
    }
}

fn measure(criterion: &mut Criterion, name: &str, store: &dyn Metadata) {
    fill(store);
    let mut group = criterion.benchmark_group(name);
    let mut order = Shuffled(1);
    group.bench_function("get", |bencher| {
        bencher.iter_batched(
            || key(order.next()),
            |key| black_box(store.get(&key).expect("the store reads")),
            BatchSize::SmallInput,
        );
    });

    let prefix = KeyPrefix::objects(BUCKET, "projects/");
    group.throughput(Throughput::Elements(PAGE as u64));
    group.bench_function("scan_100", |bencher| {
        bencher.iter_batched(
            || key(order.next()),
            |from| {
                let scan = Scan::prefix(&prefix, PAGE).starting_at(&from);
                black_box(store.scan(scan).expect("the store scans"))
            },
            BatchSize::SmallInput,
        );
    });

    group.throughput(Throughput::Elements(1));
    group.bench_function("commit", |bencher| {
        bencher.iter_batched(
            || overwrite(&mut order),
            |commit| store.commit(commit).expect("nobody else writes"),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// What a PUT does to the records: the bucket is still there, the object is replaced.
fn overwrite(order: &mut Shuffled) -> Commit {
    let number = order.next();
    Commit::new()
        .expect_present(key(0))
        .put(key(number), record(number))
}

/// The price of an acknowledgement that survives a crash.
fn measure_durable(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-metadata");
    let _ = std::fs::remove_dir_all(&folder);
    let store = SledMetadata::open(&folder).expect("the folder is writable");
    fill(&store);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime starts");
    let mut order = Shuffled(1);
    criterion.bench_function("sled_folder/commit_and_flush", |bencher| {
        bencher.iter_batched(
            || overwrite(&mut order),
            |commit| {
                store.commit(commit).expect("nobody else writes");
                runtime.block_on(store.flush()).expect("the disk takes it");
            },
            BatchSize::SmallInput,
        );
    });
    drop(store);
    let _ = std::fs::remove_dir_all(&folder);
}

fn metadata(criterion: &mut Criterion) {
    measure(criterion, "memory", &MemoryMetadata::new());
    let temporary = SledMetadata::temporary().expect("the temporary folder is writable");
    measure(criterion, "sled_temporary", &temporary);
    drop(temporary);
    measure_durable(criterion);
}

criterion_group!(benches, metadata);
criterion_main!(benches);
