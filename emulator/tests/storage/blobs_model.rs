//! Any range over any blobs is that range of their concatenation.

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::blobs::{Backend, id, pattern, put, read};

/// Lengths of the chunks of each blob: around the limits of the spilling store and the size of a piece.
fn blobs() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let chunk =
        prop_oneof![8 => 0..1200_usize, 2 => 10_000..40_000_usize, 1 => 500_000..1_200_000_usize];
    vec(vec(chunk, 0..4), 0..5)
}

fn check(
    backend: &Backend,
    blobs: &[Vec<usize>],
    ranges: &[(u64, u64)],
) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (mut ids, mut whole) = (Vec::new(), Vec::new());
        for (number, lengths) in blobs.iter().enumerate() {
            let body = pattern(number as u64, lengths.iter().sum());
            let mut rest = body.clone();
            let chunks: Vec<Bytes> = lengths
                .iter()
                .map(|length| rest.split_to(*length))
                .collect();
            ids.push(id(number as u128));
            let length = put(&backend.store, id(number as u128), None, &chunks).await;
            prop_assert_eq!(length, body.len() as u64);
            whole.extend_from_slice(&body);
        }
        let lease = backend.store.open(&ids).unwrap();
        let length = whole.len() as u64;
        prop_assert_eq!(lease.len(), length);
        for (a, b) in ranges {
            // Some ranges reach over the end, some are empty.
            let (start, end) = (a % (length + 2), b % (length + 2));
            let (from, to) = (start.min(length) as usize, end.min(length) as usize);
            let expected = whole.get(from..to).unwrap_or_default();
            prop_assert!(
                read(&lease, start..end).await == expected,
                "{}..{}",
                start,
                end
            );
            if let Some(bytes) = lease.in_memory(start..end) {
                prop_assert!(bytes == expected, "{}..{} in memory", start, end);
            }
        }
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn ranges_in_memory(blobs in blobs(), ranges in vec(any::<(u64, u64)>(), 1..12)) {
        check(&Backend::memory(), &blobs, &ranges)?;
    }

    #[test]
    fn ranges_over_memory_and_files(blobs in blobs(), ranges in vec(any::<(u64, u64)>(), 1..12)) {
        check(&Backend::spilling(), &blobs, &ranges)?;
    }

    #[test]
    fn ranges_in_files(blobs in blobs(), ranges in vec(any::<(u64, u64)>(), 1..12)) {
        check(&Backend::files(), &blobs, &ranges)?;
    }
}
