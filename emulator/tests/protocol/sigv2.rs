//! Signature Version 2 against the examples of its documentation, and its refusals.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>

use bucketproof::protocol::sigv2::{V2Claim, string_to_sign};
use bucketproof::protocol::{Claim, ClaimError, Head, Kind};

use super::support::{ACCESS_KEY_ID, SECRET, head};

const BUCKET: Option<&str> = Some("awsexamplebucket1");

fn v2(head: &Head) -> V2Claim {
    match Claim::from_head(head) {
        Ok(Claim::V2(claim)) => claim,
        other => panic!("not a V2 claim: {other:?}"),
    }
}

fn signed(method: &str, target: &str, headers: &[(&str, &str)], signature: &str) -> Head {
    let value = format!("AWS {ACCESS_KEY_ID}:{signature}");
    let mut all = headers.to_vec();
    all.push(("Authorization", &value));
    head(method, target, &all)
}

/// Each documented example: method, target, headers, virtual host bucket, signature.
type Example = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    Option<&'static str>,
    &'static str,
);

const EXAMPLES: &[Example] = &[
    (
        "GET",
        "/photos/puppy.jpg",
        &[("Date", "Tue, 27 Mar 2007 19:36:42 +0000")],
        BUCKET,
        "qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
    ),
    (
        "PUT",
        "/photos/puppy.jpg",
        &[
            ("Content-Type", "image/jpeg"),
            ("Content-Length", "94328"),
            ("Date", "Tue, 27 Mar 2007 21:15:45 +0000"),
        ],
        BUCKET,
        "iqRzw+ileNPu1fhspnRs8nOjjIA=",
    ),
    (
        "GET",
        "/?prefix=photos&max-keys=50&marker=puppy",
        &[("Date", "Tue, 27 Mar 2007 19:42:41 +0000")],
        BUCKET,
        "m0WP8eCtspQl5Ahe6L1SozdX9YA=",
    ),
    (
        "GET",
        "/?acl",
        &[("Date", "Tue, 27 Mar 2007 19:44:46 +0000")],
        BUCKET,
        "82ZHiFIjc+WbcwFKGUVEQspPn+0=",
    ),
    (
        "PUT",
        "/db-backup.dat.gz",
        &[
            ("Date", "Tue, 27 Mar 2007 21:06:08 +0000"),
            ("x-amz-acl", "public-read"),
            ("content-type", "application/x-download"),
            ("Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="),
            ("X-Amz-Meta-ReviewedBy", "joe@example.com"),
            ("X-Amz-Meta-ReviewedBy", "jane@example.com"),
            ("X-Amz-Meta-FileChecksum", "0x02661779"),
            ("X-Amz-Meta-ChecksumAlgorithm", "crc32"),
            ("Content-Encoding", "gzip"),
        ],
        Some("static.example.com"),
        "jtBQa0Aq+DkULFI8qrpwIjGEx0E=",
    ),
    (
        "GET",
        "/",
        &[("Date", "Wed, 28 Mar 2007 01:29:59 +0000")],
        None,
        "qGdzdERIC03wnaRNKh6OqZehG9s=",
    ),
    (
        "GET",
        "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re",
        &[("Date", "Wed, 28 Mar 2007 01:49:49 +0000")],
        None,
        "DNEZGsoieTZ92F3bUfSPQcbGmlM=",
    ),
];

#[test]
fn documented_examples() {
    for (method, target, headers, bucket, signature) in EXAMPLES {
        let head = signed(method, target, headers, signature);
        let claim = v2(&head);
        assert_eq!(claim.access_key_id(), ACCESS_KEY_ID);
        assert_eq!(claim.kind(), Kind::Header);
        assert!(
            claim.verify(&head, *bucket, SECRET).is_ok(),
            "{method} {target}"
        );
        let mismatch = claim.verify(&head, *bucket, "other").unwrap_err();
        assert_eq!(mismatch.canonical_request, None);
        assert_eq!(mismatch.signature_provided, *signature);
    }
}

