//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>

use std::collections::BTreeSet;

use crate::auth::authorize::Permit;
use crate::base::Failure;
use crate::protocol::checksum::Algorithm;
use crate::protocol::uri;
use crate::protocol::xml::{MAX_DOCUMENT_BYTES, S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::multipart::assemble::{Announced, Assembled, assemble};
use crate::services::s3::multipart::manifest::{self, Listed};
use crate::services::s3::multipart::parts::{self, StoredPart};
use crate::services::s3::multipart::{self, Upload};
use crate::services::s3::objects::{self, WriteCondition, Written};
use crate::services::s3::write::{self, Creates};
use crate::services::s3::{MAX_PARTS, encryption, errors, lock};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::Commit;
use crate::storage::blobs::BlobId;
use crate::storage::key_layout::Key;
use crate::storage::records::{Body, ObjectRecord, Versioning};

/// CompleteMultipartUpload.
#[derive(Debug)]
pub struct CompleteMultipartUpload;

/// What the head says.
#[derive(Debug)]
pub struct Input {
    upload_id: String,
    announced: Announced,
    condition: WriteCondition,
}

/// The object, and whether its checksum is shown.
#[derive(Debug)]
pub struct Output {
    written: Written,
    shows_checksum: bool,
}

impl Operation for CompleteMultipartUpload {
    const ROW: Row = Row::rest(
        "CompleteMultipartUpload",
        Route::Rest("POST", Shape::Object, &[Needs::Query("uploadId")]),
        "s3:PutObject",
        "REST.POST.UPLOAD",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        Ok(Input {
            upload_id: multipart::upload_id(call.head),
            announced: Announced::read(call.head)?,
            condition: write::condition(&call.head.headers)?,
        })
    }

    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let view = call.target.view()?;
        let ask = multipart::step_ask(call, view, &input.upload_id, Creates::Object)?;
        Ok(Asks::one(ask))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let view = call.target.view()?;
        // The digests in the head are those of the object, not of this document.
        let document = call.body.collect(MAX_DOCUMENT_BYTES).await?;
        let listed = manifest::read(&document)?;
        for _ in 0..objects::ATTEMPTS {
            let Some(upload) = multipart::known(call, view, &input.upload_id)? else {
                return repeated(call, view, &input.upload_id, &listed);
            };
            if let Some(output) = complete(call, view, &upload, &input, &listed).await? {
                return Ok(output);
            }
        }
        Err(errors::operation_aborted())
    }

    fn reply(call: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let record = &output.written.record;
        let mut xml = Writer::new();
        xml.open_in("CompleteMultipartUploadResult", S3_NAMESPACE);
        xml.text_element("Location", location(call));
        xml.text_element("Bucket", &call.target.bucket);
        xml.text_element("Key", &call.target.key);
        xml.text_element("ETag", format!("\"{}\"", record.etag));
        if output.shows_checksum
            && let Some(checksum) = &record.checksum
            && let Some(algorithm) = Algorithm::parse(&checksum.algorithm)
        {
            xml.text_element(algorithm.element(), &checksum.value);
            xml.text_element("ChecksumType", &checksum.kind);
        }
        let reply = encryption::write(Reply::xml(xml.finish()), &record.encryption);
        Ok(if output.written.versioned {
            reply.named("x-amz-version-id", objects::shown_version(record))
        } else {
            reply
        })
    }
}

/// Completes an upload as it is now; `None` when it changed meanwhile.
async fn complete(
    call: &Call<'_>,
    view: &BucketView,
    upload: &Upload,
    input: &Input,
    listed: &[Listed],
) -> Result<Option<Output>, Failure> {
    let record = &upload.record;
    encryption::for_read(call, view, &record.key, &record.encryption)?;
    input.announced.check_kind(upload)?;
    let stored = parts::stored(call.world, &record.upload_id, 0, MAX_PARTS)?;
    let assembled = assemble(upload, listed, &stored)?;
    input.announced.check(upload, &assembled)?;
    let condition = WriteCondition {
        began_over: Some(record.began_over.clone()),
        ..input.condition.clone()
    };
    let part_count = u32::try_from(assembled.parts.len()).unwrap_or(u32::MAX);
    let object = object(call, view, upload, &assembled, part_count);
    let (claim, unlisted) = claim(upload, &assembled, &stored);
    let written =
        objects::put_with(call.world, view, &record.key, object, &condition, &claim).await?;
    let Some(written) = written else {
        return Ok(None);
    };
    call.world.blobs.delete(&unlisted);
    // A part may have come between the look and the commit; from now on none can.
    parts::remove(call.world, &record.upload_id, part_count).await?;
    Ok(Some(Output {
        shows_checksum: shows_checksum(upload.algorithm(), &written.record),
        written,
    }))
}

