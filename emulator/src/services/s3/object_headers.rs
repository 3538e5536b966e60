//! The headers that are kept with an object and given back: system-defined and user-defined metadata.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>

use std::collections::BTreeMap;

use http::HeaderName;

use super::errors;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::storage::records::SystemHeaders;

const USER_PREFIX: &str = "x-amz-meta-";
/// Names and values of user metadata together.
const MAX_USER_METADATA_BYTES: usize = 2048;
const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";
const DEFAULT_STORAGE_CLASS: &str = "STANDARD";

/// The classes that a general purpose bucket takes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>
const STORAGE_CLASSES: [&str; 8] = [
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
];

/// What a write says about the object beside its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObjectHeaders {
    /// `Content-Type` and its fellows.
    pub system: SystemHeaders,
    /// `x-amz-meta-*`, names in lower case and without the prefix.
    pub user: BTreeMap<String, String>,
}

impl ObjectHeaders {
    /// Reads a write's headers.
    ///
    /// # Errors
    /// `MetadataTooLarge`.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let text = |name: &str| head.headers.get(name).map(|value| lossy(value.as_bytes()));
        let system = SystemHeaders {
            content_type: text("content-type").filter(|kind| !kind.is_empty()),
            content_encoding: text("content-encoding")
                .and_then(|codings| without_framing(&codings)),
            content_disposition: text("content-disposition"),
            content_language: text("content-language"),
            cache_control: text("cache-control"),
            expires: text("expires"),
            website_redirect: text("x-amz-website-redirect-location"),
        };
        Ok(Self {
            system,
            user: user_metadata(head)?,
        })
    }
}

fn user_metadata(head: &Head) -> Result<BTreeMap<String, String>, Failure> {
    let mut user: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &head.headers {
        let Some(name) = name.as_str().strip_prefix(USER_PREFIX) else {
            continue;
        };
        let value = lossy(value.as_bytes());
        // Repeated headers are one header with a list.
        user.entry(name.to_owned())
            .and_modify(|list| {
                list.push(',');
                list.push_str(&value);
            })
            .or_insert(value);
    }
    let size: usize = user
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    if size > MAX_USER_METADATA_BYTES {
        return Err(errors::metadata_too_large(size));
    }
    Ok(user)
}

/// `aws-chunked` describes the transfer and is not kept.
fn without_framing(codings: &str) -> Option<String> {
    let kept: Vec<&str> = codings
        .split(',')
        .map(str::trim)
        .filter(|coding| !coding.is_empty() && *coding != "aws-chunked")
        .collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

/// Header values are bytes; UTF-8 is kept, anything else is read as Latin-1.
fn lossy(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => value
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
            .trim()
            .to_owned(),
    }
}

/// Gives the kept headers back.
pub fn write(mut reply: Reply, system: &SystemHeaders, user: &BTreeMap<String, String>) -> Reply {
    let content_type = system
        .content_type
        .as_deref()
        .unwrap_or(DEFAULT_CONTENT_TYPE);
    reply = reply
        .named("content-type", content_type)
        .maybe("content-encoding", system.content_encoding.as_deref())
        .maybe("content-disposition", system.content_disposition.as_deref())
        .maybe("content-language", system.content_language.as_deref())
        .maybe("cache-control", system.cache_control.as_deref())
        .maybe("expires", system.expires.as_deref())
        .maybe(
            "x-amz-website-redirect-location",
            system.website_redirect.as_deref(),
        );
    for (name, value) in user {
        if let Ok(name) = HeaderName::try_from(format!("{USER_PREFIX}{name}")) {
            reply = reply.header(name, value);
        }
    }
    reply
}

/// The storage class that a write asks for.
///
/// # Errors
/// `InvalidStorageClass`.
pub fn storage_class(head: &Head) -> Result<String, Failure> {
    match head.header("x-amz-storage-class") {
        None => Ok(DEFAULT_STORAGE_CLASS.to_owned()),
        Some(class) if STORAGE_CLASSES.contains(&class) => Ok(class.to_owned()),
        Some(other) => Err(errors::invalid_storage_class(other)),
    }
}

/// Whether a class must be restored before it can be read.
pub fn is_archive(storage_class: &str) -> bool {
    matches!(storage_class, "GLACIER" | "DEEP_ARCHIVE")
}
