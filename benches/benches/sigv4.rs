//! What a signature costs: reading the claim, verifying it, and deriving a signing key.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};

use bucketproof::protocol::sigv4::{SigningKey, canonical};
use bucketproof::protocol::{Claim, Head};
use criterion::{Criterion, criterion_group, criterion_main};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

const DATE: &str = "20261121T101530Z";
const SCOPE: &str = "20261121/us-east-1/s3/aws4_request";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A GET as an SDK sends it: ten signed headers.
fn head(key: &SigningKey) -> Head {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("host", "127.0.0.1:4566"),
        ("x-amz-date", DATE),
        ("x-amz-content-sha256", EMPTY),
        ("x-amz-checksum-mode", "ENABLED"),
        (
            "amz-sdk-invocation-id",
            "0d2c1a7e-0f1f-4b7e-9a54-6d5cb3a9a001",
        ),
        ("amz-sdk-request", "attempt=1; max=3"),
        ("accept", "*/*"),
        ("accept-encoding", "identity"),
        ("user-agent", "aws-sdk-rust/1.3.0 os/linux lang/rust/1.95.0"),
        ("x-amz-user-agent", "aws-sdk-rust/1.3.0 api/s3/1.157.0"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    let signed_headers = names.join(";");
    let target = "/media/projects/00001/frames/000001.exr?x-id=GetObject";
    let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let unsigned = Head::new(Method::GET, target, headers.clone(), peer, false).expect("a target");
    let canonical = canonical::request(&unsigned, &signed_headers, EMPTY, true);
    let to_sign = canonical::string_to_sign("AWS4-HMAC-SHA256", DATE, SCOPE, &canonical);
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{SCOPE}, SignedHeaders={signed_headers}, Signature={}",
        key.sign_hex(to_sign.as_bytes())
    );
    headers.insert(
        "authorization",
        HeaderValue::from_str(&authorization).expect("ASCII"),
    );
    Head::new(Method::GET, target, headers, peer, false).expect("a target")
}

fn sigv4(c: &mut Criterion) {
    let derive = || {
        SigningKey::derive(
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "20261121",
            "us-east-1",
            "s3",
        )
    };
    let key = derive();
    let head = head(&key);
    let Ok(Claim::V4(claim)) = Claim::from_head(&head) else {
        panic!("the request is signed")
    };
    claim.verify(&head, &key).expect("the signature holds");
    c.bench_function("sigv4/claim", |b| {
        b.iter(|| Claim::from_head(black_box(&head)))
    });
    c.bench_function("sigv4/verify", |b| {
        b.iter(|| claim.verify(black_box(&head), &key))
    });
    c.bench_function("sigv4/derive_key", |b| b.iter(derive));
}

criterion_group!(benches, sigv4);
criterion_main!(benches);
