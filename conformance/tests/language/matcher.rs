//! Matchers, read from TOML as a scenario writes them.

use std::path::Path;

use bucketproof_conformance::scenario::{
    matcher::Matcher,
    problem::Problems,
    reader::{Context, Read},
    template::Names,
    tree,
};

/// What `written` expects when it meets `found`; `None` when it is content.
fn compare(written: &str, found: Option<&str>) -> Option<String> {
    let problems = Problems::of(Path::new("x").into());
    let table = tree::parse(&format!("m = {written}"), &problems);
    let cx = Context::of(Path::new("x"));
    let matcher = Matcher::read(&table.entries[0].node, &cx);
    assert!(
        problems.is_empty() && cx.problems.is_empty(),
        "{written}: {:?}",
        cx.problems
    );
    let names = Names::from([("x".to_owned(), "7".to_owned())]);
    matcher.unwrap().compare(found, &names).unwrap()
}

#[test]
fn conditions_hold_or_say_what_they_want() {
    let cases = [
        ("\"a\"", "a", "b", "`a`"),
        ("3", "3", "4", "`3`"),
        ("true", "true", "false", "`true`"),
        ("\"${x}\"", "7", "8", "`7`"),
        (
            "{ contains = \"b\" }",
            "abc",
            "ac",
            "a text that contains `b`",
        ),
        (
            "{ starts_with = \"ab\" }",
            "abc",
            "bc",
            "a text that starts with `ab`",
        ),
        (
            "{ ends_with = \"c\" }",
            "abc",
            "ab",
            "a text that ends with `c`",
        ),
        (
            "{ matches = \"^[0-9]+$\" }",
            "42",
            "4x",
            "a text that matches `^[0-9]+$`",
        ),
        ("{ not = \"a\" }", "b", "a", "anything but `a`"),
        ("{ one_of = [1, \"b\"] }", "1", "c", "`1` or `b`"),
        ("{ at_least = 2 }", "2", "1.9", "at least `2`"),
        ("{ at_most = 2 }", "2", "two", "at most `2`"),
        ("{ at_least = 1, at_most = 3 }", "2", "4", "at most `3`"),
    ];
    for (written, good, bad, wanted) in cases {
        assert_eq!(compare(written, Some(good)), None, "{written} with {good}");
        assert_eq!(
            compare(written, Some(bad)).as_deref(),
            Some(wanted),
            "{written} with {bad}"
        );
    }
}

#[test]
fn absence_only_fits_who_wants_it() {
    assert_eq!(compare("{ exists = false }", None), None);
    assert_eq!(
        compare("{ exists = false }", Some("x")).as_deref(),
        Some("no value")
    );
    assert_eq!(compare("{ exists = true }", Some("")), None);
    assert_eq!(
        compare("{ exists = true }", None).as_deref(),
        Some("any value")
    );
    for written in [
        "\"\"",
        "{ contains = \"\" }",
        "{ matches = \"\" }",
        "{ at_most = 0 }",
        "{ one_of = [0] }",
    ] {
        assert!(compare(written, None).is_some(), "{written} takes absence");
    }
}
