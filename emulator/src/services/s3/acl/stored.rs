//! Writing ACLs and ownership. Each commit expects what it decided by, so that no ACL lands in a bucket that gave ACLs up
//! in between.

use bucketproof_policy::Grant;

use super::{Ownership, to_store};
use crate::base::Failure;
use crate::services::s3::buckets::{self, BucketView, configuration};
use crate::services::s3::objects::Stored;
use crate::services::s3::{errors, objects};
use crate::storage::key_layout::Key;
use crate::storage::records::{self, BucketRecord};
use crate::storage::{Commit, CommitError};
use crate::world::World;

/// Puts a bucket's ACL.
///
/// # Errors
/// `OperationAborted` when the bucket changes meanwhile.
pub async fn put_bucket(
    world: &World,
    view: &BucketView,
    grants: Vec<Grant>,
) -> Result<(), Failure> {
    let name = view.record.name.as_str();
    let grants = to_store(grants, &view.record.account);
    let commit = buckets::configure(name, configuration::ACL, grants.as_ref())
        .expect_equals(Key::bucket(name).encode(), view.stored.clone());
    Ok(world.commit_authority(commit).await?)
}

/// Puts the ACL of a version. `None` when the version changed meanwhile.
///
/// # Errors
/// A bucket that changed, or a store that fails.
pub async fn put_object(
    world: &World,
    view: &BucketView,
    version: &Stored,
    grants: Vec<Grant>,
) -> Result<Option<()>, Failure> {
    let mut record = version.record.clone();
    record.acl = to_store(grants, &record.owner);
    let commit = Commit::new()
        .expect_equals(
            Key::bucket(view.record.name.as_str()).encode(),
            view.stored.clone(),
        )
        .expect_equals(version.key.clone(), version.bytes.clone())
        .put(version.key.clone(), records::encode(&record));
    match world.commit(commit).await {
        Ok(()) => Ok(Some(())),
        Err(CommitError::Conflict { key }) if key == version.key => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Changes who owns new objects; `None` removes the setting.
///
/// # Errors
/// `InvalidBucketAclWithObjectOwnership` when ACLs are to be given up while the bucket's own grants anything beyond its
/// owner.
pub async fn set_ownership(
    world: &World,
    bucket: &str,
    ownership: Option<Ownership>,
) -> Result<(), Failure> {
    let key = Key::bucket(bucket).encode();
    let acl_key = buckets::configuration_key(bucket, configuration::ACL);
    let gives_up = ownership.is_some_and(|ownership| !ownership.has_acls());
    for _ in 0..objects::ATTEMPTS {
        let stored = world.metadata.get(&key)?;
        let stored = stored.ok_or_else(|| errors::no_such_bucket(bucket))?;
        let mut record: BucketRecord = records::decode(&stored)?;
        // Only ACLs that say more than the default are stored.
        let acl = world.metadata.get(&acl_key)?;
        if gives_up && acl.is_some() {
            return Err(errors::acl_with_enforced_ownership());
        }
        record.object_ownership = ownership.map_or_else(String::new, |it| it.name().to_owned());
        let commit = Commit::new()
            .expect_equals(key.clone(), stored)
            .expect_unchanged(acl_key.clone(), acl)
            .put(key.clone(), records::encode(&record));
        match world.commit_authority(commit).await {
            Err(CommitError::Conflict { .. }) => {}
            done => return Ok(done?),
        }
    }
    Err(errors::operation_aborted())
}
