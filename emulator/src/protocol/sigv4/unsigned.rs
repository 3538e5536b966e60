//! Headers that must be signed when they are sent.

use crate::protocol::body::CONTENT_SHA256;
use crate::protocol::request::Head;

/// How full S3's hash set gets before it doubles, as a fraction.
const LOAD: (usize, usize) = (3, 4);

/// Names of headers sent but not listed in `signed_headers` although S3 demands it.
pub(super) fn unsigned_headers(head: &Head, signed_headers: &str) -> Vec<String> {
    let must_be_signed = |name: &str| {
        name == "host"
            || name == "content-md5"
            || (name.starts_with("x-amz-") && name != CONTENT_SHA256)
    };
    let mut names: Vec<String> = head
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| must_be_signed(name))
        .filter(|name| {
            signed_headers
                .split(';')
                .all(|signed| !signed.eq_ignore_ascii_case(name))
        })
        .map(str::to_owned)
        .collect();
    names.sort();
    in_hash_order(&mut names);
    names
}

/// S3 lists the names in the iteration order of a Java `HashSet`: by bucket, and by name inside a
/// bucket. Clients compare whole error bodies, so the order is kept.
fn in_hash_order(names: &mut [String]) {
    let mut buckets: usize = 16;
    while names.len() * LOAD.1 > buckets * LOAD.0 {
        buckets *= 2;
    }
    names.sort_by_key(|name| {
        let hash = name.bytes().fold(0_u32, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        (hash ^ (hash >> 16)) as usize & (buckets - 1)
    });
}
