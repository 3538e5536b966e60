use std::net::IpAddr;

use bucketproof_policy::{Value, validate};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::*;

fn head(headers: &[(&'static str, &str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    Head::new(Method::PUT, "/b/k", map, IpAddr::from([127, 0, 0, 1]), true).unwrap()
}

fn keys(action: &'static str, headers: &[(&'static str, &str)], now: &str) -> Vec<(String, Value)> {
    let now = time_format::parse_iso(now).unwrap();
    let ask = of_headers(Ask::new(action, "arn:aws:s3:::b/k"), &head(headers), now);
    let mut keys: Vec<(String, Value)> = ask
        .keys
        .into_iter()
        .map(|(name, value)| (name.into_owned(), value))
        .collect();
    keys.sort_by(|one, other| one.0.cmp(&other.0));
    keys
}

/// Whether a bucket policy may use the key with the action, which S3 checks when it stores one.
fn fits(action: &str, key: &str) -> bool {
    let policy = |resource: &str| {
        format!(
            r#"{{"Statement":{{"Effect":"Deny","Principal":"*","Action":"{action}","Resource":"{resource}","Condition":{{"Null":{{"{key}":"false"}}}}}}}}"#
        )
    };
    ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
        .iter()
        .any(|resource| validate::bucket(&policy(resource), "b", &|_| true).is_ok())
}

#[test]
fn a_key_is_given_to_just_the_actions_whose_policies_may_use_it() {
    // Deletions of locked versions and replications have these keys in the reference, but bring no such headers.
    let every = [
        "s3:PutObject",
        "s3:PutObjectAcl",
        "s3:PutObjectVersionAcl",
        "s3:PutBucketAcl",
        "s3:CreateBucket",
        "s3:PutObjectRetention",
        "s3:PutObjectLegalHold",
        "s3:PutObjectTagging",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:AbortMultipartUpload",
    ];
    for (key, header, actions) in HEADERS {
        for action in actions {
            assert!(fits(action, key), "{action} has no {key} ({header})");
        }
        for action in every {
            assert_eq!(
                fits(action, key),
                actions.contains(&action),
                "{action} {key}"
            );
        }
    }
    for action in TAGS {
        assert!(fits(action, "s3:RequestObjectTag/team"), "{action}");
    }
}

#[test]
fn retention_is_counted_in_days_that_have_begun() {
    let now = "2026-01-01T12:00:00Z";
    let days = |until: &str| {
        let headers = [("x-amz-object-lock-retain-until-date", until)];
        let found = keys("s3:PutObjectRetention", &headers, now);
        found
            .into_iter()
            .find(|(name, _)| name == "s3:object-lock-remaining-retention-days")
            .map(|(_, days)| days)
    };
    assert_eq!(days("2026-01-11T12:00:00Z"), Some(Value::from("10")));
    assert_eq!(days("2026-01-11T11:59:59Z"), Some(Value::from("10")));
    assert_eq!(days("2026-01-11T12:00:01Z"), Some(Value::from("11")));
    assert_eq!(days("2026-01-01T12:00:00.001Z"), Some(Value::from("1")));
    assert_eq!(days("2025-12-31T12:00:00Z"), Some(Value::from("-1")));
    assert_eq!(days("tomorrow"), None);
}

#[test]
fn lock_headers_go_to_their_actions() {
    let headers = [
        ("x-amz-object-lock-mode", "COMPLIANCE"),
        (
            "x-amz-object-lock-retain-until-date",
            "2026-01-02T00:00:00Z",
        ),
        ("x-amz-object-lock-legal-hold", "ON"),
    ];
    let names = |action: &'static str| -> Vec<String> {
        keys(action, &headers, "2026-01-01T00:00:00Z")
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    };
    let retention = [
        "s3:object-lock-mode",
        "s3:object-lock-remaining-retention-days",
        "s3:object-lock-retain-until-date",
    ];
    assert_eq!(names("s3:PutObjectRetention"), retention);
    assert_eq!(
        names("s3:PutObjectLegalHold"),
        ["s3:object-lock-legal-hold"]
    );
    assert_eq!(names("s3:PutObject").len(), 4);
    assert!(names("s3:GetObject").is_empty());
}
