use proptest::prelude::*;

use super::*;

#[test]
fn an_empty_histogram_has_no_durations() {
    let histogram = Histogram::default();
    assert_eq!(
        (
            histogram.count(),
            histogram.quantile_micros(0.99),
            histogram.max_micros()
        ),
        (0, 0, 0)
    );
}

#[test]
fn small_durations_are_exact() {
    let mut histogram = Histogram::default();
    (1..=50).for_each(|micros| histogram.add(micros));
    assert_eq!(histogram.quantile_micros(0.5), 25);
    assert_eq!(histogram.quantile_micros(1.0), 50);
}

proptest! {
    #[test]
    fn quantiles_are_within_a_64th(mut values in proptest::collection::vec(0u64..10_000_000_000, 1..200), q in 0.0f64..=1.0) {
        let mut histogram = Histogram::default();
        values.iter().for_each(|value| histogram.add(*value));
        values.sort_unstable();
        let rank = ((values.len() as f64 * q).ceil() as usize).max(1);
        let exact = values[rank - 1];
        let found = histogram.quantile_micros(q);
        prop_assert!(found >= exact && found <= exact + exact / 64 + 1, "{found} for {exact}");
    }

    #[test]
    fn merging_is_adding(a in proptest::collection::vec(0u64..1_000_000, 0..50), b in proptest::collection::vec(0u64..1_000_000, 0..50)) {
        let mut merged = Histogram::default();
        let mut other = Histogram::default();
        a.iter().for_each(|value| merged.add(*value));
        b.iter().for_each(|value| other.add(*value));
        merged.merge(&other);
        let mut whole = Histogram::default();
        a.iter().chain(&b).for_each(|value| whole.add(*value));
        prop_assert_eq!(merged.count(), whole.count());
        prop_assert_eq!(merged.quantile_micros(0.9), whole.quantile_micros(0.9));
        prop_assert_eq!(merged.max_micros(), whole.max_micros());
    }
}
