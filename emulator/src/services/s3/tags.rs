//! Tags of objects and buckets: the two forms in which they come, what S3 accepts, and what policies see of them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use super::buckets::BucketView;
use super::errors;
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::protocol::uri;
use crate::protocol::xml::Writer;

const HEADER: &str = "x-amz-tagging";
const MAX_OBJECT_TAGS: usize = 10;
const MAX_BUCKET_TAGS: usize = 50;
const MAX_KEY_CHARS: usize = 128;
const MAX_VALUE_CHARS: usize = 256;
/// Keys that only AWS itself gives.
const RESERVED: &str = "aws:";

/// Values by key.
pub type Tags = BTreeMap<String, String>;

/// One tag of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Value")]
    value: String,
}

/// `TagSet` of a document, or the `Tags` of a new bucket.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSet {
    #[serde(rename = "Tag", default)]
    tags: Vec<Tag>,
}

/// The document of PutObjectTagging and PutBucketTagging.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tagging {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "TagSet")]
    set: TagSet,
}

/// What the tags are for: S3 has its own words for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// An object.
    Object,
    /// A bucket that exists.
    Bucket,
    /// A bucket that is about to be made.
    NewBucket,
}

impl Tagging {
    /// The document's tags.
    ///
    /// # Errors
    /// As [`TagSet::checked`].
    pub fn checked(self, holder: Holder) -> Result<Tags, Failure> {
        self.set.checked(holder)
    }
}

impl TagSet {
    /// The tags, each of them one that S3 takes.
    ///
    /// # Errors
    /// Too many, `InvalidTag`.
    pub fn checked(self, holder: Holder) -> Result<Tags, Failure> {
        let mut tags = Tags::new();
        for Tag { key, value } in self.tags {
            check(&key, &value, holder)?;
            if tags.contains_key(&key) {
                return Err(match holder {
                    // The service really breaks down.
                    Holder::NewBucket => errors::internal(),
                    Holder::Object | Holder::Bucket => errors::duplicate_tag(&key),
                });
            }
            tags.insert(key, value);
        }
        // Each tag is looked at before they are counted.
        let too_many = match holder {
            Holder::Object => tags.len() > MAX_OBJECT_TAGS,
            Holder::Bucket | Holder::NewBucket => tags.len() > MAX_BUCKET_TAGS,
        };
        if too_many {
            return Err(errors::too_many_tags(holder == Holder::Object));
        }
        Ok(tags)
    }
}

fn check(key: &str, value: &str, holder: Holder) -> Result<(), Failure> {
    if key.starts_with(RESERVED) {
        return Err(match holder {
            Holder::Object => errors::reserved_object_tag(key),
            Holder::Bucket => errors::reserved_bucket_tag(key),
            Holder::NewBucket => errors::reserved_new_bucket_tag(),
        });
    }
    if key.is_empty() || !fits(key, MAX_KEY_CHARS) {
        return Err(errors::invalid_tag_key(key));
    }
    if fits(value, MAX_VALUE_CHARS) {
        Ok(())
    } else {
        Err(errors::invalid_tag_value(key, value))
    }
}

fn fits(text: &str, max_chars: usize) -> bool {
    text.chars().count() <= max_chars && text.chars().all(is_allowed)
}

/// Letters, digits and spaces of any script, and a few signs.
fn is_allowed(character: char) -> bool {
    let is_space = character.is_whitespace() && !character.is_control();
    character.is_alphanumeric() || is_space || "+-=._:/@".contains(character)
}

/// The tags of a write's `x-amz-tagging` header.
///
/// # Errors
/// `InvalidArgument`, `InvalidTag`, `BadRequest`.
pub fn from_header(head: &Head) -> Result<Tags, Failure> {
    let Some(header) = head.header(HEADER) else {
        return Ok(Tags::new());
    };
    let unreadable = || errors::invalid_tagging_header(header);
    let decode = |text: &str| uri::decode_form(text).map_err(|_| unreadable());
    let mut tags = Tags::new();
    for pair in header.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (decode(key)?, decode(value)?);
        if !key.chars().chain(value.chars()).all(is_allowed) {
            return Err(unreadable());
        }
        check(&key, &value, Holder::Object)?;
        if tags.insert(key, value).is_some() {
            return Err(unreadable());
        }
    }
    if tags.len() > MAX_OBJECT_TAGS {
        return Err(errors::too_many_tags(true));
    }
    Ok(tags)
}

/// Writes a `Tagging` document.
pub fn document(tags: &Tags) -> String {
    let mut xml = Writer::new();
    xml.open_in("Tagging", super::owner::NAMESPACE);
    xml.open("TagSet");
    for (key, value) in tags {
        xml.open("Tag");
        xml.text_element("Key", key);
        xml.text_element("Value", value);
        xml.close();
    }
    xml.finish()
}

/// Lets policies see the tags that a new bucket is to get.
pub fn requested_for_bucket(ask: Ask, tags: &Tags) -> Ask {
    if tags.is_empty() {
        return ask;
    }
    let ask = tags.iter().fold(ask, |ask, (key, value)| {
        ask.key(format!("aws:RequestTag/{key}"), value.as_str())
    });
    ask.key("aws:TagKeys", keys(tags))
}

fn keys(tags: &Tags) -> Vec<String> {
    tags.keys().cloned().collect()
}

/// Lets policies see the tags of the bucket, once that was enabled.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
pub fn of_bucket(ask: Ask, view: &BucketView) -> Ask {
    if !view.abac {
        return ask;
    }
    view.tags.iter().fold(ask, |ask, (key, value)| {
        ask.key(format!("aws:ResourceTag/{key}"), value.as_str())
            .key(format!("s3:BucketTag/{key}"), value.as_str())
    })
}
