//! What GetObject and HeadObject share: which version, which bytes, which headers.

use std::sync::OnceLock;

use http::StatusCode;

use super::objects::{self, Stored};
use super::{acl, ask, context_keys, encryption, errors, lock, object_headers};
use crate::auth::authorize::Ask;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::checksum::{Algorithm, Kind};
use crate::protocol::conditional::{Outcome, Preconditions};
use crate::protocol::range::{self, Selection};
use crate::services::reply::Reply;
use crate::services::s3::buckets::BucketView;
use crate::services::service::{Asks, Call};
use crate::storage::records::{Body, Checksum, ObjectLock, ObjectRecord, PartRecord, Versioning};

/// The parameters that override an answer's headers.
const OVERRIDES: [(&str, &str); 6] = [
    ("response-cache-control", "cache-control"),
    ("response-content-disposition", "content-disposition"),
    ("response-content-encoding", "content-encoding"),
    ("response-content-language", "content-language"),
    ("response-content-type", "content-type"),
    ("response-expires", "expires"),
];
const SSE_C: &str = "x-amz-server-side-encryption-customer-algorithm";

/// What a read asks for.
#[derive(Debug)]
pub struct ReadInput {
    version_id: Option<String>,
    part_number: Option<u32>,
    found: OnceLock<Option<Stored>>,
}

impl ReadInput {
    /// Reads a read's parameters.
    ///
    /// # Errors
    /// Parameters that S3 refuses.
    pub fn read(call: &Call<'_>) -> Result<Self, Failure> {
        let version_id = call.head.query.get("versionId").map(str::to_owned);
        if let Some(id) = &version_id {
            objects::check_version_id(id)?;
        }
        let part_number = match call.head.query.get("partNumber") {
            None => None,
            Some(text) => Some(part_number(text)?),
        };
        if part_number.is_some() && call.head.headers.contains_key("range") {
            return Err(errors::range_and_part());
        }
        let anonymous = call.authority.identity().is_anonymous();
        if anonymous
            && OVERRIDES
                .iter()
                .any(|(parameter, _)| call.head.query.has(parameter))
        {
            return Err(errors::anonymous_override());
        }
        Ok(Self {
            version_id,
            part_number,
            found: OnceLock::new(),
        })
    }

    /// The pair that the read needs, with the tags of what it would read.
    ///
    /// # Errors
    /// A store that fails.
    pub fn ask(&self, call: &Call<'_>, view: &BucketView) -> Result<Ask, Failure> {
        let key = call.target.key.as_str();
        let found = self.look(call, view)?;
        let ask = match &self.version_id {
            None => ask::object("s3:GetObject", view, key),
            Some(id) => {
                ask::object("s3:GetObjectVersion", view, key).key("s3:VersionId", id.as_str())
            }
        };
        let ask = match &found {
            Some(stored) => context_keys::of_existing_tags(ask, &stored.record.tags),
            None => ask,
        };
        let version = found.as_ref().map(|stored| &stored.record);
        let ask = acl::evidence::of_object(ask, view, version);
        let _ = self.found.set(found);
        Ok(ask)
    }

    /// What a read asks before it is allowed. A delete marker has nothing to read, so that it is shown to whoever may
    /// list the bucket, even when reads are denied.
    ///
    /// # Errors
    /// A store that fails.
    pub fn asks(&self, call: &Call<'_>, view: &BucketView) -> Result<Asks, Failure> {
        let read = self.ask(call, view)?;
        let found = self.found.get().and_then(Option::as_ref);
        let is_marker = found.is_some_and(|stored| stored.record.delete_marker);
        if is_marker && !call.authority.allows(&read) {
            let list = ask::bucket("s3:ListBucket", view);
            if call.authority.allows(&list) {
                return Ok(Asks::one(list));
            }
        }
        Ok(Asks::one(read))
    }

    /// The version as it is now.
    ///
    /// # Errors
    /// A store that fails.
    pub fn look(&self, call: &Call<'_>, view: &BucketView) -> Result<Option<Stored>, Failure> {
        let (bucket, key) = (view.record.name.as_str(), call.target.key.as_str());
        match &self.version_id {
            None => objects::current(call.world, bucket, key),
            Some(id) => objects::version(call.world, bucket, key, id),
        }
    }

    /// The version that the permission was asked for.
    pub fn found(&mut self) -> Option<Stored> {
        self.found.take().flatten()
    }

    /// The part that is asked for.
    pub fn part_number(&self) -> Option<u32> {
        self.part_number
    }

    /// The version to read, once the caller may.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers.
    pub fn record(
        &self,
        call: &Call<'_>,
        view: &BucketView,
        found: Option<Stored>,
    ) -> Result<ObjectRecord, Failure> {
        let key = call.target.key.as_str();
        match (found, &self.version_id) {
            (None, None) => Err(missing_key(call, view, key)),
            (None, Some(id)) => Err(match missing_key(call, view, key) {
                failure if failure.status() == 404 => errors::no_such_version(key, id),
                failure => failure,
            }),
            (Some(stored), id) if stored.record.delete_marker => {
                Err(delete_marker(call, view, &stored.record, id.is_some()))
            }
            (Some(stored), _) => Ok(stored.record),
        }
    }
}

