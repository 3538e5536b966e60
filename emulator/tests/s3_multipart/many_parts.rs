//! Ten thousand parts: completed, read and removed within seconds.

use bucketproof::Emulator;
use bucketproof::protocol::checksum::{Algorithm, Md5};
use bucketproof::storage::blobs::BlobId;
use bucketproof::storage::key_layout::{Key, KeyPrefix};
use bucketproof::storage::records::{self, PartRecord};
use bucketproof::storage::{Commit, Scan};

use data_encoding::HEXLOWER;

use crate::s3_help::{PART, all, blobs, body, checksum, started};
use crate::s3_uploads::{complete, create, list_parts, upload};
use crate::support::Client;

const PARTS: u32 = 10_000;

/// Puts the records of parts that are all alike where UploadPart puts them: 50 GB would take too long to send. Every
/// part has a body of its own, but only the last one is real.
async fn fill(emulator: &Emulator, upload_id: &str, last: &[u8]) -> Vec<(u32, String)> {
    let world = &emulator.stack().world;
    let alike = body(1, PART);
    let etag = Md5::digest(&alike).hex();
    let crc = checksum(Algorithm::Crc64Nvme, &alike);
    let mut commit = Commit::new();
    for number in 1..PARTS {
        let part = PartRecord {
            number,
            size: PART as u64,
            etag: etag.clone(),
            last_modified_ms: 1,
            blob: BlobId::from_u128(u128::from(number)),
            checksums: [("CRC64NVME".to_owned(), crc.clone())].into(),
        };
        commit = commit.put(
            Key::part(upload_id, number).encode(),
            records::encode(&part),
        );
    }
    world.commit(commit).await.unwrap();
    let mut list: Vec<(u32, String)> = (1..PARTS).map(|number| (number, etag.clone())).collect();
    list.push((PARTS, Md5::digest(last).hex()));
    list
}

async fn prepared() -> (Emulator, Client, String, Vec<(u32, String)>) {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let last = body(9, 100);
    upload(&client, "k", &id, PARTS, last.clone()).await;
    let list = fill(&emulator, &id, &last).await;
    (emulator, client, id, list)
}

#[tokio::test]
async fn ten_thousand_parts_are_completed_and_removed() {
    let (emulator, client, id, list) = prepared().await;
    let page = list_parts(&client, "k", &id, "&part-number-marker=9500")
        .await
        .expect(200);
    assert_eq!(all(&page, "PartNumber").len(), 500);

    let borrowed: Vec<(u32, &str)> = list.iter().map(|(n, etag)| (*n, etag.as_str())).collect();
    let done = complete(&client, "k", &id, &borrowed).await.expect(200);
    let digests: Vec<u8> = list
        .iter()
        .flat_map(|(_, etag)| HEXLOWER.decode(etag.as_bytes()).unwrap())
        .collect();
    let etag = format!("&quot;{}-10000&quot;", Md5::digest(&digests).hex());
    assert_eq!(done.element("ETag"), Some(etag));
    let head = client
        .send("HEAD", "/media/k?partNumber=10000", &[], "")
        .await
        .expect(206);
    assert_eq!(head.header("x-amz-mp-parts-count"), Some("10000"));
    let size = u64::from(PARTS - 1) * PART as u64 + 100;
    assert_eq!(
        head.header("content-range").unwrap(),
        format!("bytes {}-{}/{size}", size - 100, size - 1)
    );

    client.send("DELETE", "/media/k", &[], "").await.expect(204);
    assert_eq!(blobs(&emulator), 0);
    let left = emulator
        .stack()
        .world
        .metadata
        .scan(Scan::prefix(&KeyPrefix::parts(&id), 10))
        .unwrap();
    assert!(left.is_empty());
}

#[tokio::test]
async fn every_second_of_ten_thousand_parts() {
    let (_emulator, client, id, list) = prepared().await;
    let every_second: Vec<(u32, &str)> = list
        .iter()
        .filter(|(number, _)| number % 2 == 0)
        .map(|(number, etag)| (*number, etag.as_str()))
        .collect();
    complete(&client, "k", &id, &every_second).await.expect(200);
    let head = client
        .send("HEAD", "/media/k?partNumber=5000", &[], "")
        .await
        .expect(206);
    assert_eq!(head.header("x-amz-mp-parts-count"), Some("5000"));
    assert_eq!(head.header("content-length"), Some("100"));
    // An exact repeat compares the numbers that were listed, not the positions.
    complete(&client, "k", &id, &every_second).await.expect(200);
}