fn object(
    call: &Call<'_>,
    view: &BucketView,
    upload: &Upload,
    assembled: &Assembled,
    part_count: u32,
) -> ObjectRecord {
    let record = &upload.record;
    let etag = assembled.etag.clone();
    ObjectRecord {
        size: assembled.size,
        etag: etag.unwrap_or_else(|| format!("{}-{part_count}", objects::opaque_etag(call.world))),
        last_modified_ms: call.now.millis(),
        storage_class: record.storage_class.clone(),
        body: Body::Parts {
            upload_id: record.upload_id.clone(),
            part_count,
        },
        checksum: Some(assembled.checksum.clone()),
        user_metadata: record.user_metadata.clone(),
        headers: record.headers.clone(),
        encryption: record.encryption.clone(),
        owner: record.owner.clone(),
        acl: record.acl.clone(),
        tags: record.tags.clone(),
        lock: lock::for_completion(view, record, call.now),
        parts_count: Some(part_count),
        ..ObjectRecord::default()
    }
}

/// Takes the upload away and brings the listed parts under their positions, provided that none of them changed; the
/// other parts go. Gives also the bodies that nobody names afterwards.
fn claim(upload: &Upload, assembled: &Assembled, stored: &[StoredPart]) -> (Commit, Vec<BlobId>) {
    let upload_id = upload.record.upload_id.as_str();
    let listed: BTreeSet<u32> = (assembled.parts.iter())
        .map(|part| part.record.number)
        .collect();
    let mut commit = Commit::new()
        .expect_equals(upload.key.clone(), upload.bytes.clone())
        .delete(upload.key.clone());
    let mut unlisted = Vec::new();
    for part in stored {
        commit = commit.expect_equals(part.key.clone(), part.bytes.clone());
        if !listed.contains(&part.record.number) {
            unlisted.push(part.record.blob);
        }
        if part.record.number as usize > assembled.parts.len() {
            commit = commit.delete(part.key.clone());
        }
    }
    let known: BTreeSet<u32> = stored.iter().map(|part| part.record.number).collect();
    for (part, position) in assembled.parts.iter().zip(1_u32..) {
        let key = Key::part(upload_id, position).encode();
        if !known.contains(&position) {
            commit = commit.expect_absent(key.clone());
        }
        if part.record.number != position {
            commit = commit.put(key, part.bytes.clone());
        }
    }
    (commit, unlisted)
}

/// An exact repeat of a completion succeeds as long as the version that it made is there.
fn repeated(
    call: &Call<'_>,
    view: &BucketView,
    upload_id: &str,
    listed: &[Listed],
) -> Result<Output, Failure> {
    let gone = || errors::no_such_upload(upload_id);
    let made_by = |record: &ObjectRecord| matches!(&record.body, Body::Parts { upload_id: of, .. } if of == upload_id);
    let bucket = view.record.name.as_str();
    let found = objects::find_version(call.world, bucket, &call.target.key, made_by)?;
    let record = found.ok_or_else(gone)?.record;
    let parts = objects::parts_of(call.world, &record)?;
    let same = parts.len() == listed.len()
        && parts
            .iter()
            .zip(listed)
            .all(|(part, listed)| part.number == listed.number && part.etag == listed.etag);
    if !same {
        return Err(gone());
    }
    encryption::for_read(call, view, &call.target.key, &record.encryption)?;
    let chosen = record
        .checksum
        .as_ref()
        .and_then(|checksum| Algorithm::parse(&checksum.algorithm))
        .filter(|algorithm| *algorithm != Algorithm::Crc64Nvme);
    Ok(Output {
        shows_checksum: shows_checksum(chosen, &record),
        written: Written {
            record,
            versioned: view.record.versioning != Versioning::Unversioned,
        },
    })
}

/// S3 shows no checksum of objects under KMS keys when none was chosen.
fn shows_checksum(chosen: Option<Algorithm>, record: &ObjectRecord) -> bool {
    chosen.is_some() || encryption::etag_is_md5(&record.encryption)
}

/// Where the object is, in the form that the request came in. The answer came over plain HTTP, so a link does too.
fn location(call: &Call<'_>) -> String {
    let host = call.head.host().unwrap_or_default();
    let key = uri::encode_query(&call.target.key);
    if call.target.virtual_host {
        format!("http://{host}/{key}")
    } else {
        format!("http://{host}/{}/{key}", call.target.bucket)
    }
}
