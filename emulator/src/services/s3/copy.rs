//! The source of a copy: which version, whether the caller may read it, and its bytes on their way to a new blob.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use futures_util::StreamExt;

use super::access_points::{self, PointArn};
use super::buckets::BucketView;
use super::errors::CopySourceFault;
use super::objects::{self, Stored};
use super::upload::{Digests, NewBlob, Sink};
use super::{acl, ask, encryption, errors, object_headers, payment, read};
use crate::auth::authorize::Ask;
use crate::base::{Failure, Timestamp, arn};
use crate::protocol::conditional::{Outcome, Preconditions};
use crate::protocol::request::Head;
use crate::protocol::uri;
use crate::services::reply::Reply;
use crate::services::service::Call;
use crate::storage::blobs::Lease;
use crate::storage::records::ObjectRecord;

/// The largest object that one copy takes.
pub const MAX_COPY_BYTES: u64 = 5 * 1024 * 1024 * 1024;
const HEADER: &str = "x-amz-copy-source";
const EXPECTED_OWNER: &str = "x-amz-source-expected-bucket-owner";
const SSE_C: &str = "x-amz-copy-source-server-side-encryption-customer-algorithm";
const VERSION: &str = "?versionId=";

/// The object that a copy reads.
#[derive(Debug)]
pub struct Source {
    /// Name of the bucket, or alias or ARN of an access point.
    pub bucket: String,
    /// Key, decoded.
    pub key: String,
    /// Version id; the current version when absent.
    pub version_id: Option<String>,
    /// What the permission was asked for.
    found: OnceLock<Option<Stored>>,
}

/// A source that may be read, held for reading.
#[derive(Debug)]
pub struct Opened {
    /// The version.
    pub record: ObjectRecord,
    /// Its bytes.
    pub lease: Lease,
}

