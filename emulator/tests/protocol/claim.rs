//! Which claim a request makes, and how malformed ones are refused.

use bucketproof::protocol::body::ContentSha256;
use bucketproof::protocol::claim::CredentialFault;
use bucketproof::protocol::{BodyIntegrity, Claim, ClaimError};

use super::support::head;

const CREDENTIAL: &str = "AKID/20130524/us-east-1/s3/aws4_request";
const DATE: (&str, &str) = ("x-amz-date", "20130524T000000Z");
const PAYLOAD: (&str, &str) = ("x-amz-content-sha256", "UNSIGNED-PAYLOAD");

fn header_claim(authorization: &str, more: &[(&str, &str)]) -> Result<Claim, ClaimError> {
    let mut headers = vec![("Authorization", authorization)];
    headers.extend_from_slice(more);
    Claim::from_head(&head("GET", "/", &headers))
}

fn header_error(authorization: &str) -> ClaimError {
    header_claim(authorization, &[DATE, PAYLOAD]).unwrap_err()
}

fn v4_header(credential: &str) -> String {
    format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00")
}

/// A presigned target in which `name` has `value`, or is missing if `value` is `None`.
fn presigned(name: &str, value: Option<&str>) -> String {
    let parameters = [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", CREDENTIAL),
        ("X-Amz-Date", "20130524T000000Z"),
        ("X-Amz-Expires", "60"),
        ("X-Amz-SignedHeaders", "host"),
        ("X-Amz-Signature", "00"),
    ];
    let kept = parameters.iter().filter_map(|(known, default)| {
        let value = if *known == name { value? } else { *default };
        Some(format!("{known}={value}"))
    });
    format!("/k?{}", kept.collect::<Vec<_>>().join("&"))
}

fn query_error(name: &str, value: Option<&str>) -> ClaimError {
    Claim::from_head(&head("GET", &presigned(name, value), &[])).unwrap_err()
}

#[test]
fn no_credential_is_anonymous() {
    let anonymous = |target: &str, headers: &[(&str, &str)]| {
        let claim = Claim::from_head(&head("GET", target, headers)).unwrap();
        assert!(matches!(claim, Claim::Anonymous), "{target}");
        assert_eq!((claim.kind(), claim.access_key_id()), (None, None));
        assert_eq!((claim.session_token(), claim.signed_at()), (None, None));
    };
    anonymous("/", &[]);
    anonymous("/", &[("Authorization", "")]);
    // Without the parameter that announces them, these are no credentials.
    anonymous("/?X-Amz-Signature=00", &[]);
    anonymous("/?AWSAccessKeyId=AKID", &[]);
}

#[test]
fn one_mechanism_only() {
    let header = v4_header(CREDENTIAL);
    for target in ["/?X-Amz-Algorithm=x", "/?Signature=x"] {
        for value in [header.as_str(), ""] {
            let head = head("GET", target, &[("Authorization", value)]);
            assert_eq!(
                Claim::from_head(&head).unwrap_err(),
                ClaimError::MultipleMechanisms {
                    authorization: Some(value.to_owned())
                }
            );
        }
    }
    assert_eq!(
        Claim::from_head(&head("GET", "/?X-Amz-Algorithm=x&Signature=y", &[])).unwrap_err(),
        ClaimError::MultipleMechanisms {
            authorization: None
        }
    );
}

#[test]
fn unknown_schemes() {
    let whole = |text: &str| text.to_owned();
    assert_eq!(
        header_error("Bearer"),
        ClaimError::NotOneSpace {
            authorization: whole("Bearer")
        }
    );
    assert_eq!(
        header_error("Bearer t"),
        ClaimError::UnsupportedType {
            authorization: whole("Bearer t")
        }
    );
    let asymmetric = "AWS4-ECDSA-P256-SHA256 Credential=a/20130524/s3/aws4_request";
    assert_eq!(header_error(asymmetric), ClaimError::AsymmetricSignature);
    assert_eq!(
        query_error("X-Amz-Algorithm", Some("AWS4-ECDSA-P256-SHA256")),
        ClaimError::AsymmetricSignature
    );
}

