//! Answers as members in AWS's names, as the API references show them.

use serde_json::{Map, Value, json};

use super::{
    Answer,
    xml::{self, Element, Lists},
};
use crate::scenario::action::Service;

/// Response headers of S3 and the members they are.
const HEADER_MEMBERS: [(&str, &str); 46] = [
    ("accept-ranges", "AcceptRanges"),
    ("cache-control", "CacheControl"),
    ("content-disposition", "ContentDisposition"),
    ("content-encoding", "ContentEncoding"),
    ("content-language", "ContentLanguage"),
    ("content-length", "ContentLength"),
    ("content-range", "ContentRange"),
    ("content-type", "ContentType"),
    ("etag", "ETag"),
    ("expires", "Expires"),
    ("last-modified", "LastModified"),
    ("location", "Location"),
    ("x-amz-abort-date", "AbortDate"),
    ("x-amz-abort-rule-id", "AbortRuleId"),
    ("x-amz-access-point-alias", "AccessPointAlias"),
    ("x-amz-archive-status", "ArchiveStatus"),
    ("x-amz-bucket-arn", "BucketArn"),
    ("x-amz-bucket-region", "BucketRegion"),
    ("x-amz-checksum-algorithm", "ChecksumAlgorithm"),
    ("x-amz-checksum-crc32", "ChecksumCRC32"),
    ("x-amz-checksum-crc32c", "ChecksumCRC32C"),
    ("x-amz-checksum-crc64nvme", "ChecksumCRC64NVME"),
    ("x-amz-checksum-sha1", "ChecksumSHA1"),
    ("x-amz-checksum-sha256", "ChecksumSHA256"),
    ("x-amz-checksum-type", "ChecksumType"),
    ("x-amz-copy-source-version-id", "CopySourceVersionId"),
    ("x-amz-delete-marker", "DeleteMarker"),
    ("x-amz-expiration", "Expiration"),
    ("x-amz-missing-meta", "MissingMeta"),
    ("x-amz-mp-parts-count", "PartsCount"),
    ("x-amz-object-lock-legal-hold", "ObjectLockLegalHoldStatus"),
    ("x-amz-object-lock-mode", "ObjectLockMode"),
    (
        "x-amz-object-lock-retain-until-date",
        "ObjectLockRetainUntilDate",
    ),
    ("x-amz-object-size", "Size"),
    ("x-amz-replication-status", "ReplicationStatus"),
    ("x-amz-request-charged", "RequestCharged"),
    ("x-amz-restore", "Restore"),
    ("x-amz-server-side-encryption", "ServerSideEncryption"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "SSEKMSKeyId"),
    (
        "x-amz-server-side-encryption-bucket-key-enabled",
        "BucketKeyEnabled",
    ),
    (
        "x-amz-server-side-encryption-context",
        "SSEKMSEncryptionContext",
    ),
    (
        "x-amz-server-side-encryption-customer-algorithm",
        "SSECustomerAlgorithm",
    ),
    (
        "x-amz-server-side-encryption-customer-key-md5",
        "SSECustomerKeyMD5",
    ),
    ("x-amz-storage-class", "StorageClass"),
    ("x-amz-tagging-count", "TagCount"),
    ("x-amz-version-id", "VersionId"),
];

/// Headers that say nothing about the operation unless it has them as members.
const TRANSPORT_HEADERS: [&str; 2] = ["content-length", "content-type"];

/// The wrapped lists of S3.
const WRAPPED: &[(&str, &str, &str)] = &[
    ("TagSet", "Tag", "TagSet"),
    ("Buckets", "Bucket", "Buckets"),
    ("AccessControlList", "Grant", "Grants"),
    ("TargetGrants", "Grant", "TargetGrants"),
];

const NO_LISTS: Lists = Lists {
    flat: &[],
    wrapped: &[],
};

/// An S3 operation whose answer is one member, or has members that repeat.
struct Shape {
    payload: Option<&'static str>,
    flat: &'static [(&'static str, &'static str)],
}

const fn payload(member: &'static str) -> Shape {
    Shape {
        payload: Some(member),
        flat: &[],
    }
}

const fn lists(flat: &'static [(&'static str, &'static str)]) -> Shape {
    Shape {
        payload: None,
        flat,
    }
}