impl Source {
    /// Reads `x-amz-copy-source`: `[/]bucket/key[?versionId=…]`, or `arn:…:accesspoint/name/object/key`, URL-encoded.
    ///
    /// # Errors
    /// A header that names no object.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let fault = |fault| Err(errors::invalid_copy_source(fault));
        let Some(raw) = head.header(HEADER) else {
            return fault(CopySourceFault::Encoding);
        };
        let (path, version) = match raw.rsplit_once(VERSION) {
            Some((path, version)) => (path, Some(version)),
            None => (raw, None),
        };
        let (Ok(path), Ok(version)) = (
            uri::decode_form(path),
            version.map(uri::decode_form).transpose(),
        ) else {
            return fault(CopySourceFault::Encoding);
        };
        if let Some(id) = &version {
            objects::check_version_id(id)?;
        }
        let path = path.strip_prefix('/').unwrap_or(&path);
        if let Some((point, Some(key))) = PointArn::parse_with_key(path) {
            return Ok(Self {
                bucket: point.to_string(),
                key: key.to_owned(),
                version_id: version,
                found: OnceLock::new(),
            });
        }
        match path.split_once('/') {
            Some(("", _)) => fault(CopySourceFault::Bucket),
            None if path.is_empty() => fault(CopySourceFault::Bucket),
            None | Some((_, "")) => fault(CopySourceFault::Key),
            Some((bucket, key)) => Ok(Self {
                bucket: bucket.to_owned(),
                key: key.to_owned(),
                version_id: version,
                found: OnceLock::new(),
            }),
        }
    }

    /// The source's bucket.
    ///
    /// # Errors
    /// `NoSuchBucket`, or another owner than expected.
    pub fn view(&self, call: &Call<'_>) -> Result<Arc<BucketView>, Failure> {
        let view = access_points::address::find(call.world, call.buckets, &self.bucket)?
            .ok_or_else(|| errors::no_such_bucket(&self.bucket))?;
        payment::charged_by(call.head, &view, call.authority.identity())?;
        let Some(expected) = call.head.header(EXPECTED_OWNER) else {
            return Ok(view);
        };
        if !arn::is_account_id(expected) {
            return Err(errors::invalid_expected_owner(expected));
        }
        if expected == view.record.account {
            Ok(view)
        } else {
            Err(errors::access_denied())
        }
    }

    fn look(&self, call: &Call<'_>, view: &BucketView) -> Result<Option<Stored>, Failure> {
        let bucket = view.record.name.as_str();
        match &self.version_id {
            None => objects::current(call.world, bucket, &self.key),
            Some(id) => objects::version(call.world, bucket, &self.key, id),
        }
    }

    /// Looks the source up for the questions that follow.
    ///
    /// # Errors
    /// A store that fails.
    pub fn find(
        &self,
        call: &Call<'_>,
        view: &BucketView,
    ) -> Result<Option<&ObjectRecord>, Failure> {
        if self.found.get().is_none() {
            let _ = self.found.set(self.look(call, view)?);
        }
        let found = self.found.get().and_then(Option::as_ref);
        Ok(found.map(|stored| &stored.record))
    }

    /// An action on the source; `versioned` is its name when a version is named.
    pub fn ask(&self, view: &BucketView, plain: &'static str, versioned: &'static str) -> Ask {
        match &self.version_id {
            None => ask::object(plain, view, &self.key),
            Some(id) => ask::object(versioned, view, &self.key).key("s3:VersionId", id.as_str()),
        }
    }

    /// Adds the source's ACL to a question, where ACLs are on.
    ///
    /// # Errors
    /// A store that fails.
    pub fn with_acl(&self, call: &Call<'_>, view: &BucketView, ask: Ask) -> Result<Ask, Failure> {
        if view.acl.is_none() {
            return Ok(ask);
        }
        Ok(acl::evidence::of_object(ask, view, self.find(call, view)?))
    }

    /// The source, once the caller may read it: it exists, fulfils the conditions, is not archived, and the caller may
    /// decrypt it.
    ///
    /// # Errors
    /// Whatever of this does not hold.
    pub fn open(mut self, call: &Call<'_>, view: &BucketView) -> Result<Opened, Failure> {
        let mut found = match self.found.take() {
            Some(found) => found,
            None => self.look(call, view)?,
        };
        for _ in 0..objects::ATTEMPTS {
            let record = self.readable(call, view, found)?;
            if let Some(lease) = objects::pin(call.world, &record)? {
                return Ok(Opened { record, lease });
            }
            // Overwritten in between: the new version is copied, as if the request had come a moment later.
            found = self.look(call, view)?;
        }
        Err(errors::internal())
    }

    fn readable(
        &self,
        call: &Call<'_>,
        view: &BucketView,
        found: Option<Stored>,
    ) -> Result<ObjectRecord, Failure> {
        let missing = || read::missing_key(call, view, &self.key);
        let record = match (found, &self.version_id) {
            (None, None) => return Err(missing()),
            (None, Some(id)) => {
                return Err(match missing() {
                    failure if failure.status() == 404 => errors::no_such_version(&self.key, id),
                    failure => failure,
                });
            }
            (Some(stored), None) if stored.record.delete_marker => return Err(missing()),
            (Some(stored), Some(_)) if stored.record.delete_marker => {
                return Err(errors::copy_source_is_delete_marker());
            }
            (Some(stored), _) => stored.record,
        };
        let last_modified = Timestamp::from_millis(record.last_modified_ms);
        match Preconditions::copy_source(&call.head.headers).evaluate(
            &record.etag,
            last_modified.seconds(),
            call.now.seconds(),
        ) {
            Outcome::Proceed | Outcome::NotModified => {}
            Outcome::PreconditionFailed(header) => {
                return Err(errors::precondition_failed(header));
            }
        }
        if call.head.headers.contains_key(SSE_C) {
            return Err(errors::encryption_not_applicable());
        }
        if object_headers::is_archive(&record.storage_class) {
            return Err(errors::invalid_source_state());
        }
        encryption::for_read(call, view, &self.key, &record.encryption)?;
        Ok(record)
    }
}

/// Copies bytes into a new blob; digests are computed on the way if some are wanted.
///
/// # Errors
/// A store that fails.
pub async fn transfer(
    call: &Call<'_>,
    lease: &Lease,
    range: Range<u64>,
    digests: Option<Digests>,
) -> Result<(NewBlob, Option<Digests>), Failure> {
    let mut sink = Sink::new(call.world, range.end - range.start, digests);
    let mut pieces = lease.read(range);
    while let Some(piece) = pieces.next().await {
        sink.push(piece?).await?;
    }
    sink.finish().await
}

/// Names the version that was copied, if it has an id.
pub fn write_source_version(reply: Reply, source: &ObjectRecord) -> Reply {
    reply.maybe("x-amz-copy-source-version-id", source.version_id.as_deref())
}
