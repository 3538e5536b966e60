//! What holds for every SigV4 request.

use bucketproof::protocol::Query;
use bucketproof::protocol::body::EMPTY_SHA256;
use bucketproof::protocol::sigv4::canonical;
use bucketproof::protocol::uri::encode_query;
use proptest::prelude::*;

use super::sigv4::{DATE, HOST, key, signed, v4};

proptest! {
    /// However the parameters are ordered and spelt, the canonical query is the same: sorted by
    /// encoded name and value.
    #[test]
    fn canonical_queries_are_sorted(
        mut pairs in prop::collection::vec(("[a-zA-Z0-9 _~%/=-]{1,4}", "[ -~]{0,4}"), 0..8),
        rotation in 0_usize..8,
    ) {
        let spell = |pairs: &[(String, String)]| {
            let text: Vec<String> = pairs
                .iter()
                .map(|(name, value)| format!("{}={}", encode_query(name), encode_query(value)))
                .collect();
            canonical::query(&Query::parse(&text.join("&")).unwrap())
        };
        let first = spell(&pairs);
        if !pairs.is_empty() {
            let by = rotation % pairs.len();
            pairs.rotate_left(by);
        }
        prop_assert_eq!(&spell(&pairs), &first);
        let mut expected: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| (encode_query(name), encode_query(value)))
            .collect();
        expected.sort();
        let expected: Vec<String> =
            expected.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        prop_assert_eq!(first, expected.join("&"));
    }

    /// A change of payload line, header, path, query or method breaks the signature.
    #[test]
    fn signatures_bind_everything(part in 0_usize..5) {
        let request = |changed: Option<usize>, signature: &str| {
            let pick = |index: usize, plain: &'static str, other: &'static str| {
                if changed == Some(index) { other } else { plain }
            };
            let payload = ("x-amz-content-sha256", pick(0, EMPTY_SHA256, "UNSIGNED-PAYLOAD"));
            let headers = [HOST, DATE, payload, ("x-amz-meta-a", pick(1, "1", "2"))];
            let target = format!("{}?{}", pick(2, "/k", "/l"), pick(3, "a=1", "a=2"));
            let list = "host;x-amz-content-sha256;x-amz-date;x-amz-meta-a";
            signed(pick(4, "PUT", "GET"), &target, &headers, list, signature)
        };
        let unsigned = request(None, "?");
        let mismatch = v4(&unsigned).verify(&unsigned, &key()).unwrap_err();
        let signature = key().sign_hex(mismatch.string_to_sign.as_bytes());
        let good = request(None, &signature);
        prop_assert!(v4(&good).verify(&good, &key()).is_ok());
        let bad = request(Some(part), &signature);
        prop_assert!(v4(&bad).verify(&bad, &key()).is_err());
    }
}
