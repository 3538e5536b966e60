//! The query parameters that all listings of a bucket share, checked in S3's order.

use super::{MAX_ITEMS, Selection};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::Query;
use crate::protocol::request::Head;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::{ask, errors};

const OPTIONAL_ATTRIBUTES: &str = "x-amz-optional-object-attributes";
/// The one optional attribute. It is shown of objects that are or were being restored.
const RESTORE_STATUS: &str = "RestoreStatus";

/// `max-keys`: a number, and whether S3 serves it is asked later.
///
/// # Errors
/// Anything but a 32-bit integer. An empty value is the default.
pub fn max_keys(query: &Query) -> Result<i32, Failure> {
    integer(query, "max-keys", MAX_ITEMS as i32)
}

/// A whole number as S3 reads them: digits, leading zeros, a minus sign, nothing else.
///
/// # Errors
/// Anything but a 32-bit integer. An absent or empty value is the default.
pub fn integer(query: &Query, name: &'static str, default: i32) -> Result<i32, Failure> {
    let text = query.get(name).unwrap_or_default();
    if text.is_empty() {
        return Ok(default);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| errors::not_an_integer(name, text))
}

/// What every listing is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// `prefix`.
    pub prefix: String,
    /// `delimiter`; empty when none was sent.
    pub delimiter: String,
    /// `encoding-type` as it was sent: `url` in any case.
    pub encoding_type: Option<String>,
    /// `max-keys` as it was sent.
    pub max_keys: i32,
}

impl Parameters {
    /// Reads what stands behind `max-keys` in the order of checks; what is only for one of the listings is checked by
    /// `between`, after the encoding and before the range.
    ///
    /// # Errors
    /// The first parameter that S3 refuses.
    pub fn read(
        head: &Head,
        max_keys: i32,
        between: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Self, Failure> {
        let query = &head.query;
        let encoding_type = query.get("encoding-type").map(str::to_owned);
        if let Some(found) = &encoding_type
            && !found.eq_ignore_ascii_case("url")
        {
            return Err(errors::invalid_encoding_type(found));
        }
        between()?;
        if max_keys < 0 {
            return Err(errors::out_of_range("maxKeys", max_keys));
        }
        optional_attributes(head)?;
        let text = |name: &str| query.get(name).unwrap_or_default().to_owned();
        Ok(Self {
            prefix: text("prefix"),
            delimiter: text("delimiter"),
            encoding_type,
            max_keys,
        })
    }

    /// The most items of this page.
    pub fn limit(&self) -> usize {
        usize::try_from(self.max_keys).map_or(0, |wanted| wanted.min(MAX_ITEMS))
    }

    /// Prefix and delimiter.
    pub fn selection(&self) -> Selection<'_> {
        Selection {
            prefix: &self.prefix,
            delimiter: &self.delimiter,
        }
    }

    /// A name as the answer shows it.
    pub fn shown(&self, name: &str) -> String {
        match self.encoding_type {
            Some(_) => url_encoded(name),
            None => name.to_owned(),
        }
    }
}

/// S3 has more attributes for directory buckets and may get others: what is not known is not left out silently.
fn optional_attributes(head: &Head) -> Result<(), Failure> {
    let asked = head.header(OPTIONAL_ATTRIBUTES).unwrap_or_default();
    let mut asked = asked
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    match asked.find(|name| *name != RESTORE_STATUS) {
        Some(other) => Err(errors::invalid_attribute(OPTIONAL_ATTRIBUTES, other)),
        None => Ok(()),
    }
}

/// `encoding-type=url`: a space is `+`, a slash stays.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
pub fn url_encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' | b'/' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// The permission to list a bucket, with the condition keys of listings: a parameter's key is absent when the parameter
/// is; only `s3:max-keys` is always there.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
pub fn permission(action: &'static str, view: &BucketView, head: &Head, max_keys: i32) -> Ask {
    ask::bucket(action, view)
        .key_if("s3:prefix", head.query.get("prefix"))
        .key_if("s3:delimiter", head.query.get("delimiter"))
        .key("s3:max-keys", max_keys.to_string())
}
