//! Laws of the key layout.

use std::ops::{Bound, RangeBounds};

use bucketproof::storage::MAX_KEY_BYTES;
use bucketproof::storage::key_layout::{Key, KeyError, KeyPrefix};
use proptest::collection::vec;
use proptest::prelude::*;

/// Short texts of characters at the edges of the escape and of UTF-8.
fn text() -> impl Strategy<Value = String> {
    let edges = vec![
        '\0',
        '\u{1}',
        '\u{2}',
        '/',
        'a',
        'b',
        '\u{7f}',
        'é',
        '\u{ffff}',
        '\u{10ffff}',
    ];
    vec(prop::sample::select(edges), 0..5).prop_map(|chars| chars.into_iter().collect())
}

fn sequence() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(0),
        Just(1),
        Just(255),
        Just(256),
        Just(u64::MAX),
        any::<u64>()
    ]
}

fn key() -> impl Strategy<Value = Key<'static>> {
    let (t, tt, ttt) = (text, || (text(), text()), || (text(), text(), text()));
    prop_oneof![
        t().prop_map(Key::bucket),
        tt().prop_map(|(a, b)| Key::bucket_configuration(a, b)),
        tt().prop_map(|(a, b)| Key::object(a, b)),
        (tt(), sequence()).prop_map(|((a, b), n)| Key::noncurrent_version(a, b, n)),
        ttt().prop_map(|(a, b, c)| Key::upload(a, b, c)),
        (t(), any::<u32>()).prop_map(|(a, n)| Key::part(a, n)),
        ttt().prop_map(|(a, b, c)| Key::iam_entity(a, b, c)),
        t().prop_map(Key::access_key),
        t().prop_map(Key::session),
        ttt().prop_map(|(a, b, c)| Key::kms_key(a, b, c)),
        ttt().prop_map(|(a, b, c)| Key::kms_alias(a, b, c)),
        t().prop_map(Key::oidc_issuer),
        t().prop_map(Key::setting),
    ]
}

fn in_scan(prefix: &KeyPrefix, key: &[u8]) -> bool {
    RangeBounds::<[u8]>::contains(&(Bound::Included(prefix.as_bytes()), prefix.end()), key)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn decode_undoes_encode(key in key()) {
        let bytes = key.encode();
        prop_assert_eq!(Key::decode(&bytes), Ok(key));
    }

    #[test]
    fn bytes_order_like_keys(a in key(), b in key()) {
        prop_assert_eq!(a.encode().cmp(&b.encode()), a.cmp(&b));
    }

    /// The same, where only the last differing part decides.
    #[test]
    fn versions_order_by_bucket_then_key_bytes_then_newest_first(
        a in (text(), text(), sequence()),
        b in (text(), text(), sequence()),
    ) {
        let encode = |(bucket, key, sequence): &(String, String, u64)| {
            Key::noncurrent_version(bucket, key, *sequence).encode()
        };
        let order = a.0.as_bytes().cmp(b.0.as_bytes())
            .then(a.1.as_bytes().cmp(b.1.as_bytes()))
            .then(b.2.cmp(&a.2));
        prop_assert_eq!(encode(&a).cmp(&encode(&b)), order);
    }

    #[test]
    fn only_encoded_keys_decode(bytes in vec(prop::sample::select(vec![0, 1, 2, 0x10, 0x20, 0x24, 0x34, b'a', 0xff]), 0..16)) {
        if let Ok(key) = Key::decode(&bytes) {
            prop_assert_eq!(key.encode(), bytes);
        }
    }

    #[test]
    fn objects_are_found_by_the_start_of_their_key(key in key(), bucket in text(), start in text()) {
        let prefix = KeyPrefix::objects(&bucket, &start);
        let encoded = key.encode();
        let belongs = matches!(&key, Key::Object { bucket: b, key: k } if *b == bucket && k.starts_with(&start));
        prop_assert_eq!(prefix.contains(&encoded), belongs);
        prop_assert_eq!(in_scan(&prefix, &encoded), belongs);
    }

    #[test]
    fn a_prefix_of_bytes_is_a_range(start in vec(prop::sample::select(vec![0, 1, 0xfe, 0xff]), 0..4), key in vec(prop::sample::select(vec![0, 1, 0xfe, 0xff]), 0..6)) {
        let prefix = KeyPrefix::of(start.clone());
        prop_assert_eq!(in_scan(&prefix, &key), key.starts_with(&start));
    }
}

