use std::net::IpAddr;

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::*;

fn head(headers: &[(&str, &str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        map.insert(name, HeaderValue::from_str(value).unwrap());
    }
    Head::new(
        Method::PUT,
        "/media/key",
        map,
        IpAddr::from([127, 0, 0, 1]),
        true,
    )
    .unwrap()
}

fn also_of(operation: &str, headers: &[(&str, &str)]) -> Vec<&'static str> {
    also(operation, &head(headers)).collect()
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
#[test]
fn headers_bring_further_actions() {
    let acl = ("x-amz-acl", "private");
    let grant = ("x-amz-grant-read", "id=\"1\"");
    let mode = ("x-amz-object-lock-mode", "GOVERNANCE");
    let until = (
        "x-amz-object-lock-retain-until-date",
        "2030-01-01T00:00:00Z",
    );
    let hold = ("x-amz-object-lock-legal-hold", "ON");
    for operation in ["PutObject", "CopyObject", "CreateMultipartUpload"] {
        for (headers, wanted) in [
            (&[][..], &[][..]),
            (&[acl], &["s3:PutObjectAcl"]),
            (&[grant], &["s3:PutObjectAcl"]),
            (&[acl, grant], &["s3:PutObjectAcl"]),
            (&[mode, until], &["s3:PutObjectRetention"]),
            (&[mode], &["s3:PutObjectRetention"]),
            (&[hold], &["s3:PutObjectLegalHold"]),
            (
                &[hold, until, acl],
                &[
                    "s3:PutObjectAcl",
                    "s3:PutObjectRetention",
                    "s3:PutObjectLegalHold",
                ],
            ),
            (&[("x-amz-object-ownership", "ObjectWriter")], &[]),
        ] {
            assert_eq!(
                also_of(operation, headers),
                wanted,
                "{operation} {headers:?}"
            );
        }
    }
    for operation in ["UploadPart", "GetObject", "CompleteMultipartUpload"] {
        assert!(
            also_of(operation, &[acl, mode, hold]).is_empty(),
            "{operation}"
        );
    }
}

#[test]
fn a_bucket_with_object_lock_needs_two_more() {
    let on = [("x-amz-bucket-object-lock-enabled", "true")];
    assert_eq!(
        also_of("CreateBucket", &on),
        [
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketVersioning"
        ]
    );
    let off = [("x-amz-bucket-object-lock-enabled", "False")];
    assert!(also_of("CreateBucket", &off).is_empty());
    let others = [
        ("x-amz-object-ownership", "ObjectWriter"),
        ("x-amz-acl", "public-read"),
    ];
    assert_eq!(
        also_of("CreateBucket", &others),
        ["s3:PutBucketOwnershipControls", "s3:PutBucketAcl"]
    );
}
