//! Bucket policies: what is stored, what is evaluated, and who may change them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>

use std::cell::RefCell;

use bucketproof_policy::{Attached, PrincipalRef, validate};

use super::buckets::BucketView;
use super::public_access::{self, PublicAccessBlock};
use super::{ask, errors, policy_principals};
use crate::auth::stored_document;
use crate::base::Failure;
use crate::services::service::{Asks, Call};
use crate::storage::StorageError;
use crate::storage::records::BucketRecord;
use crate::world::World;

/// What a call on a bucket's policy asks for. The root user of the owner's account always may: a policy that locks
/// everyone out can be taken back.
///
/// # Errors
/// A bucket that is gone.
pub fn asks(call: &Call<'_>) -> Result<Asks, Failure> {
    let view = call.target.view()?;
    let identity = call.authority.identity();
    if identity.is_root() && identity.account == view.record.account {
        return Ok(Asks::Exempt(
            "the owner's root user reaches a bucket policy that denies everyone",
        ));
    }
    Ok(Asks::one(ask::bucket(call.row.action, view)))
}

/// Only the owner's account works with a bucket's policy; other accounts learn that once they have the permission.
///
/// # Errors
/// `MethodNotAllowed`.
pub fn owners_only(call: &Call<'_>) -> Result<(), Failure> {
    let view = call.target.view()?;
    if call.authority.identity().account == view.record.account {
        return Ok(());
    }
    Err(errors::method_not_allowed(
        call.head.method.as_str(),
        "BUCKETPOLICY",
    ))
}

/// Checks a policy before it is stored.
///
/// # Errors
/// `MalformedPolicy`, or `AccessDenied` for a public policy that the bucket blocks.
pub fn check(call: &Call<'_>, view: &BucketView, text: &str) -> Result<(), Failure> {
    let fault: RefCell<Option<StorageError>> = RefCell::new(None);
    let exists = |principal: &PrincipalRef| {
        policy_principals::exists(call.world, &view.record.account, principal).unwrap_or_else(
            |error| {
                fault.replace(Some(error));
                false
            },
        )
    };
    let checked = validate::bucket(text, &view.record.name, &exists);
    if let Some(error) = fault.take() {
        return Err(error.into());
    }
    checked.map_err(|invalid| errors::malformed_policy(invalid.message))?;
    let blocks = view.public_access.is_some_and(|it| it.block_public_policy);
    if blocks && public_access::is_public(text) {
        let caller = &call.authority.identity().arn;
        return Err(errors::public_policy_blocked(caller, &view.record.name));
    }
    Ok(())
}

/// A stored policy, ready to be evaluated.
///
/// # Errors
/// A policy that cannot be read: the store is damaged.
pub fn attached(
    world: &World,
    record: &BucketRecord,
    public_access: Option<PublicAccessBlock>,
    text: &str,
) -> Result<Attached, StorageError> {
    let (bucket, account) = (record.name.as_str(), record.account.as_str());
    let mut document = stored_document(text)?;
    let by_account = |principal: &PrincipalRef| match principal {
        PrincipalRef::CanonicalUser(id) => policy_principals::canonical_account(world, account, id)
            .map(|account| PrincipalRef::Account(account.to_owned())),
        _ => None,
    };
    let known = document.replace_principals(&by_account);
    let restricts = public_access.is_some_and(|it| it.restrict_public_buckets);
    if restricts && public_access::is_public(text) {
        let restricted = public_access::restricted(&known, bucket, account).map_err(damaged)?;
        document = stored_document(&restricted)?;
    } else if known != text {
        document = stored_document(&known)?;
    }
    Ok(Attached {
        name: format!("bucket policy of {bucket}"),
        document,
    })
}

fn damaged(error: serde_json::Error) -> StorageError {
    StorageError::Engine {
        source: Box::new(error),
    }
}