fn s3_shape(operation: &str) -> Shape {
    match operation {
        "CopyObject" => payload("CopyObjectResult"),
        "UploadPartCopy" => payload("CopyPartResult"),
        "GetBucketPolicyStatus" => payload("PolicyStatus"),
        "GetPublicAccessBlock" => payload("PublicAccessBlockConfiguration"),
        "GetObjectLockConfiguration" => payload("ObjectLockConfiguration"),
        "GetObjectLegalHold" => payload("LegalHold"),
        "GetObjectRetention" => payload("Retention"),
        "GetBucketEncryption" => Shape {
            payload: Some("ServerSideEncryptionConfiguration"),
            flat: &[("Rule", "Rules"), ("EncryptionType", "EncryptionType")],
        },
        "GetBucketOwnershipControls" => Shape {
            payload: Some("OwnershipControls"),
            flat: &[("Rule", "Rules")],
        },
        "GetBucketIntelligentTieringConfiguration" => Shape {
            payload: Some("IntelligentTieringConfiguration"),
            flat: &[("Tag", "Tags"), ("Tiering", "Tierings")],
        },
        "ListBucketIntelligentTieringConfigurations" => lists(&[
            (
                "IntelligentTieringConfiguration",
                "IntelligentTieringConfigurationList",
            ),
            ("Tag", "Tags"),
            ("Tiering", "Tierings"),
        ]),
        "DeleteObjects" => lists(&[("Deleted", "Deleted"), ("Error", "Errors")]),
        "ListObjects" | "ListObjectsV2" => lists(&[
            ("Contents", "Contents"),
            ("ChecksumAlgorithm", "ChecksumAlgorithm"),
            ("CommonPrefixes", "CommonPrefixes"),
        ]),
        "ListObjectVersions" => lists(&[
            ("Version", "Versions"),
            ("DeleteMarker", "DeleteMarkers"),
            ("ChecksumAlgorithm", "ChecksumAlgorithm"),
            ("CommonPrefixes", "CommonPrefixes"),
        ]),
        "ListMultipartUploads" => {
            lists(&[("Upload", "Uploads"), ("CommonPrefixes", "CommonPrefixes")])
        }
        "ListParts" | "GetObjectAttributes" => lists(&[("Part", "Parts")]),
        "GetBucketCors" => lists(&[
            ("CORSRule", "CORSRules"),
            ("AllowedHeader", "AllowedHeaders"),
            ("AllowedMethod", "AllowedMethods"),
            ("AllowedOrigin", "AllowedOrigins"),
            ("ExposeHeader", "ExposeHeaders"),
        ]),
        "GetBucketLifecycleConfiguration" => lists(&[
            ("Rule", "Rules"),
            ("Tag", "Tags"),
            ("Transition", "Transitions"),
            (
                "NoncurrentVersionTransition",
                "NoncurrentVersionTransitions",
            ),
        ]),
        "GetBucketNotificationConfiguration" => lists(&[
            ("TopicConfiguration", "TopicConfigurations"),
            ("QueueConfiguration", "QueueConfigurations"),
            ("CloudFunctionConfiguration", "LambdaFunctionConfigurations"),
            ("Event", "Events"),
            ("FilterRule", "FilterRules"),
        ]),
        _ => lists(&[]),
    }
}

/// Members of an AWS answer.
pub fn of_aws(service: Service, operation: &str, answer: &Answer) -> Value {
    let text = answer.body.text();
    let refused = answer.status.is_some_and(|status| status >= 300);
    match service {
        Service::S3 if refused => {
            xml::parse(&text, NO_LISTS).map_or(Value::Null, |element| element.value)
        }
        Service::S3 => s3(operation, answer, &text),
        Service::Sts | Service::Iam => query(&text),
        Service::Kms => serde_json::from_str(&text).unwrap_or(Value::Null),
    }
}

fn s3(operation: &str, answer: &Answer, text: &str) -> Value {
    let mut members = Map::new();
    let is_object = matches!(operation, "GetObject" | "HeadObject");
    for (header, member) in HEADER_MEMBERS {
        if let Some(value) = answer.header(header)
            && (is_object || !TRANSPORT_HEADERS.contains(&header))
        {
            members.insert(member.to_owned(), value.into());
        }
    }
    let metadata: Map<String, Value> = answer
        .headers
        .iter()
        .filter_map(|(name, value)| {
            Some((
                name.strip_prefix("x-amz-meta-")?.to_owned(),
                value.clone().into(),
            ))
        })
        .collect();
    if !metadata.is_empty() {
        members.insert("Metadata".to_owned(), metadata.into());
    }
    match operation {
        "GetObject" => {}
        "GetBucketPolicy" => {
            members.insert("Policy".to_owned(), text.into());
        }
        "GetBucketLocation" => {
            // The one answer whose root element is the member.
            let location = xml::parse(text, NO_LISTS)
                .map(|element| element.value)
                .unwrap_or(Value::Null);
            members.insert("LocationConstraint".to_owned(), location);
        }
        _ => add_document(operation, text, &mut members),
    }
    Value::Object(members)
}

fn add_document(operation: &str, text: &str, members: &mut Map<String, Value>) {
    let shape = s3_shape(operation);
    let Some(Element { value, .. }) = xml::parse(
        text,
        Lists {
            flat: shape.flat,
            wrapped: WRAPPED,
        },
    ) else {
        return;
    };
    match (shape.payload, value) {
        (Some(payload), value) => {
            members.insert(payload.to_owned(), value);
        }
        (None, Value::Object(children)) => members.extend(children),
        // A document with nothing but one wrapped list: the list is its one member.
        (None, _) => {}
    }
}

/// The Query protocol: `<XResponse><XResult>...</XResult></XResponse>`, or `<ErrorResponse><Error>...`.
fn query(text: &str) -> Value {
    let Some(Element {
        value: Value::Object(children),
        ..
    }) = xml::parse(text, NO_LISTS)
    else {
        return Value::Null;
    };
    children
        .into_iter()
        .find(|(name, _)| name.ends_with("Result") || name == "Error")
        .map_or(Value::Null, |(_, value)| value)
}

/// Members of a raw answer: of a JSON document as it is, of an XML document the root's children.
pub fn of_raw(answer: &Answer) -> Value {
    let text = answer.body.text();
    if let Ok(json) = serde_json::from_str(&text) {
        return json;
    }
    xml::parse(&text, NO_LISTS).map_or(json!(null), |element| match element.value {
        Value::Object(mut children) if element.name == "ErrorResponse" => {
            children.remove("Error").unwrap_or(Value::Object(children))
        }
        other => other,
    })
}
