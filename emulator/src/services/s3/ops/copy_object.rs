//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use std::collections::BTreeMap;

use crate::auth::authorize::Permit;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::checksum::{Algorithm, Kind};
use crate::protocol::request::Head;
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::reply::Reply;
use crate::services::s3::buckets::{BucketView, configuration};
use crate::services::s3::copy::{self, MAX_COPY_BYTES, Opened, Source};
use crate::services::s3::encryption::{self, Wanted};
use crate::services::s3::object_headers::ObjectHeaders;
use crate::services::s3::objects::{self, Written};
use crate::services::s3::upload::{Digests, NewBlob};
use crate::services::s3::write::{self, Creates, WriteHead};
use crate::services::s3::{acl, ask, errors, lock};
use crate::services::service::{Asks, Call, Needs, Operation, Route, Row, Shape, erase};
use crate::storage::key_layout::Key;
use crate::storage::records::{Body, Checksum, Encryption, ObjectRecord};

/// CopyObject.
#[derive(Debug)]
pub struct CopyObject;

/// Whether something comes from the source or from the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directive {
    Copy,
    Replace,
}

/// What the head says.
#[derive(Debug)]
pub struct Input {
    source: Source,
    write: WriteHead,
    encryption: Wanted,
    metadata: Directive,
    tagging: Directive,
    algorithm: Option<Algorithm>,
}

/// What was made of what.
#[derive(Debug)]
pub struct Output {
    written: Written,
    source: ObjectRecord,
}

impl Operation for CopyObject {
    const ROW: Row = Row::rest(
        "CopyObject",
        Route::Rest("PUT", Shape::Object, &[Needs::Header("x-amz-copy-source")]),
        "s3:PutObject",
        "REST.COPY.OBJECT",
        erase::<Self>(),
    );
    type Input = Input;
    type Output = Output;

    fn parse(call: &Call<'_>) -> Result<Input, Failure> {
        let head = call.head;
        write::refuse_part_parameters(head)?;
        let algorithm = head
            .header("x-amz-checksum-algorithm")
            .map(|name| Algorithm::parse(name).ok_or_else(errors::unknown_checksum_algorithm));
        Ok(Input {
            source: Source::read(head)?,
            write: WriteHead::read(head)?,
            encryption: Wanted::read(head)?,
            metadata: directive(
                head,
                "x-amz-metadata-directive",
                errors::unknown_metadata_directive,
            )?,
            tagging: directive(
                head,
                "x-amz-tagging-directive",
                errors::unknown_tagging_directive,
            )?,
            algorithm: algorithm.transpose()?,
        })
    }

    /// Condition keys of headers belong to the target, and tags of the source are not looked at.
    fn asks(call: &Call<'_>, input: &Input) -> Result<Asks, Failure> {
        let (view, source) = (call.target.view()?, &input.source);
        let source_view = source.view(call)?;
        let copies_tags = input.tagging == Directive::Copy
            && source
                .find(call, &source_view)?
                .is_some_and(|record| !record.tags.is_empty());
        let read = source.ask(&source_view, "s3:GetObject", "s3:GetObjectVersion");
        let mut asks = vec![source.with_acl(call, &source_view, read)?];
        let none = BTreeMap::new();
        let tags = match input.tagging {
            Directive::Copy => &none,
            Directive::Replace => &input.write.tags,
        };
        if copies_tags {
            asks.push(source.ask(
                &source_view,
                "s3:GetObjectTagging",
                "s3:GetObjectVersionTagging",
            ));
        }
        asks.extend(write::asks(call, view, tags, Creates::Object)?);
        if copies_tags {
            asks.push(ask::object("s3:PutObjectTagging", view, &call.target.key));
        }
        Ok(Asks::Each(asks))
    }

    async fn run(call: &Call<'_>, _permit: Permit, input: Input) -> Result<Output, Failure> {
        let (view, key) = (call.target.view()?, call.target.key.as_str());
        write::bucket_rules(call, view)?;
        let new = acl::new_object(call, view, &input.write.acl)?;
        let lock = lock::for_write(call, view, input.write.lock)?;
        let source_view = input.source.view(call)?;
        let onto_itself = input.source.version_id.is_none()
            && (source_view.record.name.as_str(), input.source.key.as_str())
                == (view.record.name.as_str(), key);
        let opened = input.source.open(call, &source_view)?;
        if opened.record.size > MAX_COPY_BYTES {
            return Err(errors::copy_source_too_large());
        }
        let encryption = encryption::for_write(call, view, key, &input.encryption).await?;
        let changes = input.metadata == Directive::Replace
            || names_a_change(call.head)
            || encryption != opened.record.encryption
            || has_own_default(call, view)?;
        if onto_itself && !changes {
            return Err(errors::copy_to_itself());
        }
        let algorithm = algorithm(input.algorithm, &opened.record);
        let copied = copied(call, &opened, algorithm, &encryption).await?;
        let source = opened.record;
        let (system, user) = match input.metadata {
            Directive::Replace => (input.write.headers.system, input.write.headers.user),
            Directive::Copy => {
                let ObjectHeaders { system: asked, .. } = input.write.headers;
                let mut system = source.headers.clone();
                // A redirect is never copied.
                system.website_redirect = asked.website_redirect;
                (system, source.user_metadata.clone())
            }
        };
        let record = ObjectRecord {
            size: source.size,
            etag: copied.etag,
            last_modified_ms: call.now.millis(),
            storage_class: input.write.storage_class,
            body: Body::Single {
                blob: copied.blob.id(),
            },
            checksum: Some(copied.checksum),
            user_metadata: user,
            headers: system,
            encryption,
            owner: new.owner,
            acl: new.acl,
            lock,
            tags: match input.tagging {
                Directive::Copy => source.tags.clone(),
                Directive::Replace => input.write.tags,
            },
            ..ObjectRecord::default()
        };
        let written = objects::put(call.world, view, key, record, &input.write.condition).await?;
        copied.blob.keep();
        Ok(Output { written, source })
    }

