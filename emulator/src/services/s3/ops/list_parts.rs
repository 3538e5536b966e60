//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html>

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::checksum::Algorithm;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::listing::MAX_ITEMS;
use crate::services::s3::multipart::listing::page_number;
use crate::services::s3::multipart::parts::{self, StoredPart};
use crate::services::s3::multipart::{self, Upload};
use crate::services::s3::{ask, encryption};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};

/// ListParts.
#[derive(Debug)]
pub struct ListParts;

/// Which page.
#[derive(Debug)]
pub struct Input {
    upload_id: String,
    marker: u32,
    limit: usize,
}

/// A page.
#[derive(Debug)]
pub struct Output {
    upload: Upload,
    parts: Vec<StoredPart>,
    truncated: bool,
    marker: u32,
    limit: usize,
}

impl Operation for ListParts {
    const ROW: Row = Row::rest(
        "ListParts",
        Route::Rest("GET", Shape::Object, &[Needs::Query("uploadId")]),
        "s3:ListMultipartUploadParts",
        "REST.GET.UPLOAD",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let query = &call.head.query;
        let limit = page_number(query, "max-parts", MAX_ITEMS)?;
        let marker = page_number(query, "part-number-marker", 0)?;
        Ok(Input {
            upload_id: multipart::upload_id(call.head),
            marker: u32::try_from(marker).unwrap_or(u32::MAX),
            limit: limit.min(MAX_ITEMS),
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        multipart::known(call, view, &input.upload_id)?;
        Ok(Asks::one(ask::object(
            Self::ROW.action,
            view,
            &call.target.key,
        )))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let view = call.target.view()?;
        let upload = multipart::in_progress(call, view, &input.upload_id)?;
        encryption::for_read(call, view, &upload.record.key, &upload.record.encryption)?;
        let limit = input.limit;
        let mut parts = parts::stored(call.world, &input.upload_id, input.marker, limit + 1)?;
        let truncated = parts.len() > limit;
        parts.truncate(limit);
        Ok(Output {
            upload,
            parts,
            truncated,
            marker: input.marker,
            limit: input.limit,
        })
    }

    fn reply(_: &Call<'_>, page: Output) -> Result<Reply, Failure> {
        let upload = &page.upload.record;
        let last = page.parts.last().map_or(0, |part| part.record.number);
        let mut xml = Writer::new();
        xml.open_in("ListPartsResult", S3_NAMESPACE);
        xml.text_element("Bucket", &upload.bucket);
        xml.text_element("Key", &upload.key);
        xml.text_element("UploadId", &upload.upload_id);
        multipart::write_people(&mut xml, upload);
        xml.text_element("StorageClass", &upload.storage_class);
        xml.text_element("PartNumberMarker", page.marker.to_string());
        xml.text_element("NextPartNumberMarker", last.to_string());
        xml.text_element("MaxParts", page.limit.to_string());
        xml.text_element("IsTruncated", page.truncated.to_string());
        xml.optional_element("ChecksumAlgorithm", upload.checksum_algorithm.as_deref());
        xml.optional_element("ChecksumType", upload.checksum_kind.as_deref());
        for part in &page.parts {
            write(&mut xml, part, page.upload.algorithm());
        }
        Ok(Reply::xml(xml.finish()))
    }
}

/// Checksums are shown when the upload was begun with an algorithm.
fn write(xml: &mut Writer, part: &StoredPart, algorithm: Option<Algorithm>) {
    let part = &part.record;
    let modified = Timestamp::from_millis(part.last_modified_ms);
    xml.open("Part");
    xml.text_element("PartNumber", part.number.to_string());
    xml.text_element("LastModified", time_format::iso_millis(modified));
    xml.text_element("ETag", format!("\"{}\"", part.etag));
    xml.text_element("Size", part.size.to_string());
    if let Some(algorithm) = algorithm {
        xml.optional_element(algorithm.element(), part.checksums.get(algorithm.name()));
    }
    xml.close();
}