#[test]
fn documented_query_example() {
    let target = "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE\
                  &Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
    let head = head("GET", target, &[("Host", "johnsmith.s3.amazonaws.com")]);
    let claim = v2(&head);
    assert_eq!(claim.kind(), Kind::Query);
    assert_eq!(claim.expires_at(), Some(1_175_139_620));
    assert_eq!(claim.signed_at(), None);
    assert!(claim.verify(&head, Some("johnsmith"), SECRET).is_ok());
    assert!(claim.verify(&head, Some("other"), SECRET).is_err());
}

#[test]
fn an_amz_date_leaves_the_date_line_empty() {
    let head = signed(
        "DELETE",
        "/johnsmith/photos/puppy.jpg",
        &[
            ("Date", "Tue, 27 Mar 2007 21:20:27 +0000"),
            ("x-amz-date", "Tue, 27 Mar 2007 21:20:26 +0000"),
        ],
        "R4dJ53KECjStyBO5iTBJZ4XVOaI=",
    );
    let claim = v2(&head);
    assert_eq!(claim.signed_at(), Some(1_175_030_426));
    assert!(claim.verify(&head, None, SECRET).is_ok());
}

#[test]
fn sub_resources_are_sorted_and_valued_ones_keep_their_value() {
    let head = head(
        "GET",
        "/k?versionId=v%2F1&acl=x&prefix=p&response-content-type=a%2Fb&acl=y&ACL=1",
        &[],
    );
    assert_eq!(
        string_to_sign(&head, "D", None),
        "GET\n\n\nD\n/k?acl&response-content-type=a/b&versionId=v/1"
    );
}

#[test]
fn amz_query_parameters_are_signed_as_headers() {
    let head = head("GET", "/k?X-Amz-Foo=1", &[("x-amz-foo", "2")]);
    assert_eq!(
        string_to_sign(&head, "D", None),
        "GET\n\n\nD\nx-amz-foo:1\n/k"
    );
}

#[test]
fn the_session_token_comes_from_header_or_query() {
    let date = ("Date", "Tue, 27 Mar 2007 19:36:42 +0000");
    let by_header = signed("GET", "/", &[date, ("x-amz-security-token", "T")], "s");
    assert_eq!(v2(&by_header).session_token(), Some("T"));
    let target = "/?AWSAccessKeyId=A&Signature=s&Expires=1&x-amz-security-token=Q";
    assert_eq!(v2(&head("GET", target, &[])).session_token(), Some("Q"));
}

#[test]
fn refused_forms() {
    let date = ("Date", "Tue, 27 Mar 2007 19:36:42 +0000");
    let claim = |authorization: &str| {
        Claim::from_head(&head("GET", "/", &[date, ("Authorization", authorization)])).unwrap_err()
    };
    let whole = |text: &str| text.to_owned();
    for text in ["AWS garbage", "AWS key:", "AWS key:a:b"] {
        assert_eq!(
            claim(text),
            ClaimError::InvalidV2Header {
                authorization: whole(text)
            }
        );
    }
    assert_eq!(
        claim("AWS  k:s"),
        ClaimError::NotOneSpace {
            authorization: whole("AWS  k:s")
        }
    );
    let undated = head("GET", "/", &[("Authorization", "AWS k:s")]);
    assert_eq!(
        Claim::from_head(&undated).unwrap_err(),
        ClaimError::NoValidDate
    );
    let query = |target: &str| Claim::from_head(&head("GET", target, &[])).unwrap_err();
    for target in [
        "/?Signature=s",
        "/?Signature=s&Expires=1",
        "/?Signature=s&AWSAccessKeyId=k",
    ] {
        assert_eq!(query(target), ClaimError::MissingV2QueryParameters);
    }
    for value in ["1e9", "", "2147483648"] {
        assert_eq!(
            query(&format!("/?Signature=s&AWSAccessKeyId=k&Expires={value}")),
            ClaimError::InvalidV2Expires {
                value: value.to_owned()
            }
        );
    }
}
