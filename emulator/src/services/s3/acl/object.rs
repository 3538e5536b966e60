//! The version of an object whose ACL a request is about.

use super::evidence;
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::objects::{self, Stored};
use crate::services::s3::{ask, errors, read};
use crate::services::service::Call;

/// The current version, or one by its id.
#[derive(Debug)]
pub struct Version {
    id: Option<String>,
}

impl Version {
    /// Reads the parameter.
    ///
    /// # Errors
    /// Ids that S3 never gave out.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let id = head.query.get("versionId").map(str::to_owned);
        if let Some(id) = &id {
            objects::check_version_id(id)?;
        }
        Ok(Self { id })
    }

    fn look(&self, call: &Call<'_>, view: &BucketView) -> Result<Option<Stored>, Failure> {
        let (bucket, key) = (view.record.name.as_str(), call.target.key.as_str());
        match &self.id {
            None => objects::current(call.world, bucket, key),
            Some(id) => objects::version(call.world, bucket, key, id),
        }
    }

    /// The action on the version, with its tags and its ACL; `versioned` is the action's name when an id is given.
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
        let ask = match &self.id {
            None => ask::object(plain, view, key),
            Some(id) => ask::object(versioned, view, key).key("s3:VersionId", id.as_str()),
        };
        let found = self.look(call, view)?;
        let record = found.as_ref().map(|stored| &stored.record);
        let tags = record.into_iter().flat_map(|record| &record.tags);
        let ask = tags.fold(ask, |ask, (name, value)| {
            ask.key(format!("s3:ExistingObjectTag/{name}"), value.as_str())
        });
        Ok(evidence::of_object(ask, view, record))
    }

    /// The version, once the caller may.
    ///
    /// # Errors
    /// Missing keys and versions, delete markers.
    pub fn find(&self, call: &Call<'_>, view: &BucketView) -> Result<Stored, Failure> {
        let (key, method) = (call.target.key.as_str(), &call.head.method);
        match (self.look(call, view)?, &self.id) {
            (None, None) => Err(read::missing_key(call, view, key)),
            (None, Some(id)) => Err(match read::missing_key(call, view, key) {
                failure if failure.status() == 404 => errors::no_such_version(key, id),
                failure => failure,
            }),
            // To a reader a key that was deleted is gone; a writer learns what stands in its place.
            (Some(stored), None) if stored.record.delete_marker && *method == http::Method::GET => {
                Err(read::missing_key(call, view, key))
            }
            (Some(stored), _) if stored.record.delete_marker => {
                Err(errors::method_not_allowed(method.as_str(), "DeleteMarker"))
            }
            (Some(stored), _) => Ok(stored),
        }
    }
}
