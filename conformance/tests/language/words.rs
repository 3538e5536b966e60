use bucketproof_conformance::scenario::words::{choice, choice_near, counted, distance};
use proptest::prelude::*;

#[test]
fn choices_read_as_a_sentence() {
    assert_eq!(choice([].into_iter()), "nothing");
    assert_eq!(choice(["a"].into_iter()), "`a`");
    assert_eq!(choice(["a", "b", "c"].into_iter()), "`a`, `b` or `c`");
}

#[test]
fn long_choices_show_what_is_near() {
    let words: Vec<String> = (0..30).map(|number| format!("word{number}")).collect();
    let text = choice_near("word7x", words.iter().map(String::as_str));
    assert!(
        text.starts_with("`word7`, ") && text.ends_with(" or one of 26 others"),
        "{text}"
    );
}

#[test]
fn one_is_singular() {
    assert_eq!(
        (counted(1, "step"), counted(0, "step"), counted(2, "step")),
        ("1 step".into(), "0 steps".into(), "2 steps".into())
    );
}

proptest! {
    #[test]
    fn distance_is_a_metric(a in "[abc]{0,6}", b in "[abc]{0,6}", c in "[abc]{0,6}") {
        prop_assert_eq!(distance(&a, &a), 0);
        prop_assert_eq!(distance(&a, &b), distance(&b, &a));
        prop_assert!(distance(&a, &c) <= distance(&a, &b) + distance(&b, &c));
        prop_assert_eq!(distance(&a, &b) == 0, a == b);
    }
}
