//! Tags of access points.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-tagging.html>

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{errors, table};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::services::s3::access_points::{AccessPointRecord, PointArn, store};
use crate::services::service::Call;
use crate::storage::{Commit, CommitError, records};

/// The most tags of one access point.
const MAX_TAGS: usize = 50;
/// How often a change is tried again when others change the same access point at the same time.
const ATTEMPTS: usize = 64;

/// `<Tags><Tag>…`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tags {
    #[serde(rename = "Tag", default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tag {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Value")]
    value: String,
}

impl Tags {
    /// The tags as pairs.
    ///
    /// # Errors
    /// `InvalidTag`: reserved, twice, too long or with other characters.
    pub fn checked(self) -> Result<Vec<(String, String)>, Failure> {
        let mut seen = BTreeSet::new();
        for Tag { key, value } in &self.tags {
            if key.starts_with("aws:") {
                return Err(errors::reserved_tag());
            }
            if key.is_empty() || !is_tag(key, 128) || !is_tag(value, 256) {
                return Err(errors::malformed_tag());
            }
            if !seen.insert(key) {
                return Err(errors::duplicate_tags());
            }
        }
        let pairs = self.tags.into_iter();
        Ok(pairs.map(|Tag { key, value }| (key, value)).collect())
    }
}

fn is_tag(text: &str, limit: usize) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
    text.chars().count() <= limit && text.chars().all(fits)
}

/// Adds the condition keys of tags in the request.
pub fn requested(ask: Ask, tags: &[(String, String)]) -> Ask {
    if tags.is_empty() {
        return ask;
    }
    let names: Vec<String> = tags.iter().map(|(name, _)| name.clone()).collect();
    let ask = ask.key("aws:TagKeys", names);
    tags.iter().fold(ask, |ask, (name, value)| {
        ask.key(format!("aws:RequestTag/{name}"), value.as_str())
    })
}

/// The access point that the path names. Its ARN says where it is.
///
/// # Errors
/// `NoSuchResource`, also for what belongs to another account; `NotImplemented` for other kinds of resources.
pub fn arn(call: &Call<'_>) -> Result<PointArn, Failure> {
    let text = table::path_label(call)?;
    let Some(arn) = PointArn::parse(&text) else {
        return Err(if text.contains(":accesspoint/") {
            errors::no_such_resource()
        } else {
            errors::not_implemented(call.row.name, "only access points have tags here")
        });
    };
    if arn.account == call.authority.identity().account {
        Ok(arn)
    } else {
        Err(errors::no_such_resource())
    }
}

/// Adds tags or replaces their values.
///
/// # Errors
/// `TooManyTags`, and as [`change`].
pub async fn add(
    call: &Call<'_>,
    arn: &PointArn,
    tags: &[(String, String)],
) -> Result<(), Failure> {
    change(call, arn, |record| {
        for (name, value) in tags {
            match record.tags.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => record.tags.push((name.clone(), value.clone())),
            }
        }
        count(&record.tags)
    })
    .await
}

/// Whether there are not too many.
///
/// # Errors
/// `TooManyTags`.
pub fn count(tags: &[(String, String)]) -> Result<(), Failure> {
    if tags.len() > MAX_TAGS {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

/// Changes an access point's record, whatever others change in it at the same time.
///
/// # Errors
/// `NoSuchResource`, or what the change says.
pub async fn change(
    call: &Call<'_>,
    arn: &PointArn,
    change: impl Fn(&mut AccessPointRecord) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let key = store::record_key(arn);
    for _ in 0..ATTEMPTS {
        let stored = call.world.metadata.get(&key)?;
        let stored = stored.ok_or_else(errors::no_such_resource)?;
        let mut record: AccessPointRecord = records::decode(&stored)?;
        change(&mut record)?;
        record.tags.sort();
        let commit = Commit::new()
            .expect_equals(key.clone(), stored)
            .put(key.clone(), records::encode(&record));
        match call.world.commit_authority(commit).await {
            Err(CommitError::Conflict { .. }) => {}
            done => return Ok(done?),
        }
    }
    Err(crate::services::s3::errors::operation_aborted())
}
