use super::{GenerationCache, LIMIT};

#[test]
fn values_last_for_their_generation() {
    let cache = GenerationCache::default();
    cache.keep(1, "a", "old");
    assert_eq!(cache.get(1, "a"), Some("old"));
    assert_eq!(cache.get(2, "a"), None);
    cache.keep(2, "b", "new");
    assert_eq!(cache.get(2, "a"), None);
    assert_eq!(cache.get(1, "a"), None);
}

#[test]
fn a_late_value_of_an_older_generation_is_not_kept() {
    let cache = GenerationCache::default();
    cache.keep(2, "a", "new");
    cache.keep(1, "a", "old");
    assert_eq!(cache.get(2, "a"), Some("new"));
    assert_eq!(cache.get(1, "a"), None);
}

#[test]
fn the_number_of_values_is_bounded() {
    let cache = GenerationCache::default();
    for number in 0..=LIMIT {
        cache.keep(1, &number.to_string(), number);
    }
    assert_eq!(cache.get(1, "0"), None);
    assert_eq!(cache.get(1, &LIMIT.to_string()), Some(LIMIT));
}
