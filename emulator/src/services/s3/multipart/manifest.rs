//! The list of parts that a completion names.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>

use serde::Deserialize;

use crate::base::Failure;
use crate::protocol::checksum::Algorithm;
use crate::protocol::xml;
use crate::services::s3::errors;

#[derive(Debug, Deserialize)]
struct Document {
    #[serde(rename = "Part", default)]
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
struct Part {
    #[serde(rename = "PartNumber")]
    number: String,
    #[serde(rename = "ETag")]
    etag: String,
    #[serde(rename = "ChecksumCRC32")]
    crc32: Option<String>,
    #[serde(rename = "ChecksumCRC32C")]
    crc32c: Option<String>,
    #[serde(rename = "ChecksumCRC64NVME")]
    crc64nvme: Option<String>,
    #[serde(rename = "ChecksumSHA1")]
    sha1: Option<String>,
    #[serde(rename = "ChecksumSHA256")]
    sha256: Option<String>,
}

/// A part as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number, at least 1.
    pub number: u32,
    /// Its entity tag, without quotes.
    pub etag: String,
    /// Its checksum in base64, if one is listed.
    pub checksum: Option<(Algorithm, String)>,
}

/// Reads the document.
///
/// # Errors
/// `MalformedXML`; `InvalidRequest` without a body; `InvalidArgument` for numbers and checksums that cannot be.
pub fn read(document: &[u8]) -> Result<Vec<Listed>, Failure> {
    if document.is_empty() {
        return Err(errors::no_parts());
    }
    let document: Document =
        xml::read(document, "CompleteMultipartUpload").map_err(|_| errors::malformed_xml())?;
    if document.parts.is_empty() {
        return Err(errors::malformed_xml());
    }
    document.parts.into_iter().map(listed).collect()
}

fn listed(part: Part) -> Result<Listed, Failure> {
    let text = part.number.trim();
    let number: i64 = text.parse().map_err(|_| errors::malformed_xml())?;
    if number < 1 {
        return Err(errors::listed_part_number(text));
    }
    let mut checksums = [
        (Algorithm::Crc32, part.crc32),
        (Algorithm::Crc32c, part.crc32c),
        (Algorithm::Crc64Nvme, part.crc64nvme),
        (Algorithm::Sha1, part.sha1),
        (Algorithm::Sha256, part.sha256),
    ]
    .into_iter()
    .filter_map(|(algorithm, value)| Some((algorithm, value?.trim().to_owned())))
    .filter(|(_, value)| !value.is_empty());
    let checksum = checksums.next();
    if checksums.next().is_some() {
        return Err(errors::listed_checksums());
    }
    Ok(Listed {
        // No part has a larger number: such a one will not be found.
        number: u32::try_from(number).unwrap_or(u32::MAX),
        etag: part.etag.trim().trim_matches('"').to_owned(),
        checksum,
    })
}
