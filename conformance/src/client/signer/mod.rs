//! Signs raw requests, rightly or wrongly as a scenario wants: Signature Version 4 and, for old clients, 2.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

mod encoding;
mod v2;
mod v4;

pub use encoding::{encode_path, encode_query, query_pairs};
pub use v2::{presign_v2, sign_v2};
pub use v4::{presign_v4, sign_v4};

use super::Credentials;

/// What is signed. Names of headers are in lower case; `host` must be among them.
#[derive(Clone, Debug)]
pub struct Signable<'a> {
    /// Method.
    pub method: &'a str,
    /// Path as it is sent, percent-encoded.
    pub path: &'a str,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Headers.
    pub headers: Vec<(String, String)>,
}

/// How it is signed.
#[derive(Clone, Debug)]
pub struct Signing<'a> {
    /// Who.
    pub credentials: &'a Credentials,
    /// Region of the scope.
    pub region: &'a str,
    /// Service of the scope.
    pub service: &'a str,
    /// The signer's time, in seconds since 1970.
    pub now_seconds: i64,
}
