//! Request heads for tests, and the credentials of AWS's documented examples.

use bucketproof::protocol::Head;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// A head with the given headers, repeated names kept.
pub fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        map.append(name, HeaderValue::from_str(value).unwrap());
    }
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    Head::new(method, target, map, [127, 0, 0, 1].into(), false).unwrap()
}