#[test]
fn header_components() {
    for text in [
        "AWS4-HMAC-SHA256 garbage",
        "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b",
        "AWS4-HMAC-SHA256 Credential=a, Signature=c",
        "AWS4-HMAC-SHA256 SignedHeaders=b, Signature=c",
    ] {
        assert_eq!(header_error(text), ClaimError::MissingComponents, "{text}");
    }
}

#[test]
fn the_scheme_is_read_without_case_and_blanks_are_free() {
    let text = format!("aws4-hmac-sha256   Credential={CREDENTIAL},SignedHeaders=a;b ,Signature=c");
    match header_claim(&text, &[DATE, PAYLOAD, ("x-amz-security-token", "T")]).unwrap() {
        Claim::V4(claim) => {
            assert_eq!(claim.signed_headers().collect::<Vec<_>>(), ["a", "b"]);
            assert_eq!(claim.signature(), "c");
            assert_eq!(claim.session_token(), Some("T"));
            assert_eq!(claim.request_time(), "20130524T000000Z");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn credentials_in_header_and_query() {
    for credential in ["AKID", "", "a/b/c/d", "a/20130524/r/s3/aws4_request/x"] {
        let fault = CredentialFault::Malformed {
            credential: credential.to_owned(),
        };
        assert_eq!(
            header_error(&v4_header(credential)),
            ClaimError::HeaderCredential(fault.clone())
        );
        assert_eq!(
            query_error("X-Amz-Credential", Some(credential)),
            ClaimError::QueryCredential(fault)
        );
    }
    for date in ["", "2013", "20131301", "20130230", "2013-05-24", "x0130524"] {
        let credential = format!("AKID/{date}/us-east-1/s3/aws4_request");
        let fault = CredentialFault::DateFormat {
            date: date.to_owned(),
        };
        assert_eq!(
            header_error(&v4_header(&credential)),
            ClaimError::HeaderCredential(fault.clone())
        );
        assert_eq!(
            query_error("X-Amz-Credential", Some(&credential)),
            ClaimError::QueryCredential(fault)
        );
    }
}

/// S3 reads digits as far as they go, and leaves the comparison with the request's date for later.
#[test]
fn credential_dates_that_are_read() {
    for date in ["20130524", "2013052", "20130524x"] {
        let credential = format!("AKID/{date}/us-east-1/s3/aws4_request");
        let claim = header_claim(&v4_header(&credential), &[DATE, PAYLOAD]);
        match claim.unwrap() {
            Claim::V4(claim) => {
                assert_eq!(claim.date(), date);
                assert_eq!(
                    claim.check_scope("us-east-1", "s3").is_ok(),
                    date == "20130524"
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn dates_of_header_requests() {
    let header = v4_header(CREDENTIAL);
    let with = |headers: &[(&str, &str)]| header_claim(&header, headers);
    assert_eq!(with(&[PAYLOAD]).unwrap_err(), ClaimError::NoValidDate);
    // An unreadable x-amz-date is not replaced by a readable Date.
    let both = [
        PAYLOAD,
        ("x-amz-date", "soon"),
        ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
    ];
    assert_eq!(with(&both).unwrap_err(), ClaimError::NoValidDate);
    let date_only = with(&[PAYLOAD, both[2]]).unwrap();
    assert_eq!(date_only.signed_at(), Some(1_369_353_600));
}

#[test]
fn s3_demands_a_payload_declaration() {
    let header = v4_header(CREDENTIAL);
    assert_eq!(
        header_claim(&header, &[DATE]).unwrap_err(),
        ClaimError::MissingContentSha256
    );
    for value in [
        "unsigned-payload",
        "garbage",
        &"0".repeat(63),
        &"g".repeat(64),
    ] {
        let headers = [DATE, ("x-amz-content-sha256", value)];
        assert_eq!(
            header_claim(&header, &headers).unwrap_err(),
            ClaimError::InvalidContentSha256 {
                value: value.to_owned()
            }
        );
    }
    let sts = v4_header("AKID/20130524/us-east-1/sts/aws4_request");
    assert!(header_claim(&sts, &[DATE]).is_ok());
}

#[test]
fn missing_query_parameters() {
    for name in [
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
    ] {
        assert_eq!(
            query_error(name, None),
            ClaimError::MissingQueryParameters,
            "{name}"
        );
    }
    assert_eq!(
        query_error("X-Amz-Algorithm", Some("aws4-hmac-sha256")),
        ClaimError::UnsupportedAlgorithm {
            algorithm: "aws4-hmac-sha256".to_owned()
        }
    );
}

#[test]
fn query_dates_and_lives() {
    for date in ["", "20130524", "Fri, 24 May 2013 00:00:00 GMT"] {
        assert_eq!(
            query_error("X-Amz-Date", Some(date)),
            ClaimError::InvalidQueryDate {
                date: date.to_owned()
            }
        );
    }
    let value = |text: &str| text.to_owned();
    for text in ["", "3e2", "300.0", "-", "9223372036854775808"] {
        let error = query_error("X-Amz-Expires", Some(text));
        assert_eq!(error, ClaimError::ExpiresNotANumber { value: value(text) });
    }
    assert_eq!(
        query_error("X-Amz-Expires", Some("-1")),
        ClaimError::ExpiresNegative { value: value("-1") }
    );
    assert_eq!(
        query_error("X-Amz-Expires", Some("604801")),
        ClaimError::ExpiresTooLarge {
            value: value("604801")
        }
    );
    for (text, seconds) in [
        ("0", 0),
        ("%2B300", 300),
        ("0300", 300),
        ("604800", 604_800),
    ] {
        let head = head("GET", &presigned("X-Amz-Expires", Some(text)), &[]);
        match Claim::from_head(&head).unwrap() {
            Claim::V4(claim) => assert_eq!(claim.expires_seconds(), Some(seconds)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn repeated_query_parameters_count_where_they_are_first() {
    let target = format!(
        "{}&X-Amz-Expires=900&X-Amz-Security-Token=T",
        presigned("", None)
    );
    match Claim::from_head(&head("GET", &target, &[])).unwrap() {
        Claim::V4(claim) => {
            assert_eq!(claim.expires_seconds(), Some(60));
            assert_eq!(claim.session_token(), Some("T"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn payload_declarations() {
    let hex = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
    assert!(matches!(ContentSha256::parse(hex), Some(ContentSha256::Sha256(d)) if d[31] == 0x55));
    for (text, expected) in [
        ("UNSIGNED-PAYLOAD", ContentSha256::Unsigned),
        (
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            ContentSha256::UnsignedTrailer,
        ),
        (
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            ContentSha256::Signed { trailer: false },
        ),
        (
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            ContentSha256::Signed { trailer: true },
        ),
        (
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
            ContentSha256::Ecdsa { trailer: false },
        ),
        (
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
            ContentSha256::Ecdsa { trailer: true },
        ),
    ] {
        assert_eq!(ContentSha256::parse(text), Some(expected));
    }
}

#[test]
fn bodies_without_a_key() {
    let of = |value: &str| {
        BodyIntegrity::without_key(&head("PUT", "/", &[("x-amz-content-sha256", value)]))
    };
    assert!(matches!(of("UNSIGNED-PAYLOAD"), BodyIntegrity::Unsigned));
    assert!(matches!(of(&"0".repeat(64)), BodyIntegrity::Sha256(_)));
    let chunked = of("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assert!(chunked.is_chunked() && matches!(chunked, BodyIntegrity::ChunkedUnsignedTrailer));
    assert!(matches!(
        of("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        BodyIntegrity::Absent
    ));
    assert!(!of("garbage").is_chunked());
}
