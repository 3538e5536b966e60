//! Preconditions.

use bucketproof::protocol::conditional::{Outcome, Preconditions, etag_matches};

use super::support::head;

const ETAG: &str = "\"d41d8cd98f00b204e9800998ecf8427e\"";
/// Fri, 24 May 2013 00:00:00 GMT.
const MODIFIED: i64 = 1_369_353_600;
const BEFORE: &str = "Thu, 23 May 2013 00:00:00 GMT";
const SAME: &str = "Fri, 24 May 2013 00:00:00 GMT";
const AFTER: &str = "2013-05-25T00:00:00Z";
const NOW: i64 = MODIFIED + 10 * 86_400;
const FUTURE: &str = "Mon, 24 Jun 2013 00:00:00 GMT";

fn read(headers: &[(&str, &str)]) -> Outcome {
    let head = head("GET", "/", headers);
    Preconditions::read(&head.headers).evaluate(ETAG, MODIFIED, NOW)
}

/// The same conditions on a copy's source.
fn copy(headers: &[(&str, &str)]) -> Outcome {
    let names: Vec<String> = headers
        .iter()
        .map(|(name, _)| format!("x-amz-copy-source-{name}"))
        .collect();
    let prefixed: Vec<(&str, &str)> = names
        .iter()
        .zip(headers)
        .map(|(name, (_, value))| (name.as_str(), *value))
        .collect();
    let head = head("PUT", "/", &prefixed);
    Preconditions::copy_source(&head.headers).evaluate(ETAG, MODIFIED, NOW)
}

#[test]
fn every_condition_alone() {
    use Outcome::{NotModified, PreconditionFailed, Proceed};
    let failed = PreconditionFailed;
    let copy_failed = |name| PreconditionFailed(name);
    for (name, value, on_read, on_copy) in [
        ("if-match", ETAG, Proceed, Proceed),
        ("if-match", "*", Proceed, Proceed),
        (
            "if-match",
            "\"x\"",
            failed("If-Match"),
            copy_failed("x-amz-copy-source-If-Match"),
        ),
        ("if-none-match", "\"x\"", Proceed, Proceed),
        (
            "if-none-match",
            ETAG,
            NotModified,
            copy_failed("x-amz-copy-source-If-None-Match"),
        ),
        (
            "if-none-match",
            "*",
            NotModified,
            copy_failed("x-amz-copy-source-If-None-Match"),
        ),
        ("if-modified-since", BEFORE, Proceed, Proceed),
        (
            "if-modified-since",
            SAME,
            NotModified,
            copy_failed("x-amz-copy-source-If-Modified-Since"),
        ),
        (
            "if-modified-since",
            AFTER,
            NotModified,
            copy_failed("x-amz-copy-source-If-Modified-Since"),
        ),
        ("if-modified-since", FUTURE, Proceed, Proceed),
        ("if-modified-since", "yesterday", Proceed, Proceed),
        (
            "if-unmodified-since",
            BEFORE,
            failed("If-Unmodified-Since"),
            copy_failed("x-amz-copy-source-If-Unmodified-Since"),
        ),
        ("if-unmodified-since", SAME, Proceed, Proceed),
        ("if-unmodified-since", AFTER, Proceed, Proceed),
        ("if-unmodified-since", "yesterday", Proceed, Proceed),
    ] {
        assert_eq!(read(&[(name, value)]), on_read, "{name}: {value}");
        assert_eq!(copy(&[(name, value)]), on_copy, "{name}: {value}");
    }
    assert_eq!(read(&[]), Proceed);
}

/// The documented pairs: the entity tag decides.
#[test]
fn pairs() {
    assert_eq!(
        read(&[("if-match", ETAG), ("if-unmodified-since", BEFORE)]),
        Outcome::Proceed
    );
    assert_eq!(
        read(&[("if-none-match", ETAG), ("if-modified-since", BEFORE)]),
        Outcome::NotModified
    );
    assert_eq!(
        read(&[("if-none-match", "\"x\""), ("if-modified-since", AFTER)]),
        Outcome::Proceed
    );
    assert_eq!(
        read(&[("if-match", "\"x\""), ("if-none-match", ETAG)]),
        Outcome::PreconditionFailed("If-Match")
    );
    assert_eq!(
        copy(&[("if-none-match", ETAG), ("if-modified-since", BEFORE)]),
        Outcome::PreconditionFailed("x-amz-copy-source-If-None-Match")
    );
}

#[test]
fn the_two_sets_do_not_mix() {
    let copy_only = head("GET", "/", &[("x-amz-copy-source-if-match", "x")]);
    assert!(Preconditions::read(&copy_only.headers).is_empty());
    assert!(!Preconditions::copy_source(&copy_only.headers).is_empty());
    let unreadable = head("GET", "/", &[("if-modified-since", "x")]);
    assert!(Preconditions::read(&unreadable.headers).is_empty());
}

#[test]
fn entity_tags() {
    for list in [
        ETAG,
        "d41d8cd98f00b204e9800998ecf8427e",
        "\"a\", *",
        "\"a\",\"b\" , W/\"b-2\"",
    ] {
        let etag = if list.contains("b-2") { "b-2" } else { ETAG };
        assert!(etag_matches(list, etag), "{list}");
    }
    for list in ["", "\"a\"", "d41d8cd98f00b204e9800998ecf8427", "\"*x\""] {
        assert!(!etag_matches(list, ETAG), "{list}");
    }
}
