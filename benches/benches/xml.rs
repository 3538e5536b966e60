//! What documents cost: a listing of 1,000 keys written, a completion of 1,000 parts read.

use std::hint::black_box;

use bucketproof::protocol::xml::{self, Writer};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;

const ENTRIES: usize = 1000;

#[derive(Debug, Deserialize)]
struct Completion {
    #[serde(rename = "Part")]
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
struct Part {
    #[serde(rename = "PartNumber")]
    number: u32,
    #[serde(rename = "ETag")]
    etag: String,
}

fn listing() -> String {
    let mut xml = Writer::new();
    xml.open_in(
        "ListBucketResult",
        "http://s3.amazonaws.com/doc/2006-03-01/",
    );
    for number in 0..ENTRIES {
        xml.open("Contents");
        xml.text_element(
            "Key",
            format!("projects/00001/frames/{number:06}.exr").as_str(),
        );
        xml.text_element("LastModified", "2026-11-21T10:15:30.000Z");
        xml.text_element("ETag", "\"5d41402abc4b2a76b9719d911017c592\"");
        xml.text_element("Size", "4096");
        xml.text_element("StorageClass", "STANDARD");
        xml.close();
    }
    xml.close();
    xml.finish()
}

fn completion() -> String {
    let mut xml = Writer::new();
    xml.open("CompleteMultipartUpload");
    for number in 1..=ENTRIES {
        xml.open("Part");
        xml.text_element("PartNumber", number.to_string().as_str());
        xml.text_element("ETag", "\"5d41402abc4b2a76b9719d911017c592\"");
        xml.close();
    }
    xml.close();
    xml.finish()
}

fn documents(c: &mut Criterion) {
    let mut group = c.benchmark_group("xml");
    group.throughput(Throughput::Elements(ENTRIES as u64));
    group.bench_function("write_listing_1000", |b| b.iter(listing));
    let text = completion();
    group.bench_function("read_completion_1000", |b| {
        b.iter(|| {
            let read: Completion = xml::read(black_box(text.as_bytes()), "CompleteMultipartUpload")
                .expect("the document is valid");
            assert!(
                read.parts
                    .iter()
                    .all(|part| part.number > 0 && !part.etag.is_empty())
            );
        });
    });
    group.finish();
}

criterion_group!(benches, documents);
criterion_main!(benches);
