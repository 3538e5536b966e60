//! The object version that a call on a sub-resource names: ACL, tags, retention, legal hold, attributes.

use std::sync::OnceLock;

use super::buckets::BucketView;
use super::objects::{self, Stored};
use super::{acl, ask, context_keys, errors, read};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::service::Call;
use crate::storage::records::{self, ObjectRecord, Versioning};
use crate::storage::{Commit, CommitError};

/// A version, by its id or as the current one.
#[derive(Debug)]
pub struct Addressed {
    version_id: Option<String>,
    /// What the permission was asked for.
    found: OnceLock<Option<Stored>>,
}

impl Addressed {
    /// Reads `versionId`.
    ///
    /// # Errors
    /// `InvalidArgument`.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let version_id = head.query.get("versionId").map(str::to_owned);
        if let Some(id) = &version_id {
            objects::check_version_id(id)?;
        }
        Ok(Self {
            version_id,
            found: OnceLock::new(),
        })
    }

    /// An action on the version; `versioned` is its name when the version is named. Where ACLs have a say the version's
    /// comes along: an object of another account is not the bucket owner's to give away.
    ///
    /// # Errors
    /// A store that fails.
    pub fn ask(
        &self,
        call: &Call<'_>,
        view: &BucketView,
        plain: &'static str,
        versioned: &'static str,
    ) -> Result<Ask, Failure> {
        let key = call.target.key.as_str();
        let ask = match &self.version_id {
            None => ask::object(plain, view, key),
            Some(id) => ask::object(versioned, view, key).key("s3:VersionId", id.as_str()),
        };
        if view.acl.is_none() {
            return Ok(ask);
        }
        let found = self.asked_for(call, view)?;
        let record = found.as_ref().map(|stored| &stored.record);
        Ok(acl::evidence::of_object(ask, view, record))
    }

    /// The same question with the version's tags.
    ///
    /// # Errors
    /// A store that fails.
    pub fn with_tags(&self, call: &Call<'_>, view: &BucketView, ask: Ask) -> Result<Ask, Failure> {
        Ok(match self.asked_for(call, view)? {
            Some(stored) => context_keys::of_existing_tags(ask, &stored.record.tags),
            None => ask,
        })
    }

    /// The version, read once for all questions.
    fn asked_for(&self, call: &Call<'_>, view: &BucketView) -> Result<&Option<Stored>, Failure> {
        if let Some(found) = self.found.get() {
            return Ok(found);
        }
        let found = self.look(call, view)?;
        Ok(self.found.get_or_init(|| found))
    }

    fn look(&self, call: &Call<'_>, view: &BucketView) -> Result<Option<Stored>, Failure> {
        let (bucket, key) = (view.record.name.as_str(), call.target.key.as_str());
        match &self.version_id {
            None => objects::current(call.world, bucket, key),
            Some(id) => objects::version(call.world, bucket, key, id),
        }
    }

    /// The version, once the caller may.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers.
    pub fn stored(&mut self, call: &Call<'_>, view: &BucketView) -> Result<Stored, Failure> {
        self.stored_as(call, view, &call.target.key)
    }

    /// As [`Self::stored`]; a missing key is shown as `shown_key`.
    ///
    /// # Errors
    /// As [`Self::stored`].
    pub fn stored_as(
        &mut self,
        call: &Call<'_>,
        view: &BucketView,
        shown_key: &str,
    ) -> Result<Stored, Failure> {
        let stored = self.found_or_missing(call, view, shown_key)?;
        if !stored.record.delete_marker {
            return Ok(stored);
        }
        Err(match read::missing_key(call, view, shown_key) {
            // Whoever may not list learns nothing about versions.
            failure if failure.status() == 403 && self.version_id.is_none() => failure,
            _ => errors::delete_marker(call.head.method.as_str())
                .header("x-amz-version-id", objects::shown_version(&stored.record)),
        })
    }

    /// The version for a call that reads the object: here a delete marker on top is a missing key.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers.
    pub fn readable(
        &mut self,
        call: &Call<'_>,
        view: &BucketView,
    ) -> Result<ObjectRecord, Failure> {
        let record = self.found_or_missing(call, view, &call.target.key)?.record;
        if record.delete_marker {
            let by_version = self.version_id.is_some();
            return Err(read::delete_marker(call, view, &record, by_version));
        }
        Ok(record)
    }

    /// The version for a call on its ACL: to a reader a key that was deleted is gone, a writer learns what stands in its
    /// place.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers.
    pub fn with_acl(&mut self, call: &Call<'_>, view: &BucketView) -> Result<Stored, Failure> {
        let (key, method) = (call.target.key.as_str(), &call.head.method);
        let stored = self.found_or_missing(call, view, key)?;
        if !stored.record.delete_marker {
            return Ok(stored);
        }
        Err(match &self.version_id {
            None if *method == http::Method::GET => read::missing_key(call, view, key),
            _ => errors::method_not_allowed(method.as_str(), "DeleteMarker"),
        })
    }

    fn found_or_missing(
        &mut self,
        call: &Call<'_>,
        view: &BucketView,
        shown_key: &str,
    ) -> Result<Stored, Failure> {
        let found = match self.found.take() {
            Some(found) => found,
            None => self.look(call, view)?,
        };
        let missing = || read::missing_key(call, view, shown_key);
        match (found, &self.version_id) {
            (Some(stored), _) => Ok(stored),
            (None, None) => Err(missing()),
            (None, Some(id)) => Err(match missing() {
                failure if failure.status() == 404 => errors::no_such_version(shown_key, id),
                failure => failure,
            }),
        }
    }

    /// Changes what is kept about the version, its body apart.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers, whatever the change refuses, or a store that fails.
    pub async fn alter(
        &mut self,
        call: &Call<'_>,
        view: &BucketView,
        change: impl Fn(&mut ObjectRecord) -> Result<(), Failure> + Send,
    ) -> Result<ObjectRecord, Failure> {
        for _ in 0..objects::ATTEMPTS {
            let stored = self.stored(call, view)?;
            let mut record = stored.record;
            change(&mut record)?;
            let commit = Commit::new()
                .expect_equals(stored.key.clone(), stored.bytes)
                .put(stored.key, records::encode(&record));
            match call.world.commit(commit).await {
                Ok(()) => return Ok(record),
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(errors::operation_aborted())
    }
}

/// Names the version, if the bucket has such.
pub fn write_version(reply: Reply, view: &BucketView, record: &ObjectRecord) -> Reply {
    if view.record.versioning == Versioning::Unversioned {
        return reply;
    }
    reply.named("x-amz-version-id", objects::shown_version(record))
}
