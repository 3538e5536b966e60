//! Requests as bytes, signed as an SDK signs them.

#![allow(
    clippy::disallowed_methods,
    reason = "a client signs with the machine's time"
)]

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{SystemTime, UNIX_EPOCH};

use bucketproof::base::{Timestamp, time_format};
use bucketproof::protocol::Head;
use bucketproof::protocol::sigv4::{SigningKey, canonical};
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

/// A whole request of the root user.
pub fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("the clock is after 1970");
    let now = Timestamp::from_millis(i64::try_from(since.as_millis()).expect("milliseconds fit"));
    let date = time_format::basic(now);
    let mut map = HeaderMap::new();
    let mut set = |name: &str, value: &str| {
        let name: HeaderName = name.parse().expect("a header name");
        map.insert(name, HeaderValue::from_str(value).expect("a header value"));
    };
    set("host", &address.to_string());
    set("x-amz-date", &date);
    set(
        "x-amz-content-sha256",
        &HEXLOWER.encode(&Sha256::digest(body)),
    );
    for (name, value) in headers {
        set(name, value);
    }
    let payload = map["x-amz-content-sha256"]
        .to_str()
        .expect("ASCII")
        .to_owned();
    let mut names: Vec<&str> = map.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    let signed_headers = names.join(";");
    let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let head = Head::new(
        method.parse().expect("a method"),
        path,
        map.clone(),
        peer,
        false,
    )
    .expect("a target");
    let canonical = canonical::request(&head, &signed_headers, &payload, true);
    let scope = format!("{}/us-east-1/s3/aws4_request", &date[..8]);
    let to_sign = canonical::string_to_sign("AWS4-HMAC-SHA256", &date, &scope, &canonical);
    let signature =
        SigningKey::derive("test", &date[..8], "us-east-1", "s3").sign_hex(to_sign.as_bytes());
    let mut text = format!("{method} {path} HTTP/1.1\r\n");
    for (name, value) in &map {
        let _ = write!(text, "{name}: {}\r\n", value.to_str().expect("ASCII"));
    }
    let _ = write!(
        text,
        "authorization: AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={signed_headers}, Signature={signature}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}