    fn reply(_: &Call<'_>, output: Output) -> Result<Reply, Failure> {
        let record = &output.written.record;
        let modified = Timestamp::from_millis(record.last_modified_ms);
        let mut xml = Writer::new();
        xml.open_in("CopyObjectResult", S3_NAMESPACE);
        xml.text_element("LastModified", time_format::iso_millis(modified));
        xml.text_element("ETag", format!("\"{}\"", record.etag));
        if let Some(checksum) = &record.checksum
            && let Some(algorithm) = Algorithm::parse(&checksum.algorithm)
        {
            xml.text_element(algorithm.element(), &checksum.value);
            xml.text_element("ChecksumType", &checksum.kind);
        }
        let reply = encryption::write_chosen(Reply::xml(xml.finish()), &record.encryption);
        let reply = copy::write_source_version(reply, &output.source);
        Ok(if output.written.versioned {
            reply.named("x-amz-version-id", objects::shown_version(record))
        } else {
            reply
        })
    }
}

fn directive(
    head: &Head,
    header: &str,
    unknown: fn(&str) -> Failure,
) -> Result<Directive, Failure> {
    match head.header(header) {
        None | Some("COPY") => Ok(Directive::Copy),
        Some("REPLACE") => Ok(Directive::Replace),
        Some(other) => Err(unknown(other)),
    }
}

/// Headers that make a copy onto itself legal by being there.
fn names_a_change(head: &Head) -> bool {
    const HEADERS: [&str; 3] = [
        "x-amz-storage-class",
        "x-amz-website-redirect-location",
        "x-amz-server-side-encryption",
    ];
    HEADERS
        .iter()
        .any(|header| head.headers.contains_key(*header))
}

/// With a default encryption of the bucket's own, S3 takes every copy for a change of encryption.
fn has_own_default(call: &Call<'_>, view: &BucketView) -> Result<bool, Failure> {
    let key = Key::bucket_configuration(view.record.name.as_str(), configuration::ENCRYPTION);
    Ok(call.world.metadata.get(&key.encode())?.is_some())
}

/// The algorithm that was asked for, or else the source's.
fn algorithm(asked: Option<Algorithm>, source: &ObjectRecord) -> Algorithm {
    let of_source = source
        .checksum
        .as_ref()
        .and_then(|checksum| Algorithm::parse(&checksum.algorithm));
    asked.or(of_source).unwrap_or(Algorithm::Crc64Nvme)
}

/// The copied body and its digests.
#[derive(Debug)]
struct Copied {
    blob: NewBlob,
    etag: String,
    checksum: Checksum,
}

async fn copied(
    call: &Call<'_>,
    opened: &Opened,
    algorithm: Algorithm,
    target: &Encryption,
) -> Result<Copied, Failure> {
    let source = &opened.record;
    let whole = 0..opened.lease.len();
    let opaque = !encryption::etag_is_md5(target);
    if let Some((etag, checksum)) = known_digests(source, algorithm, opaque) {
        let (blob, _) = copy::transfer(call, &opened.lease, whole, None).await?;
        return Ok(Copied {
            blob,
            etag: if opaque {
                objects::opaque_etag(call.world)
            } else {
                etag
            },
            checksum,
        });
    }
    let digests = Some(Digests::new([algorithm]));
    let (blob, digests) = copy::transfer(call, &opened.lease, whole, digests).await?;
    let (md5, checksums) = digests
        .map(Digests::finalize)
        .ok_or_else(errors::internal)?;
    let checksum = checksums.first().ok_or_else(errors::internal)?;
    Ok(Copied {
        blob,
        etag: if opaque {
            objects::opaque_etag(call.world)
        } else {
            md5.hex()
        },
        checksum: Checksum {
            algorithm: algorithm.name().to_owned(),
            value: checksum.base64(),
            kind: Kind::FullObject.name().to_owned(),
        },
    })
}

/// Entity tag and checksum of the source, when they are those of its bytes and nothing else is wanted: then nothing
/// is computed again.
fn known_digests(
    source: &ObjectRecord,
    algorithm: Algorithm,
    opaque: bool,
) -> Option<(String, Checksum)> {
    let md5_is_known =
        matches!(source.body, Body::Single { .. }) && encryption::etag_is_md5(&source.encryption);
    let checksum = source.checksum.as_ref().filter(|checksum| {
        checksum.algorithm == algorithm.name() && checksum.kind == Kind::FullObject.name()
    })?;
    (opaque || md5_is_known).then(|| (source.etag.clone(), checksum.clone()))
}
