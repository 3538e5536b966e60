//! The documented examples: <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use super::*;
use crate::client::Credentials;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// 2013-05-24T00:00:00Z.
const MOMENT: i64 = 1_369_353_600;

fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn signs_the_documented_ranged_get() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: MOMENT,
    };
    let request = Signable {
        method: "GET",
        path: "/test.txt",
        query: Vec::new(),
        headers: pairs(&[
            ("host", "examplebucket.s3.amazonaws.com"),
            ("range", "bytes=0-9"),
            ("x-amz-content-sha256", EMPTY),
        ]),
    };
    let added = sign_v4(&request, &signing, EMPTY);
    let authorization = &added
        .iter()
        .find(|(name, _)| name == "authorization")
        .unwrap()
        .1;
    assert_eq!(
        authorization,
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
         SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, \
         Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    );
}

#[test]
fn signs_the_documented_listing() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: MOMENT,
    };
    let request = Signable {
        method: "GET",
        path: "/",
        query: pairs(&[("prefix", "J"), ("max-keys", "2")]),
        headers: pairs(&[
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", EMPTY),
        ]),
    };
    let added = sign_v4(&request, &signing, EMPTY);
    let authorization = &added
        .iter()
        .find(|(name, _)| name == "authorization")
        .unwrap()
        .1;
    assert!(
        authorization.ends_with(
            "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        ),
        "{authorization}"
    );
}

#[test]
fn presigns_the_documented_get() {
    let credentials = credentials();
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: MOMENT,
    };
    let request = Signable {
        method: "GET",
        path: "/test.txt",
        query: Vec::new(),
        headers: pairs(&[("host", "examplebucket.s3.amazonaws.com")]),
    };
    let query = presign_v4(&request, &signing, 86_400);
    let signature = &query
        .iter()
        .find(|(name, _)| name == "X-Amz-Signature")
        .unwrap()
        .1;
    assert_eq!(
        signature,
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[test]
fn a_session_token_is_signed() {
    let mut credentials = credentials();
    credentials.session_token = Some("token".to_owned());
    let signing = Signing {
        credentials: &credentials,
        region: "us-east-1",
        service: "s3",
        now_seconds: MOMENT,
    };
    let request = Signable {
        method: "GET",
        path: "/",
        query: Vec::new(),
        headers: pairs(&[("host", "localhost")]),
    };
    let added = sign_v4(&request, &signing, EMPTY);
    assert!(
        added
            .iter()
            .any(|(name, value)| name == "x-amz-security-token" && value == "token")
    );
    assert!(
        added
            .last()
            .unwrap()
            .1
            .contains("SignedHeaders=host;x-amz-date;x-amz-security-token,")
    );
}
