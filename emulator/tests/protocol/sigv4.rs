//! Signature Version 4 against the examples of the S3 API reference, and its refusals.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>

use bucketproof::protocol::body::EMPTY_SHA256;
use bucketproof::protocol::claim::ScopeFault;
use bucketproof::protocol::sigv4::{SigningKey, V4Claim, canonical};
use bucketproof::protocol::{BodyIntegrity, Claim, Head, Kind};

use super::support::{ACCESS_KEY_ID, SECRET, head};

pub(super) const HOST: (&str, &str) = ("Host", "examplebucket.s3.amazonaws.com");
pub(super) const DATE: (&str, &str) = ("x-amz-date", "20130524T000000Z");
const EMPTY: (&str, &str) = ("x-amz-content-sha256", EMPTY_SHA256);
const SCOPE: &str = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

pub(super) fn key() -> SigningKey {
    SigningKey::derive(SECRET, "20130524", "us-east-1", "s3")
}

fn authorization(signed_headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={SCOPE},SignedHeaders={signed_headers},Signature={signature}"
    )
}

pub(super) fn v4(head: &Head) -> V4Claim {
    match Claim::from_head(head) {
        Ok(Claim::V4(claim)) => claim,
        other => panic!("not a V4 claim: {other:?}"),
    }
}

/// A head with an Authorization header of the documented form.
pub(super) fn signed(
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    list: &str,
    signature: &str,
) -> Head {
    let value = authorization(list, signature);
    let mut all = headers.to_vec();
    all.push(("Authorization", &value));
    head(method, target, &all)
}

fn documented_get() -> Head {
    signed(
        "GET",
        "/test.txt",
        &[HOST, ("Range", "bytes=0-9"), EMPTY, DATE],
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    )
}

#[test]
fn documented_get_object() {
    let head = documented_get();
    let claim = v4(&head);
    assert_eq!(claim.access_key_id(), ACCESS_KEY_ID);
    assert_eq!(
        (claim.date(), claim.region(), claim.service()),
        ("20130524", "us-east-1", "s3")
    );
    assert_eq!(claim.signed_at(), 1_369_353_600);
    assert_eq!(claim.kind(), Kind::Header);
    assert_eq!(claim.check_scope("us-east-1", "s3"), Ok(()));
    assert!(claim.unsigned_headers(&head).is_empty());
    let integrity = claim.verify(&head, &key()).unwrap();
    assert!(matches!(integrity, BodyIntegrity::Sha256(digest) if digest[0] == 0xe3));
}

