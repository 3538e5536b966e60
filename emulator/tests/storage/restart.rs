//! `kill -9` at any moment: what was acknowledged is there, and a commit is there whole or not at all.
//!
//! The test runs itself once more as a child process that writes and acknowledges on its standard
//! output, kills it, and looks at what is left.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use bucketproof::storage::blobs::{BlobId, BlobStore};
use bucketproof::storage::key_layout::{Key, KeyPrefix};
use bucketproof::storage::records::{Body, ObjectRecord, decode, encode};
use bucketproof::storage::{Commit, Metadata, Scan, SledMetadata};

use crate::blobs::{pattern, put, read};

const FOLDER: &str = "BUCKETPROOF_TEST_RESTART_FOLDER";
const ROUND: &str = "BUCKETPROOF_TEST_RESTART_ROUND";
const WRITERS: u64 = 4;

#[test]
fn a_killed_process_loses_nothing_it_acknowledged() {
    if let Ok(folder) = env::var(FOLDER) {
        let round = env::var(ROUND).unwrap().parse().unwrap();
        write_until_killed(Path::new(&folder), round);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for (round, enough) in [1, 40, 400, 150].into_iter().enumerate() {
        let before = acknowledged.len();
        run_and_kill(folder.path(), round, enough, &mut acknowledged);
        assert!(acknowledged.len() >= before + enough);
        check(folder.path(), &acknowledged);
    }
}

/// Runs the child until it has acknowledged `enough` writes, then kills it.
fn run_and_kill(folder: &Path, round: usize, enough: usize, acknowledged: &mut Vec<u64>) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "restart::a_killed_process_loses_nothing_it_acknowledged",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut seen = 0;
    for line in lines {
        // The last line may be cut off by the kill; then it acknowledges nothing.
        let line = line.unwrap();
        let number = line
            .strip_prefix("done ")
            .and_then(|rest| rest.strip_suffix(" ok"));
        if let Some(number) = number {
            acknowledged.push(number.parse().unwrap());
            seen += 1;
            if seen == enough {
                // SIGKILL. Reading goes on: acknowledgements already in the pipe count.
                child.kill().unwrap();
            }
        }
    }
    child.wait().unwrap();
}

fn write_until_killed(folder: &Path, round: u64) -> ! {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let records = Arc::new(SledMetadata::open(&folder.join("records")).unwrap());
    let bodies = BlobStore::files(&folder.join("blobs")).unwrap();
    runtime.block_on(async {
        let write = |writer: u64| {
            let (records, bodies) = (Arc::clone(&records), bodies.clone());
            tokio::spawn(async move {
                for step in 0.. {
                    write_one(
                        &*records,
                        &bodies,
                        round * 1_000_000 + step * WRITERS + writer,
                    )
                    .await;
                }
            })
        };
        futures_util::future::join_all((0..WRITERS).map(write)).await;
    });
    unreachable!("the writers never end")
}

fn blob(number: u64) -> BlobId {
    BlobId::from_u128(number.into())
}

/// Some bodies take several batches.
fn length(number: u64) -> usize {
    if number.is_multiple_of(10) {
        2_500_000
    } else {
        100 + number as usize % 5000
    }
}

fn object_key(number: u64) -> String {
    format!("object {number:09}")
}

/// The body, then in one commit the object and its companion; then the acknowledgement.
async fn write_one(records: &dyn Metadata, bodies: &BlobStore, number: u64) {
    let size = put(
        bodies,
        blob(number),
        None,
        &[pattern(number, length(number))],
    )
    .await;
    let record = ObjectRecord {
        sequence: number,
        size,
        body: Body::Single { blob: blob(number) },
        ..ObjectRecord::default()
    };
    let key = object_key(number);
    let commit = Commit::new()
        .put(Key::object("first", &key).encode(), encode(&record))
        .put(Key::object("second", &key).encode(), encode(&record));
    records.commit(commit).unwrap();
    records.flush().await.unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "done {number} ok").unwrap();
    out.flush().unwrap();
}

fn check(folder: &Path, acknowledged: &[u64]) {
    let records = SledMetadata::open(&folder.join("records")).unwrap();
    let bodies = BlobStore::files(&folder.join("blobs")).unwrap();
    let list = |bucket| -> Vec<ObjectRecord> {
        let page = records
            .scan(Scan::prefix(&KeyPrefix::objects(bucket, ""), usize::MAX))
            .unwrap();
        page.iter()
            .map(|(_, value)| decode(value).unwrap())
            .collect()
    };
    let objects = list("first");
    assert_eq!(objects, list("second"), "a commit is whole");
    for number in acknowledged {
        let key = Key::object("first", object_key(*number)).encode();
        assert!(
            records.get(&key).unwrap().is_some(),
            "{number} was acknowledged"
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for object in objects {
        let Body::Single { blob } = object.body else {
            panic!("{object:?}")
        };
        let lease = bodies.open(&[blob]).unwrap();
        let body = runtime.block_on(read(&lease, 0..u64::MAX));
        assert!(
            body == pattern(object.sequence, length(object.sequence)),
            "{object:?}"
        );
    }
}
