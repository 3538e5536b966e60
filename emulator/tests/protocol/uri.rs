//! Percent encoding and query strings.

use bucketproof::protocol::Query;
use bucketproof::protocol::uri::{UriError, decode, decode_form, encode_path, encode_query};
use proptest::prelude::*;

use super::support::head;

#[test]
fn unreserved_characters_stay() {
    let kept = "AZaz09-._~";
    assert_eq!(encode_query(kept), kept);
    assert_eq!(encode_path(kept), kept);
}

#[test]
fn the_slash_is_kept_in_paths_only() {
    assert_eq!(encode_path("a/b c+ü"), "a/b%20c%2B%C3%BC");
    assert_eq!(encode_query("a/b c+ü"), "a%2Fb%20c%2B%C3%BC");
}

#[test]
fn plus_is_a_space_in_forms_only() {
    assert_eq!(decode("a+b%2B").as_deref(), Ok("a+b+"));
    assert_eq!(decode_form("a+b%2B").as_deref(), Ok("a b+"));
}

#[test]
fn broken_escapes_and_bytes_are_refused() {
    for raw in ["%", "a%4", "%zz", "ok%20%"] {
        assert_eq!(
            decode(raw),
            Err(UriError::BadEscape {
                input: raw.to_owned()
            })
        );
    }
    assert_eq!(
        decode("%ff"),
        Err(UriError::NotUtf8 {
            input: "%ff".to_owned()
        })
    );
    assert!(Query::parse("a=%").is_err());
}

#[test]
fn queries_keep_order_and_first_wins() {
    let query = Query::parse("b=1&a&b=2&&c=x=y&d=").unwrap();
    let pairs: Vec<_> = query.iter().collect();
    assert_eq!(
        pairs,
        [("b", "1"), ("a", ""), ("b", "2"), ("c", "x=y"), ("d", "")]
    );
    assert_eq!(query.get("b"), Some("1"));
    assert_eq!(query.get("a"), Some(""));
    assert_eq!(query.get("z"), None);
    assert!(query.has("d") && !query.has("x"));
    assert_eq!((query.len(), query.is_empty()), (5, false));
    assert_eq!(query.raw(), "b=1&a&b=2&&c=x=y&d=");
    assert!(Query::parse("").unwrap().is_empty());
}

#[test]
fn heads_split_the_target_and_trim_headers() {
    let head = head(
        "GET",
        "/a%20b?x=1?2",
        &[("Host", " h:1 "), ("x-odd", "caf\u{e9}")],
    );
    assert_eq!(head.path, "/a%20b");
    assert_eq!(head.query.get("x"), Some("1?2"));
    assert_eq!(head.host(), Some("h:1"));
    assert_eq!(head.header("x-odd"), None);
    assert_eq!(super::support::head("GET", "?a", &[]).path, "/");
}

proptest! {
    #[test]
    fn encoding_round_trips(text in ".*") {
        prop_assert_eq!(decode(&encode_query(&text)).unwrap(), text.clone());
        prop_assert_eq!(decode_form(&encode_query(&text)).unwrap(), text.clone());
        prop_assert_eq!(decode(&encode_path(&text)).unwrap(), text);
    }

    #[test]
    fn queries_round_trip(pairs in prop::collection::vec((".{1,8}", ".{0,8}"), 0..8)) {
        let raw: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encode_query(name), encode_query(value)))
            .collect();
        let query = Query::parse(&raw.join("&")).unwrap();
        let read: Vec<(String, String)> =
            query.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, pairs);
    }
}
