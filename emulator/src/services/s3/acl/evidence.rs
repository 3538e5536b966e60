//! What the authorizer is shown: the ACL of the bucket, or of the object that a request is about.

use std::sync::Arc;

use bucketproof_policy::{Acl, AclOn, Grant, Permission};

use super::{Ownership, of_record};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::objects;
use crate::services::service::Call;
use crate::storage::records::{BucketRecord, ObjectRecord};

/// The ACL of a bucket, when ACLs have a say there. `put` reads the grants that were put.
///
/// # Errors
/// As `put`.
pub fn of_bucket<E>(
    record: &BucketRecord,
    ignores_public: bool,
    put: impl FnOnce() -> Result<Option<Vec<Grant>>, E>,
) -> Result<Option<Arc<Acl>>, E> {
    if !Ownership::of(record).has_acls() {
        return Ok(None);
    }
    Ok(Some(Arc::new(Acl {
        on: AclOn::Bucket {
            existing_owner: None,
        },
        grants: put()?.unwrap_or_else(|| vec![Grant::full_control(&record.account)]),
        ignores_public,
    })))
}

/// Adds the ACL of a version; `None` when there is none to read. Delete markers have no ACL.
pub fn of_object(ask: Ask, view: &BucketView, version: Option<&ObjectRecord>) -> Ask {
    match (&view.acl, version) {
        (Some(bucket), Some(record)) if !record.delete_marker => {
            on_object(ask, bucket, &record.owner, of_record(record))
        }
        _ => ask,
    }
}

/// As [`of_object`] for an object that the caller is about to make: until it is stored it is the caller's own.
pub fn of_new_object(call: &Call<'_>, ask: Ask, view: &BucketView) -> Ask {
    let Some(bucket) = &view.acl else {
        return ask;
    };
    let account = call.authority.identity().account.as_str();
    on_object(ask, bucket, account, vec![Grant::full_control(account)])
}

fn on_object(ask: Ask, bucket: &Acl, owner: &str, grants: Vec<Grant>) -> Ask {
    ask.with_acl(Arc::new(Acl {
        on: AclOn::Object {
            owner: owner.to_owned(),
        },
        grants,
        ignores_public: bucket.ignores_public,
    }))
}

/// Adds the bucket's ACL to a question about writing or deleting a key. Whether `WRITE` reaches that far depends on whose
/// object is there, so it is looked up, provided that `WRITE` is granted beyond the owner at all.
///
/// # Errors
/// A store that fails.
pub fn of_key(call: &Call<'_>, ask: Ask, view: &BucketView, key: &str) -> Result<Ask, Failure> {
    let Some(bucket) = &view.acl else {
        return Ok(ask);
    };
    let owner = Grant::full_control(&view.record.account).grantee;
    let lets_others_write = bucket.grants.iter().any(|grant| {
        grant.grantee != owner
            && matches!(
                grant.permission,
                Permission::Write | Permission::FullControl
            )
    });
    if !lets_others_write {
        return Ok(ask);
    }
    let found = objects::current(call.world, &view.record.name, key)?;
    let existing = found.filter(|stored| !stored.record.delete_marker);
    Ok(ask.with_acl(match existing {
        None => Arc::clone(bucket),
        Some(stored) => Arc::new(Acl {
            on: AclOn::Bucket {
                existing_owner: Some(stored.record.owner),
            },
            ..Acl::clone(bucket)
        }),
    }))
}
