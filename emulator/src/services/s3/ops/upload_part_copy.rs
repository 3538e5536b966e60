//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>

use std::ops::Range;

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::checksum::Algorithm;
use crate::protocol::range;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::copy::{self, MAX_COPY_BYTES, Source};
use crate::services::s3::multipart::{self, Upload, parts};
use crate::services::s3::upload::Digests;
use crate::services::s3::write::{self, Creates};
use crate::services::s3::{context_keys, encryption, errors, objects};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::{ObjectRecord, PartRecord};

/// UploadPartCopy.
#[derive(Debug)]
pub struct UploadPartCopy;

/// Which part, from where.
#[derive(Debug)]
pub struct Input {
    upload_id: String,
    number: u32,
    source: Source,
    range: Option<(u64, u64)>,
}

/// What was stored.
#[derive(Debug)]
pub struct Output {
    upload: Upload,
    part: PartRecord,
    source: ObjectRecord,
}

impl Operation for UploadPartCopy {
    const ROW: Row = Row::rest(
        "UploadPartCopy",
        Route::Rest(
            "PUT",
            Shape::Object,
            &[
                Needs::Query("partNumber"),
                Needs::Query("uploadId"),
                Needs::Header("x-amz-copy-source"),
            ],
        ),
        "s3:PutObject",
        "REST.COPY.PART",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        multipart::refuse_creation_headers(call.head)?;
        let range = call.head.header("x-amz-copy-source-range").map(|text| {
            range::parse_copy_source(text).ok_or_else(|| errors::invalid_copy_range(text))
        });
        Ok(Input {
            upload_id: multipart::upload_id(call.head),
            number: multipart::part_number(call.head)?,
            source: Source::read(call.head)?,
            range: range.transpose()?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let (view, source) = (call.target.view()?, &input.source);
        let source_view = source.view(call)?;
        let read = source.ask(&source_view, "s3:GetObject", "s3:GetObjectVersion");
        let read = source.with_acl(call, &source_view, read)?;
        let found = source.find(call, &source_view)?;
        let read = match found {
            Some(record) => context_keys::of_existing_tags(read, &record.tags),
            None => read,
        };
        let write = multipart::step_ask(call, view, &input.upload_id, Creates::Upload)?;
        Ok(Asks::Each(vec![read, write]))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        write::bucket_rules(call, view)?;
        let upload = multipart::in_progress(call, view, &input.upload_id)?;
        encryption::for_read(call, view, key, &upload.record.encryption)?;
        let source_view = input.source.view(call)?;
        let opened = input.source.open(call, &source_view)?;
        let range = selected(call, input.range, opened.record.size)?;
        let size = range.end - range.start;
        let algorithm = upload.algorithm().unwrap_or(Algorithm::Crc64Nvme);
        let digests = Some(Digests::new([algorithm]));
        let (blob, digests) = copy::transfer(call, &opened.lease, range, digests).await?;
        let (md5, checksums) = digests
            .map(Digests::finalize)
            .ok_or_else(errors::internal)?;
        let checksum = checksums.first().ok_or_else(errors::internal)?;
        let part = PartRecord {
            number: input.number,
            size,
            etag: if encryption::etag_is_md5(&upload.record.encryption) {
                md5.hex()
            } else {
                objects::opaque_etag(call.world)
            },
            last_modified_ms: call.now.millis(),
            blob: blob.id(),
            checksums: parts::checksums(*checksum),
        };
        parts::put(call.world, &upload, &part).await?;
        blob.keep();
        Ok(Output {
            upload,
            part,
            source: opened.record,
        })
    }

    fn reply(_: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let part = &output.part;
        let modified = Timestamp::from_millis(part.last_modified_ms);
        let mut xml = Writer::new();
        xml.open_in("CopyPartResult", S3_NAMESPACE);
        xml.text_element("LastModified", time_format::iso_millis(modified));
        xml.text_element("ETag", format!("\"{}\"", part.etag));
        if let Some(algorithm) = output.upload.algorithm() {
            xml.optional_element(algorithm.element(), part.checksums.get(algorithm.name()));
        }
        let reply = encryption::write(Reply::xml(xml.finish()), &output.upload.record.encryption);
        Ok(copy::write_source_version(reply, &output.source))
    }
}

/// The bytes of the source that become the part. Unlike a read's range, this one must lie inside.
fn selected(call: &Call<'_>, range: Option<(u64, u64)>, size: u64) -> Result<Range<u64>, Failure> {
    let selected = match range {
        None => 0..size,
        Some((first, _)) if first >= size => return Err(errors::copy_range_outside()),
        Some((_, last)) if last >= size => {
            let text = call.head.header("x-amz-copy-source-range");
            return Err(errors::copy_range_too_long(text.unwrap_or_default(), size));
        }
        Some((first, last)) => first..last + 1,
    };
    if selected.end - selected.start > MAX_COPY_BYTES {
        return Err(errors::copy_source_too_large());
    }
    Ok(selected)
}
