//! The XML that the listings share.

use super::parameters::Parameters;
use crate::base::{Timestamp, time_format};
use crate::protocol::xml::Writer;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::owner;
use crate::storage::records::ObjectRecord;

/// The account that is shown as an object's owner.
pub fn owner_of<'a>(view: &'a BucketView, record: &'a ObjectRecord) -> &'a str {
    if view.acl.is_none() {
        &view.record.account
    } else {
        &record.owner
    }
}

/// A moment in whole seconds, as S3 keeps them.
pub fn moment(millis: i64) -> String {
    time_format::iso_millis(Timestamp::from_seconds(millis.div_euclid(1_000)))
}

/// `Delimiter`, `EncodingType`, `IsTruncated`: the end of every listing's head.
pub fn write_end_of_head(xml: &mut Writer, parameters: &Parameters, truncated: bool) {
    if !parameters.delimiter.is_empty() {
        xml.text_element("Delimiter", parameters.shown(&parameters.delimiter));
    }
    xml.optional_element("EncodingType", parameters.encoding_type.as_deref());
    xml.text_element("IsTruncated", if truncated { "true" } else { "false" });
}

/// `ETag` to `Size`, `Owner` and `StorageClass` of an object or a version.
pub fn write_properties(xml: &mut Writer, record: &ObjectRecord, owner: Option<&str>) {
    xml.text_element("ETag", format!("\"{}\"", record.etag));
    if let Some(checksum) = &record.checksum {
        xml.text_element("ChecksumAlgorithm", &checksum.algorithm);
        xml.text_element("ChecksumType", &checksum.kind);
    }
    xml.text_element("Size", record.size.to_string());
    if let Some(owner) = owner {
        owner::write(xml, "Owner", owner);
    }
    xml.text_element("StorageClass", &record.storage_class);
}

/// `CommonPrefixes`, behind everything else.
pub fn write_common_prefixes<'a>(
    xml: &mut Writer,
    parameters: &Parameters,
    prefixes: impl Iterator<Item = &'a str>,
) {
    for prefix in prefixes {
        xml.open("CommonPrefixes");
        xml.text_element("Prefix", parameters.shown(prefix));
        xml.close();
    }
}
