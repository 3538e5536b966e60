//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html>

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::checksum::Checksum;
use crate::services::reply::Reply;
use crate::services::s3::multipart::{self, Upload, parts};
use crate::services::s3::upload::{self, Promises};
use crate::services::s3::write::{self, Creates};
use crate::services::s3::{encryption, lock, objects};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::records::PartRecord;

/// UploadPart.
#[derive(Debug)]
pub struct UploadPart;

/// Which part.
#[derive(Debug)]
pub struct Input {
    upload_id: String,
    number: u32,
    promises: Promises,
}

/// What was stored.
#[derive(Debug)]
pub struct Output {
    upload: Upload,
    part: PartRecord,
    shown: Checksum,
}

impl Operation for UploadPart {
    const ROW: Row = Row::rest(
        "UploadPart",
        Route::Rest(
            "PUT",
            Shape::Object,
            &[Needs::Query("partNumber"), Needs::Query("uploadId")],
        ),
        "s3:PutObject",
        "REST.PUT.PART",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        multipart::refuse_creation_headers(call.head)?;
        Ok(Input {
            upload_id: multipart::upload_id(call.head),
            number: multipart::part_number(call.head)?,
            promises: Promises::read(call.head, false)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let ask = multipart::step_ask(call, view, &input.upload_id, Creates::Upload)?;
        Ok(Asks::one(ask))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        write::bucket_rules(call, view)?;
        let upload = multipart::in_progress(call, view, &input.upload_id)?;
        encryption::for_read(call, view, key, &upload.record.encryption)?;
        let lock = lock::for_completion(view, &upload.record, call.now);
        lock::require_digest(call.head, &lock, lock::Body::Part)?;
        let promises = parts::promises(&upload, input.promises)?;
        let received = upload::receive(call.world, call.body, &promises).await?;
        let etag = if encryption::etag_is_md5(&upload.record.encryption) {
            received.md5.hex()
        } else {
            objects::opaque_etag(call.world)
        };
        let part = PartRecord {
            number: input.number,
            size: received.size,
            etag,
            last_modified_ms: call.now.millis(),
            blob: received.blob.id(),
            checksums: parts::checksums(parts::kept(&received)),
        };
        parts::put(call.world, &upload, &part).await?;
        received.blob.keep();
        Ok(Output {
            upload,
            part,
            shown: received.checksum,
        })
    }

    fn reply(_: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let shown = output.shown;
        Ok(parts::reply(&output.upload.record, &output.part.etag)
            .named(shown.algorithm().header(), shown.base64()))
    }
}