/// What a reader of a delete marker is told.
pub fn delete_marker(
    call: &Call<'_>,
    view: &BucketView,
    marker: &ObjectRecord,
    by_version: bool,
) -> Failure {
    let failure = if by_version {
        let made = Timestamp::from_millis(marker.last_modified_ms);
        errors::method_not_allowed(call.head.method.as_str(), "DeleteMarker")
            .header("last-modified", time_format::http_date(made))
            .header("allow", "DELETE")
    } else {
        missing_key(call, view, &call.target.key)
    };
    if failure.status() == 403 {
        // Whoever may not list learns nothing about versions.
        return failure;
    }
    failure
        .header("x-amz-delete-marker", "true")
        .header("x-amz-version-id", objects::shown_version(marker))
}

fn part_number(text: &str) -> Result<u32, Failure> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=10_000).contains(number));
    number.ok_or_else(|| errors::invalid_part_number(text))
}

/// A missing key is 404 for those who may list the bucket, and a missing permission for all others.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
pub fn missing_key(call: &Call<'_>, view: &BucketView, key: &str) -> Failure {
    match call.authority.permit(&[ask::bucket("s3:ListBucket", view)]) {
        Ok(_) => errors::no_such_key(key),
        Err(refusal) => errors::refused(&refusal),
    }
}

/// What is sent: the status, the headers, and which bytes of the object.
#[derive(Debug)]
pub struct Answer {
    /// Status and headers.
    pub reply: Reply,
    /// First byte and number of bytes.
    pub span: (u64, u64),
}

/// Checks conditions, state and permission to decrypt, and writes the head of the answer.
///
/// # Errors
/// Conditions that do not hold, archived objects, keys that the caller may not use, ranges without bytes.
pub fn answer(
    call: &Call<'_>,
    view: &BucketView,
    record: &ObjectRecord,
    part: Option<u32>,
) -> Result<Answer, Failure> {
    conditions(call, record)?;
    refuse_customer_key(call)?;
    let is_get = call.head.method == http::Method::GET;
    let wants_checksum = call
        .head
        .header("x-amz-checksum-mode")
        .is_some_and(|mode| mode.eq_ignore_ascii_case("enabled"));
    if is_get && object_headers::is_archive(&record.storage_class) {
        return Err(errors::invalid_object_state(&record.storage_class));
    }
    if is_get || wants_checksum {
        encryption::for_read(call, view, &call.target.key, &record.encryption)?;
    }
    let selected = match part {
        Some(number) => Selected::Part(part_span(call, record, number)?),
        None => Selected::Bytes,
    };
    let (status, span, content_range) = span(call, record, &selected)?;
    let mut reply = describe(call, view, Reply::empty(status), record);
    if wants_checksum {
        reply = selected_checksum(reply, record, &selected, status, span);
    }
    if part.is_some() {
        reply = reply.maybe(
            "x-amz-mp-parts-count",
            record.parts_count.map(|count| count.to_string()),
        );
    }
    reply = reply
        .maybe("content-range", content_range)
        .named("content-length", span.1.to_string());
    for (parameter, header) in OVERRIDES {
        reply = reply.maybe(header, call.head.query.get(parameter));
    }
    Ok(Answer { reply, span })
}

/// No object here has a customer's key.
///
/// # Errors
/// `InvalidRequest`.
pub fn refuse_customer_key(call: &Call<'_>) -> Result<(), Failure> {
    if call.head.headers.contains_key(SSE_C) {
        return Err(errors::encryption_not_applicable());
    }
    Ok(())
}

/// The conditions of a read.
///
/// # Errors
/// `PreconditionFailed`, or 304.
pub fn conditions(call: &Call<'_>, record: &ObjectRecord) -> Result<(), Failure> {
    let preconditions = Preconditions::read(&call.head.headers);
    let last_modified = Timestamp::from_millis(record.last_modified_ms);
    match preconditions.evaluate(&record.etag, last_modified.seconds(), call.now.seconds()) {
        Outcome::Proceed => Ok(()),
        Outcome::PreconditionFailed(condition) => Err(errors::precondition_failed(condition)),
        Outcome::NotModified => Err(Failure::new(304, "NotModified", "Not Modified")
            .header("etag", format!("\"{}\"", record.etag))
            .header("last-modified", time_format::http_date(last_modified))),
    }
}

type Span = (StatusCode, (u64, u64), Option<String>);

/// What of the object is asked for.
#[derive(Debug)]
enum Selected {
    /// All of it, or a range.
    Bytes,
    /// One part; objects that were not uploaded in parts are one.
    Part(PartSpan),
}