/// Each group holds its own keys and none of its neighbours'.
#[test]
fn groups() {
    let (b, long) = ("media", "mediatheque");
    let cases: [(KeyPrefix, Vec<Key<'_>>, Vec<Key<'_>>); 13] = [
        (
            KeyPrefix::buckets(),
            vec![Key::bucket("a"), Key::bucket("")],
            vec![Key::bucket_configuration("a", "b")],
        ),
        (
            KeyPrefix::bucket_configurations(b),
            vec![Key::bucket_configuration(b, "policy")],
            vec![Key::bucket_configuration(long, "policy"), Key::bucket(b)],
        ),
        (
            KeyPrefix::objects(b, ""),
            vec![Key::object(b, "k"), Key::object(b, "\0")],
            vec![Key::object(long, "k"), Key::noncurrent_version(b, "k", 1)],
        ),
        (
            KeyPrefix::noncurrent_versions(b, "k"),
            vec![
                Key::noncurrent_version(b, "k", 0),
                Key::noncurrent_version(b, "kk", u64::MAX),
            ],
            vec![Key::noncurrent_version(b, "l", 1), Key::object(b, "k")],
        ),
        (
            KeyPrefix::noncurrent_versions_of(b, "k"),
            vec![
                Key::noncurrent_version(b, "k", 0),
                Key::noncurrent_version(b, "k", u64::MAX),
            ],
            vec![
                Key::noncurrent_version(b, "kk", 1),
                Key::noncurrent_version(b, "k\0", 1),
            ],
        ),
        (
            KeyPrefix::uploads(b, "k"),
            vec![Key::upload(b, "k", "1"), Key::upload(b, "kk", "1")],
            vec![Key::upload(b, "j", "1")],
        ),
        (
            KeyPrefix::uploads_of(b, "k"),
            vec![Key::upload(b, "k", "1")],
            vec![Key::upload(b, "kk", "1")],
        ),
        (
            KeyPrefix::parts("u"),
            vec![Key::part("u", 1), Key::part("u", 10_000)],
            vec![Key::part("uu", 1), Key::part("", 1)],
        ),
        (
            KeyPrefix::iam_entities("1", "user"),
            vec![Key::iam_entity("1", "user", "x")],
            vec![
                Key::iam_entity("1", "role", "x"),
                Key::iam_entity("11", "user", "x"),
            ],
        ),
        (
            KeyPrefix::kms_keys("1", "eu"),
            vec![Key::kms_key("1", "eu", "x")],
            vec![
                Key::kms_key("1", "eu-2", "x"),
                Key::kms_alias("1", "eu", "x"),
            ],
        ),
        (
            KeyPrefix::all_kms_keys(),
            vec![Key::kms_key("1", "eu", "x"), Key::kms_key("2", "us", "x")],
            vec![Key::kms_alias("1", "eu", "x")],
        ),
        (
            KeyPrefix::kms_aliases("1", "eu"),
            vec![Key::kms_alias("1", "eu", "x")],
            vec![Key::kms_alias("2", "eu", "x")],
        ),
        (
            KeyPrefix::settings("a."),
            vec![Key::setting("a."), Key::setting("a.b")],
            vec![Key::setting("a"), Key::oidc_issuer("a.b")],
        ),
    ];
    for (prefix, members, others) in cases {
        for key in members {
            assert!(in_scan(&prefix, &key.encode()), "{key:?} is in {prefix:?}");
        }
        for key in others {
            assert!(
                !in_scan(&prefix, &key.encode()),
                "{key:?} is not in {prefix:?}"
            );
        }
    }
    let whole_kinds = [
        (KeyPrefix::access_keys(), Key::access_key("AKIA")),
        (KeyPrefix::sessions(), Key::session("ASIA")),
        (KeyPrefix::oidc_issuers(), Key::oidc_issuer("local")),
    ];
    for (index, (prefix, _)) in whole_kinds.iter().enumerate() {
        for (other, (_, key)) in whole_kinds.iter().enumerate() {
            assert_eq!(in_scan(prefix, &key.encode()), index == other);
        }
    }
}

/// S3 allows 1024 bytes of key, 63 of bucket; the worst text is all U+0000.
#[test]
fn the_longest_s3_key_fits() {
    let (bucket, key, upload_id) = ("b".repeat(63), "\0".repeat(1024), "u".repeat(256));
    assert!(Key::upload(&bucket, &key, &upload_id).encode().len() <= MAX_KEY_BYTES);
    assert!(Key::noncurrent_version(&bucket, &key, 1).encode().len() <= MAX_KEY_BYTES);
}

#[test]
fn damaged_keys_are_refused() {
    let cases: [(&[u8], KeyError); 8] = [
        (b"", KeyError::Kind(None)),
        (b"\xf0a\0\x01", KeyError::Kind(Some(0xf0))),
        (b"\x10a", KeyError::Unterminated),
        (b"\x10a\0", KeyError::Unterminated),
        (b"\x10a\0\x02", KeyError::Escape),
        (b"\x10\xc3\0\x01", KeyError::Utf8),
        (b"\x10a\0\x01b", KeyError::Trailing),
        (b"\x34u\0\x01\0\0\x01", KeyError::Unterminated),
    ];
    for (bytes, error) in cases {
        assert_eq!(Key::decode(bytes), Err(error), "{}", bytes.escape_ascii());
    }
}
