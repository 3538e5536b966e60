//! The canonical request and the string to sign.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html> and, for the
//! other services, <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::ops::Range;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::protocol::request::Head;
use crate::protocol::uri::{Query, push_path_encoded, push_query_encoded};

/// The canonical request. `signed_headers` is the list as sent; `payload` is the last line.
/// S3 signs the path exactly as sent; the other services normalise it and encode it again.
pub fn request(head: &Head, signed_headers: &str, payload: &str, is_s3: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(head.method.as_str().as_bytes());
    out.push(b'\n');
    if is_s3 {
        out.extend_from_slice(head.path.as_bytes());
    } else {
        out.extend_from_slice(normalised_path(&head.path).as_bytes());
    }
    out.push(b'\n');
    out.extend_from_slice(query(&head.query).as_bytes());
    out.push(b'\n');
    for name in signed_headers.split(';') {
        push_header(&mut out, head, name);
    }
    out.push(b'\n');
    out.extend_from_slice(signed_headers.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload.as_bytes());
    out
}

/// The string that the signing key signs.
pub fn string_to_sign(algorithm: &str, date: &str, scope: &str, canonical: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(canonical));
    [algorithm, date, scope, &hash].join("\n")
}

/// The pairs encoded again, sorted by name and then value, without the signature itself.
pub fn query(query: &Query) -> String {
    let mut encoded = String::with_capacity(query.raw().len() + 32);
    let mut pairs: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(query.len());
    for (name, value) in query.iter().filter(|(name, _)| *name != "X-Amz-Signature") {
        let start = encoded.len();
        push_query_encoded(&mut encoded, name);
        let middle = encoded.len();
        push_query_encoded(&mut encoded, value);
        pairs.push((start..middle, middle..encoded.len()));
    }
    pairs.sort_by_key(|(name, value)| (&encoded[name.clone()], &encoded[value.clone()]));
    let mut out = String::with_capacity(encoded.len() + 2 * pairs.len());
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&encoded[name]);
        out.push('=');
        out.push_str(&encoded[value]);
    }
    out
}

/// `name:value\n`, with the values of a repeated header joined by commas. A header that is not
/// there is an empty line, so that its signature fails rather than passes.
fn push_header(out: &mut Vec<u8>, head: &Head, name: &str) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    for (index, value) in head.headers.get_all(name).iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        push_folded(out, value.as_bytes());
    }
    out.push(b'\n');
}

/// The value without surrounding blanks and with each run of blanks as one space.
fn push_folded(out: &mut Vec<u8>, value: &[u8]) {
    let value = value.trim_ascii();
    // Most values have no blank to fold, and searching one byte is the cheapest test.
    let folded = !value.contains(&b'\t')
        && (!value.contains(&b' ') || value.windows(2).all(|pair| pair != b"  "));
    if folded {
        out.extend_from_slice(value);
        return;
    }
    let words = value
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

/// The path with dot segments and empty segments resolved, encoded once more.
fn normalised_path(raw: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in raw.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    let mut out = String::with_capacity(raw.len() + 8);
    for segment in &segments {
        out.push('/');
        push_path_encoded(&mut out, segment);
    }
    if out.is_empty() || raw.ends_with('/') {
        out.push('/');
    }
    out
}