/// Where a part is.
#[derive(Debug)]
struct PartSpan {
    start: u64,
    length: u64,
    record: Option<PartRecord>,
}

fn span(call: &Call<'_>, record: &ObjectRecord, selected: &Selected) -> Result<Span, Failure> {
    let size = record.size;
    let partial = |start: u64, length: u64| {
        let shown = format!(
            "bytes {start}-{}/{size}",
            (start + length).saturating_sub(1)
        );
        (StatusCode::PARTIAL_CONTENT, (start, length), Some(shown))
    };
    if let Selected::Part(part) = selected {
        return Ok(if part.length == 0 {
            (StatusCode::OK, (0, size), None)
        } else {
            partial(part.start, part.length)
        });
    }
    let header = call.head.header("range");
    Ok(match range::select(header, size) {
        Selection::Full => (StatusCode::OK, (0, size), None),
        Selection::Partial { start, end } => partial(start, end - start + 1),
        Selection::Unsatisfiable => {
            return Err(errors::invalid_range(header.unwrap_or_default(), size));
        }
    })
}

fn part_span(call: &Call<'_>, record: &ObjectRecord, number: u32) -> Result<PartSpan, Failure> {
    let Body::Parts { part_count, .. } = &record.body else {
        return if number == 1 {
            Ok(PartSpan {
                start: 0,
                length: record.size,
                record: None,
            })
        } else {
            Err(errors::part_not_satisfiable(number, 1))
        };
    };
    if number > *part_count {
        return Err(errors::part_not_satisfiable(number, *part_count));
    }
    let mut parts = objects::parts_of(call.world, record)?.into_iter();
    let start = parts
        .by_ref()
        .take(number as usize - 1)
        .map(|part| part.size)
        .sum();
    let part = parts.next();
    Ok(PartSpan {
        start,
        length: part.as_ref().map_or(0, |part| part.size),
        record: part,
    })
}

/// The checksum of exactly what is sent, when S3 knows it.
fn selected_checksum(
    reply: Reply,
    record: &ObjectRecord,
    selected: &Selected,
    status: StatusCode,
    span: (u64, u64),
) -> Reply {
    let Some(whole) = &record.checksum else {
        return reply;
    };
    match selected {
        Selected::Bytes if status == StatusCode::OK => write_checksum(reply, Some(whole)),
        Selected::Bytes => reply,
        Selected::Part(part) if whole.kind == Kind::Composite.name() => {
            let value = part
                .record
                .as_ref()
                .and_then(|part| part.checksums.get(&whole.algorithm));
            let part = value.map(|value| Checksum {
                value: value.clone(),
                ..whole.clone()
            });
            write_checksum(reply, part.as_ref())
        }
        Selected::Part(_) if span == (0, record.size) => write_checksum(reply, Some(whole)),
        Selected::Part(_) => reply,
    }
}

fn describe(call: &Call<'_>, view: &BucketView, reply: Reply, record: &ObjectRecord) -> Reply {
    let reply = object_headers::write(reply, &record.headers, &record.user_metadata);
    let reply = encryption::write(reply, &record.encryption)
        .named("etag", format!("\"{}\"", record.etag))
        .named(
            "last-modified",
            time_format::http_date(Timestamp::from_millis(record.last_modified_ms)),
        )
        .named("accept-ranges", "bytes");
    let reply = if record.storage_class == "STANDARD" {
        reply
    } else {
        reply.named("x-amz-storage-class", &record.storage_class)
    };
    let versioned = view.record.versioning != Versioning::Unversioned;
    let reply = if versioned {
        reply.named("x-amz-version-id", objects::shown_version(record))
    } else {
        reply
    };
    let reply = if record.lock == ObjectLock::default() {
        reply
    } else {
        lock::headers::write(call, view, reply, record)
    };
    if record.tags.is_empty() {
        return reply;
    }
    if call.authority.allows(&tagging_ask(call, view, record)) {
        reply.named("x-amz-tagging-count", record.tags.len().to_string())
    } else {
        reply
    }
}

/// The permission to see a version's tags, as GetObjectTagging asks for it.
fn tagging_ask(call: &Call<'_>, view: &BucketView, record: &ObjectRecord) -> Ask {
    let key = call.target.key.as_str();
    let ask = match call.head.query.get("versionId") {
        None => ask::object("s3:GetObjectTagging", view, key),
        Some(id) => ask::object("s3:GetObjectVersionTagging", view, key).key("s3:VersionId", id),
    };
    context_keys::of_existing_tags(ask, &record.tags)
}

/// The checksum headers of an object.
pub fn write_checksum(reply: Reply, checksum: Option<&Checksum>) -> Reply {
    let Some(checksum) = checksum else {
        return reply;
    };
    let Some(algorithm) = Algorithm::parse(&checksum.algorithm) else {
        return reply;
    };
    reply
        .named(algorithm.header(), &checksum.value)
        .named("x-amz-checksum-type", &checksum.kind)
}
