//! Whatever is uploaded, replaced and listed: the object is the listed parts' last bodies, one after the other.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::s3_help::{PART, blobs, body, multipart_etag, started};
use crate::s3_uploads::{complete, create, upload};

/// An upload of one part: its number, a seed, and how much longer than the least it is.
type Step = (u32, u8, usize);

#[derive(Debug, Clone)]
struct Plan {
    steps: Vec<Step>,
    /// Which of the uploaded numbers are listed.
    listed: Vec<bool>,
    /// How long the last listed part is, when it is not like the others.
    last: Option<usize>,
    /// Ranges, as parts per million of the whole.
    ranges: Vec<(u32, u32)>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let step = (1_u32..6, any::<u8>(), 0_usize..40_000);
    (
        prop::collection::vec(step, 1..6),
        prop::collection::vec(prop::bool::weighted(0.7), 6),
        prop::option::of(0_usize..100_000),
        prop::collection::vec((0_u32..1_000_000, 0_u32..1_000_000), 4),
    )
        .prop_map(|(steps, listed, last, ranges)| Plan {
            steps,
            listed,
            last,
            ranges,
        })
}

async fn check(plan: Plan) {
    let (emulator, client) = started().await;
    let id = create(&client, "k", &[]).await;
    let mut model: BTreeMap<u32, (String, Vec<u8>)> = BTreeMap::new();
    for (number, seed, more) in &plan.steps {
        let bytes = body(*seed, PART + more);
        let etag = upload(&client, "k", &id, *number, bytes.clone()).await;
        model.insert(*number, (etag, bytes));
    }
    assert_eq!(blobs(&emulator), model.len());
    let mut numbers: Vec<u32> = model
        .keys()
        .copied()
        .filter(|number| plan.listed[*number as usize])
        .collect();
    if numbers.is_empty() {
        numbers = model.keys().copied().collect();
    }
    if let (Some(size), Some(last)) = (plan.last, numbers.last()) {
        let bytes = body(200, size);
        let etag = upload(&client, "k", &id, *last, bytes.clone()).await;
        model.insert(*last, (etag, bytes));
    }
    let list: Vec<(u32, &str)> = numbers
        .iter()
        .map(|number| (*number, model[number].0.as_str()))
        .collect();
    complete(&client, "k", &id, &list).await.expect(200);
    assert_eq!(blobs(&emulator), list.len());

    let parts: Vec<&[u8]> = numbers.iter().map(|number| &*model[number].1).collect();
    let whole = parts.concat();
    let got = client.send("GET", "/media/k", &[], "").await.expect(200);
    assert!(got.body == whole, "the bodies differ");
    assert_eq!(got.header("etag").unwrap(), multipart_etag(&parts));
    for (position, part) in (1..).zip(&parts) {
        let path = format!("/media/k?partNumber={position}");
        let got = client.send("GET", &path, &[], "").await;
        assert!(got.body == *part, "part {position} differs");
    }
    for (a, b) in plan.ranges {
        let at = |share: u32| (whole.len() as u64 * u64::from(share) / 1_000_000) as usize;
        let (first, last) = (at(a.min(b)), at(a.max(b)));
        if whole.is_empty() {
            break;
        }
        let range = format!("bytes={first}-{last}");
        let got = client
            .send("GET", "/media/k", &[("range", &range)], "")
            .await
            .expect(206);
        assert!(got.body == whole[first..=last], "{range} differs");
    }
    client.send("DELETE", "/media/k", &[], "").await.expect(204);
    assert_eq!(blobs(&emulator), 0);
}

#[test]
fn an_object_is_its_listed_parts() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config {
        cases: 12,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&plan(), |plan| {
            runtime.block_on(check(plan));
            Ok(())
        })
        .unwrap();
}
