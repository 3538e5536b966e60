//! What all writes of objects share: PutObject, CopyObject and multipart uploads.

use std::collections::BTreeMap;

use http::HeaderMap;

use super::buckets::BucketView;
use super::object_headers::{self, ObjectHeaders};
use super::objects::WriteCondition;
use super::{ask, errors, lock, tags};
use crate::auth::authorize::Ask;
use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::service::Call;
use crate::storage::records::ObjectLock;

/// Headers whose function is not done for any write.
const NOT_DONE: [&str; 2] = ["x-amz-write-offset-bytes", "x-amz-rename-source"];
const GRANTS: [&str; 5] = [
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
];
const SSE_C: &str = "x-amz-server-side-encryption-customer-algorithm";

/// Condition keys of a write that are a header's value; absent when the header is.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-PutObject>
const HEADER_KEYS: [(&str, &str); 15] = [
    ("x-amz-acl", "s3:x-amz-acl"),
    ("x-amz-grant-full-control", "s3:x-amz-grant-full-control"),
    ("x-amz-grant-read", "s3:x-amz-grant-read"),
    ("x-amz-grant-read-acp", "s3:x-amz-grant-read-acp"),
    ("x-amz-grant-write", "s3:x-amz-grant-write"),
    ("x-amz-grant-write-acp", "s3:x-amz-grant-write-acp"),
    (
        "x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption",
    ),
    (
        "x-amz-server-side-encryption-aws-kms-key-id",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    ),
    (SSE_C, "s3:x-amz-server-side-encryption-customer-algorithm"),
    ("x-amz-storage-class", "s3:x-amz-storage-class"),
    (
        "x-amz-website-redirect-location",
        "s3:x-amz-website-redirect-location",
    ),
    ("x-amz-copy-source", "s3:x-amz-copy-source"),
    ("x-amz-metadata-directive", "s3:x-amz-metadata-directive"),
    ("if-match", "s3:if-match"),
    ("if-none-match", "s3:if-none-match"),
];

/// What a write's head says.
#[derive(Debug, Clone)]
pub struct WriteHead {
    /// Kept headers.
    pub headers: ObjectHeaders,
    /// Storage class.
    pub storage_class: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Retention and legal hold.
    pub lock: ObjectLock,
    /// Conditions.
    pub condition: WriteCondition,
}

impl WriteHead {
    /// Reads a write's head.
    ///
    /// # Errors
    /// Headers with values that S3 refuses, or whose function is not done.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        if let Some(header) = NOT_DONE
            .iter()
            .find(|header| head.headers.contains_key(**header))
        {
            return Err(errors::header_not_implemented(header));
        }
        Ok(Self {
            headers: ObjectHeaders::read(head)?,
            storage_class: object_headers::storage_class(head)?,
            tags: tags::from_header(head)?,
            lock: lock::headers::read(head)?,
            condition: condition(&head.headers)?,
        })
    }
}

/// A part without its upload would overwrite the object.
///
/// # Errors
/// `InvalidArgument`.
pub fn refuse_part_parameters(head: &Head) -> Result<(), Failure> {
    let (part, upload) = (head.query.get("partNumber"), head.query.get("uploadId"));
    match (part, upload) {
        (Some(number), None) => Err(errors::part_without_upload(number)),
        (None, Some(upload_id)) => Err(errors::upload_without_part(upload_id)),
        _ => Ok(()),
    }
}

/// Reads `If-Match` and `If-None-Match` of a write.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
///
/// # Errors
/// Forms that S3 does not take.
pub fn condition(headers: &HeaderMap) -> Result<WriteCondition, Failure> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
    };
    let (if_match, if_none_match) = (text("if-match"), text("if-none-match"));
    let refuse = |header, message| Err(errors::condition_not_implemented(header, message));
    match (if_match, if_none_match) {
        (Some(_), Some(_)) => refuse(
            "If-Match,If-None-Match",
            "Multiple conditional request headers present in the request",
        ),
        (Some("*"), None) => refuse(
            "If-Match",
            "We don't accept the provided value of If-Match header for this API",
        ),
        (None, Some(value)) if value != "*" => refuse(
            "If-None-Match",
            "We don't accept the provided value of If-None-Match header for this API",
        ),
        (if_match, if_none_match) => Ok(WriteCondition {
            if_match: if_match.map(str::to_owned),
            if_none_match: if_none_match.is_some(),
            began_over: None,
        }),
    }
}

/// What a write makes: the parts of an upload are no object yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creates {
    /// An object.
    Object,
    /// Something on the way to one.
    Upload,
}

/// `s3:PutObject` on the request's target, with the condition keys that its headers give.
pub fn put_ask(call: &Call<'_>, view: &BucketView, creates: Creates) -> Ask {
    with_header_keys(
        call,
        ask::object("s3:PutObject", view, &call.target.key),
        creates,
    )
}

fn with_header_keys(call: &Call<'_>, ask: Ask, creates: Creates) -> Ask {
    let ask = ask.key(
        "s3:ObjectCreationOperation",
        (creates == Creates::Object).to_string(),
    );
    HEADER_KEYS.iter().fold(ask, |ask, (header, name)| {
        ask.key_if(name, call.head.header(header))
    })
}

/// The pairs that a write needs on its target.
pub fn asks(
    call: &Call<'_>,
    view: &BucketView,
    tags: &BTreeMap<String, String>,
    lock: &ObjectLock,
    creates: Creates,
) -> Vec<Ask> {
    let key = call.target.key.as_str();
    let with_keys = |ask: Ask| {
        let ask = tags::requested(with_header_keys(call, ask, creates), tags);
        lock::headers::keys(ask, lock, call.now)
    };
    let mut asks = vec![with_keys(ask::object("s3:PutObject", view, key))];
    if !tags.is_empty() {
        asks.push(with_keys(ask::object("s3:PutObjectTagging", view, key)));
    }
    if brings_acl(call.head) {
        asks.push(with_keys(ask::object("s3:PutObjectAcl", view, key)));
    }
    asks.extend(lock::headers::asks(call, view, lock));
    asks
}

fn brings_acl(head: &Head) -> bool {
    head.headers.contains_key("x-amz-acl")
        || GRANTS.iter().any(|grant| head.headers.contains_key(*grant))
}

/// What a bucket refuses although the caller may write: ACLs and customer keys. Authorization comes first.
///
/// # Errors
/// `AccessControlListNotSupported`, `NotImplemented`, or the refusal of SSE-C.
pub fn bucket_rules(call: &Call<'_>, view: &BucketView) -> Result<(), Failure> {
    if call.head.headers.contains_key(SSE_C) {
        let resource = arn::object(&view.record.name, &call.target.key);
        let action = if call.head.headers.contains_key("x-amz-copy-source") {
            "s3:CopyObject"
        } else {
            "s3:PutObject"
        };
        return Err(errors::sse_c_blocked(
            &call.authority.identity().arn,
            action,
            &resource,
        ));
    }
    if !brings_acl(call.head) {
        return Ok(());
    }
    if view.record.object_ownership != "BucketOwnerEnforced" {
        return Err(errors::header_not_implemented("x-amz-acl"));
    }
    // An ACL is taken when it says what holds anyway: full control of the bucket's owner alone.
    let own = call.authority.identity().account == view.record.account;
    match call.head.header("x-amz-acl") {
        Some("bucket-owner-full-control") => Ok(()),
        Some("private" | "bucket-owner-read") if own => Ok(()),
        _ => Err(errors::acl_not_supported()),
    }
}
