//! The attributes of an object that GetObjectAttributes gives, and its pages of parts.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>

use super::errors;
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Kind};
use crate::protocol::request::Head;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::storage::records::{ObjectRecord, PartRecord};

const ATTRIBUTES: &str = "x-amz-object-attributes";
const MAX_PARTS: &str = "x-amz-max-parts";
const MARKER: &str = "x-amz-part-number-marker";
const DEFAULT_MAX_PARTS: u32 = 1_000;

/// One attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    ETag,
    Checksum,
    ObjectParts,
    StorageClass,
    ObjectSize,
}

impl Attribute {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "ETag" => Some(Self::ETag),
            "Checksum" => Some(Self::Checksum),
            "ObjectParts" => Some(Self::ObjectParts),
            "StorageClass" => Some(Self::StorageClass),
            "ObjectSize" => Some(Self::ObjectSize),
            _ => None,
        }
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct Selection {
    attributes: Vec<Attribute>,
    max_parts: u32,
    marker: u32,
}

impl Selection {
    /// Reads the headers. The attributes stand in one header or in several.
    ///
    /// # Errors
    /// `InvalidArgument`.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let mut attributes = Vec::new();
        for header in head.headers.get_all(ATTRIBUTES) {
            for name in header.to_str().unwrap_or_default().split(',') {
                let name = name.trim();
                let attribute = Attribute::parse(name);
                attributes
                    .push(attribute.ok_or_else(|| errors::invalid_attribute(ATTRIBUTES, name))?);
            }
        }
        Ok(Self {
            attributes,
            max_parts: number(head, MAX_PARTS)?
                .unwrap_or(DEFAULT_MAX_PARTS)
                .min(DEFAULT_MAX_PARTS),
            marker: number(head, MARKER)?.unwrap_or(0),
        })
    }

    fn has(&self, attribute: Attribute) -> bool {
        self.attributes.contains(&attribute)
    }

    /// Whether the records of the parts are needed.
    pub fn lists_parts(&self, record: &ObjectRecord) -> bool {
        self.has(Attribute::ObjectParts) && has_composite_checksum(record)
    }

    /// Writes the document. `parts` are all parts of the object, when they are listed.
    pub fn document(&self, record: &ObjectRecord, parts: &[PartRecord]) -> String {
        let mut xml = Writer::new();
        xml.open_in("GetObjectAttributesResponse", S3_NAMESPACE);
        if self.has(Attribute::ETag) {
            xml.text_element("ETag", &record.etag);
        }
        if self.has(Attribute::Checksum)
            && let Some(checksum) = &record.checksum
            && let Some(algorithm) = Algorithm::parse(&checksum.algorithm)
        {
            xml.open("Checksum");
            xml.text_element(algorithm.element(), &checksum.value);
            xml.text_element("ChecksumType", &checksum.kind);
            xml.close();
        }
        if self.has(Attribute::ObjectParts)
            && let Some(count) = record.parts_count
        {
            self.write_parts(&mut xml, record, count, parts);
        }
        if self.has(Attribute::StorageClass) {
            xml.text_element("StorageClass", &record.storage_class);
        }
        if self.has(Attribute::ObjectSize) {
            xml.text_element("ObjectSize", record.size.to_string());
        }
        xml.finish()
    }

    /// The number of parts, and the parts themselves where each has a checksum of its own.
    fn write_parts(
        &self,
        xml: &mut Writer,
        record: &ObjectRecord,
        count: u32,
        parts: &[PartRecord],
    ) {
        xml.open("ObjectParts");
        xml.text_element("PartsCount", count.to_string());
        if has_composite_checksum(record) {
            let behind_marker = parts.iter().filter(|part| part.number > self.marker);
            let max_parts = self.max_parts as usize;
            let listed: Vec<&PartRecord> = behind_marker.clone().take(max_parts).collect();
            let next = listed.last().map_or(0, |part| part.number);
            let truncated = behind_marker.count() > listed.len();
            xml.text_element("PartNumberMarker", self.marker.to_string());
            xml.text_element("NextPartNumberMarker", next.to_string());
            xml.text_element("MaxParts", self.max_parts.to_string());
            xml.text_element("IsTruncated", truncated.to_string());
            for part in listed {
                write_part(xml, record, part);
            }
        }
        xml.close();
    }
}

fn write_part(xml: &mut Writer, record: &ObjectRecord, part: &PartRecord) {
    xml.open("Part");
    xml.text_element("PartNumber", part.number.to_string());
    xml.text_element("Size", part.size.to_string());
    if let Some(whole) = &record.checksum
        && let Some(algorithm) = Algorithm::parse(&whole.algorithm)
    {
        xml.optional_element(algorithm.element(), part.checksums.get(algorithm.name()));
    }
    xml.close();
}

fn has_composite_checksum(record: &ObjectRecord) -> bool {
    let kind = record.checksum.as_ref().map(|checksum| &*checksum.kind);
    kind == Some(Kind::Composite.name())
}

fn number(head: &Head, header: &'static str) -> Result<Option<u32>, Failure> {
    let text = head.header(header);
    text.map(|text| {
        text.parse()
            .map_err(|_| errors::invalid_part_page(header, text))
    })
    .transpose()
}