#[test]
fn documented_put_object() {
    let head = signed(
        "PUT",
        "/test%24file.text",
        &[
            HOST,
            ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
            DATE,
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            (
                "x-amz-content-sha256",
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            ),
        ],
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
    assert!(v4(&head).verify(&head, &key()).is_ok());
}

#[test]
fn documented_bucket_lifecycle_and_list() {
    for (target, signature) in [
        (
            "/?lifecycle",
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "/?max-keys=2&prefix=J",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
        (
            "/?prefix=J&max-keys=2",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ] {
        let list = "host;x-amz-content-sha256;x-amz-date";
        let head = signed("GET", target, &[HOST, EMPTY, DATE], list, signature);
        assert!(v4(&head).verify(&head, &key()).is_ok(), "{target}");
    }
}

fn presigned_target(extra: &str) -> String {
    format!(
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404{extra}"
    )
}

#[test]
fn documented_presigned_get() {
    let head = head("GET", &presigned_target(""), &[HOST]);
    let claim = v4(&head);
    assert_eq!(claim.kind(), Kind::Query);
    assert_eq!(claim.expires_seconds(), Some(86_400));
    assert_eq!(claim.check_scope("us-east-1", "s3"), Ok(()));
    assert!(matches!(
        claim.verify(&head, &key()),
        Ok(BodyIntegrity::Unsigned)
    ));
}

#[test]
fn presigned_url_binds_method_and_query() {
    for (method, extra) in [("HEAD", ""), ("GET", "&versionId=1")] {
        let head = head(method, &presigned_target(extra), &[HOST]);
        assert!(v4(&head).verify(&head, &key()).is_err(), "{method} {extra}");
    }
}

#[test]
fn documented_chunked_seed() {
    let head = signed(
        "PUT",
        "/examplebucket/chunkObject.txt",
        &[
            ("Host", "s3.amazonaws.com"),
            DATE,
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("Content-Length", "66824"),
        ],
        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
         x-amz-decoded-content-length;x-amz-storage-class",
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    );
    match v4(&head).verify(&head, &key()).unwrap() {
        BodyIntegrity::ChunkedSigned { seed, trailer } => {
            assert!(!trailer);
            assert_eq!(seed.scope, "20130524/us-east-1/s3/aws4_request");
            assert_eq!(seed.timestamp, "20130524T000000Z");
            assert!(seed.signature.starts_with("4f232c43"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn mismatch_carries_what_s3_prints() {
    let head = documented_get();
    let wrong = SigningKey::derive("other", "20130524", "us-east-1", "s3");
    let mismatch = v4(&head).verify(&head, &wrong).unwrap_err();
    assert_eq!(mismatch.access_key_id, ACCESS_KEY_ID);
    assert!(mismatch.signature_provided.starts_with("f0e8bdb8"));
    assert!(
        mismatch
            .string_to_sign_bytes()
            .starts_with("41 57 53 34 2d 48 4d 41 43")
    );
    assert!(
        mismatch
            .canonical_request_bytes()
            .unwrap()
            .starts_with("47 45 54 0a 2f 74 65")
    );
    assert_eq!(
        mismatch.canonical_request.unwrap(),
        "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\n\
         x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n\
         x-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        mismatch.string_to_sign,
        "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n\
         7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972"
    );
}

fn canonical_of(method: &str, target: &str, headers: &[(&str, &str)], list: &str) -> String {
    let head = signed(method, target, headers, list, "?");
    v4(&head)
        .verify(&head, &key())
        .unwrap_err()
        .canonical_request
        .unwrap()
}

#[test]
fn header_values_are_folded_and_joined() {
    let headers = [
        HOST,
        DATE,
        EMPTY,
        ("x-amz-meta-a", "  two   words\tand a tab "),
        ("x-amz-meta-b", "1"),
        ("x-amz-meta-b", " 2"),
    ];
    let list = "host;x-amz-meta-a;x-amz-meta-b;x-amz-meta-missing";
    let canonical = canonical_of("GET", "/", &headers, list);
    assert!(
        canonical.contains(
            "\nx-amz-meta-a:two words and a tab\nx-amz-meta-b:1,2\nx-amz-meta-missing:\n"
        ),
        "{canonical}"
    );
}

#[test]
fn s3_paths_are_signed_as_sent() {
    let canonical = canonical_of("GET", "/a//b/../c%20%7e", &[HOST, DATE, EMPTY], "host");
    assert!(
        canonical.starts_with("GET\n/a//b/../c%20%7e\n"),
        "{canonical}"
    );
}

#[test]
fn other_services_normalise_and_encode_the_path_again() {
    let request = |target: &str| {
        let head = head("GET", target, &[("Host", "h")]);
        String::from_utf8(canonical::request(&head, "host", EMPTY_SHA256, false)).unwrap()
    };
    for (target, path) in [
        ("/", "/"),
        ("/a%20b", "/a%2520b"),
        ("/a/./b/../c/", "/a/c/"),
        ("//a//b", "/a/b"),
        ("/..", "/"),
        ("/a/..", "/"),
    ] {
        assert!(
            request(target).starts_with(&format!("GET\n{path}\n")),
            "{target}"
        );
    }
}

/// The example request of the IAM User Guide's signing walk-through (`ListUsers`).
#[test]
fn documented_iam_list_users() {
    let head = head(
        "GET",
        "/?Action=ListUsers&Version=2010-05-08",
        &[
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
            ("host", "iam.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, \
                 Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            ),
        ],
    );
    let key = SigningKey::derive(
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "20150830",
        "us-east-1",
        "iam",
    );
    let claim = v4(&head);
    assert_eq!(claim.verify_body(&head, &key, b""), Ok(()));
    assert!(claim.verify_body(&head, &key, b"x").is_err());
    assert!(matches!(
        claim.verify(&head, &key),
        Ok(BodyIntegrity::Absent)
    ));
    assert!(claim.check_scope("us-east-1", "iam").is_ok());
}

#[test]
fn scopes_are_checked_in_s3_order() {
    let fault = |credential: &str, date: &str| {
        let value = format!(
            "AWS4-HMAC-SHA256 Credential=AKID/{credential}, SignedHeaders=host, Signature=0"
        );
        let headers = [
            HOST,
            EMPTY,
            ("x-amz-date", date),
            ("Authorization", value.as_str()),
        ];
        let head = head("GET", "/", &headers);
        v4(&head).check_scope("us-east-1", "s3").unwrap_err()
    };
    let text = |text: &str| text.to_owned();
    let day = "20130524T000000Z";
    assert_eq!(
        fault("20130524//s3/aws4_request", day),
        ScopeFault::EmptyRegion
    );
    assert_eq!(
        fault("20130101/eu-west-1/sqs/x", day),
        ScopeFault::WrongRegion {
            region: text("eu-west-1"),
            expected: text("us-east-1")
        }
    );
    assert_eq!(
        fault("20130101/us-east-1/sqs/x", day),
        ScopeFault::WrongService {
            service: text("sqs"),
            expected: text("s3")
        }
    );
    assert_eq!(
        fault("20130101/us-east-1/s3/x", day),
        ScopeFault::WrongTerminal {
            terminal: text("x")
        }
    );
    assert_eq!(
        fault("20130101/us-east-1/s3/aws4_request", day),
        ScopeFault::DateMismatch {
            date: text("20130101"),
            expected: text("20130524")
        }
    );
}

#[test]
fn presigned_scope_dates_are_compared_as_sent() {
    let target = presigned_target("").replace("20130524%2F", "20130525%2F");
    let head = head("GET", &target, &[HOST]);
    assert_eq!(
        v4(&head).check_scope("us-east-1", "s3"),
        Err(ScopeFault::DateMismatch {
            date: "20130525".to_owned(),
            expected: "20130524".to_owned()
        })
    );
}

#[test]
fn unsigned_headers_are_named() {
    let head = head(
        "PUT",
        &presigned_target(""),
        &[
            ("x-amz-decoded-content-length", "1"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            ("content-type", "text/plain"),
            ("cache-control", "no-cache"),
            HOST,
        ],
    );
    let names = v4(&head).unsigned_headers(&head);
    assert_eq!(names.join(", "), "x-amz-date, x-amz-decoded-content-length");
}

#[test]
fn host_and_content_md5_must_be_signed_too() {
    let headers = [
        HOST,
        DATE,
        EMPTY,
        ("content-md5", "x"),
        ("x-amz-acl", "private"),
    ];
    let head = signed("PUT", "/", &headers, "X-Amz-Date", "0");
    let mut names = v4(&head).unsigned_headers(&head);
    names.sort();
    assert_eq!(names, ["content-md5", "host", "x-amz-acl"]);
}

#[test]
fn presigned_payload_lines() {
    let integrity = |headers: &[(&str, &str)], extra: &str, line: &str| {
        let head = head("PUT", &presigned_target(extra), headers);
        let mismatch = v4(&head).verify(&head, &key()).unwrap_err();
        let canonical = mismatch.canonical_request.unwrap();
        assert!(
            canonical.ends_with(&format!("\nhost\n{line}")),
            "{canonical}"
        );
        let signature = key().sign_hex(mismatch.string_to_sign.as_bytes());
        let documented = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        let target = presigned_target(extra).replace(documented, &signature);
        let head = super::support::head("PUT", &target, headers);
        v4(&head).verify(&head, &key()).unwrap()
    };
    let header = |value| [HOST, ("x-amz-content-sha256", value)];
    assert!(matches!(
        integrity(&[HOST], "", "UNSIGNED-PAYLOAD"),
        BodyIntegrity::Unsigned
    ));
    assert!(matches!(
        integrity(&header(EMPTY_SHA256), "", EMPTY_SHA256),
        BodyIntegrity::Sha256(_)
    ));
    // A presigned request's value is signed, not read.
    assert!(matches!(
        integrity(&header("garbage"), "", "garbage"),
        BodyIntegrity::Unsigned
    ));
    let extra = format!("&X-Amz-Content-Sha256={EMPTY_SHA256}");
    assert!(matches!(
        integrity(&[HOST], &extra, EMPTY_SHA256),
        BodyIntegrity::Sha256(_)
    ));
    let trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    assert!(matches!(
        integrity(&header(trailer), "", trailer),
        BodyIntegrity::ChunkedUnsignedTrailer
    ));
}

#[test]
fn signing_keys_print_nothing_and_take_any_secret() {
    assert_eq!(format!("{:?}", key()), "SigningKey(..)");
    let long = SigningKey::derive(&"s".repeat(200), "20130524", "us-east-1", "s3");
    assert_ne!(long.sign(b"x"), key().sign(b"x"));
}
