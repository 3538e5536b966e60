//! What all writes of objects share: PutObject, CopyObject and multipart uploads.

use std::collections::BTreeMap;

use http::HeaderMap;

use super::buckets::BucketView;
use super::object_headers::{self, ObjectHeaders};
use super::objects::WriteCondition;
use super::{acl, ask, context_keys, errors, lock, tags};
use crate::auth::authorize::Ask;
use crate::base::{Failure, arn};
use crate::protocol::request::Head;
use crate::services::service::Call;
use crate::storage::records::ObjectLock;

/// Headers whose function is not done for any write.
const NOT_DONE: [&str; 2] = ["x-amz-write-offset-bytes", "x-amz-rename-source"];
const SSE_C: &str = "x-amz-server-side-encryption-customer-algorithm";

/// What a write's head says.
#[derive(Debug, Clone)]
pub struct WriteHead {
    /// Kept headers.
    pub headers: ObjectHeaders,
    /// Storage class.
    pub storage_class: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// The ACL that is asked for.
    pub acl: acl::Requested,
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
            acl: acl::Requested::read(head)?,
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
///
/// # Errors
/// A store that fails.
pub fn put_ask(call: &Call<'_>, view: &BucketView, creates: Creates) -> Result<Ask, Failure> {
    let key = call.target.key.as_str();
    let ask = ask::object("s3:PutObject", view, key);
    let ask = with_keys(call, ask, &BTreeMap::new(), creates);
    acl::evidence::of_key(call, ask, view, key)
}

fn with_keys(call: &Call<'_>, ask: Ask, tags: &BTreeMap<String, String>, creates: Creates) -> Ask {
    let ask = context_keys::of_creation(ask, creates);
    let ask = context_keys::of_headers(ask, call.head, call.now);
    context_keys::of_tags(ask, tags)
}

/// The pairs that a write needs on its target.
///
/// # Errors
/// A store that fails.
pub fn asks(
    call: &Call<'_>,
    view: &BucketView,
    tags: &BTreeMap<String, String>,
    creates: Creates,
) -> Result<Vec<Ask>, Failure> {
    let key = call.target.key.as_str();
    let tagging = (!tags.is_empty()).then_some("s3:PutObjectTagging");
    ["s3:PutObject"]
        .into_iter()
        .chain(tagging)
        .chain(ask::also(call.row.name, call.head))
        .map(|action| {
            let ask = with_keys(call, ask::object(action, view, key), tags, creates);
            match action {
                "s3:PutObject" => acl::evidence::of_key(call, ask, view, key),
                "s3:PutObjectAcl" => Ok(acl::evidence::of_new_object(call, ask, view)),
                _ => Ok(ask),
            }
        })
        .collect()
}

/// What a bucket refuses although the caller may write: customer keys. Authorization comes first.
///
/// # Errors
/// The refusal of SSE-C.
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
    Ok(())
}
