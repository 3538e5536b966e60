//! Bucket policies: what is stored, what is evaluated, and who may change them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>

use std::sync::Arc;

use bucketproof_policy::validate::{self, Invalid};
use bucketproof_policy::{Attached, Document, PrincipalRef};

use super::access_points::Point;
use super::buckets::BucketView;
use super::policy_principals::canonical_account;
use super::public_access::{self, PublicAccessBlock, Restriction};
use super::{ask, errors};
use crate::auth::directory::principals;
use crate::auth::stored_document;
use crate::base::{Failure, arn};
use crate::services::service::{Asks, Call};
use crate::storage::StorageError;
use crate::storage::records::BucketRecord;
use crate::world::World;

/// What a call on a bucket's policy asks for. For the root user of the owner's account the policy itself has no say, so
/// that one that locks everyone out can be taken back; those of an organization have.
///
/// # Errors
/// A bucket that is gone.
pub fn asks(call: &Call<'_>) -> Result<Asks, Failure> {
    let view = call.target.view()?;
    let identity = call.authority.identity();
    let mut ask = ask::bucket(call.row.action, view);
    if identity.is_root() && identity.account == view.record.account {
        ask.policy = None;
    }
    Ok(Asks::one(ask))
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

/// Checks a policy before it is stored, and gives the text to keep.
///
/// # Errors
/// `MalformedPolicy`, or `AccessDenied` for a public policy that the bucket blocks.
pub fn check(call: &Call<'_>, view: &BucketView, text: &str) -> Result<String, Failure> {
    let bucket = view.record.name.as_str();
    let kept = kept(call.world, |known| validate::bucket(text, bucket, known))?;
    if view.block_public_access().block_public_policy && public_access::is_public(text) {
        let caller = &call.authority.identity().arn;
        return Err(errors::public_policy_blocked(caller, bucket));
    }
    Ok(kept)
}

/// What is kept of a policy of an account's resource that `validate` takes: users and roles by their unique ids, accounts
/// by the ARNs of their root users.
///
/// # Errors
/// `MalformedPolicy`.
pub fn kept(
    world: &World,
    validate: impl FnOnce(&dyn Fn(&PrincipalRef) -> bool) -> Result<Document, Invalid>,
) -> Result<String, Failure> {
    let checked = principals::checked(world, |exists| {
        validate(&|principal: &PrincipalRef| match principal {
            PrincipalRef::CanonicalUser(id) => {
                canonical_account(id).is_some_and(|account| exists(&account))
            }
            other => exists(other),
        })
    })?;
    let document = checked.map_err(|invalid| errors::malformed_policy(invalid.message))?;
    let document = Document::parse(&by_account(&document)).map_err(|_| errors::internal())?;
    Ok(principals::kept(world, &document)?)
}

/// A stored policy as its owner sees it: whoever is still there by ARN, deleted users and roles by the ids they had.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
///
/// # Errors
/// A store that fails.
pub fn shown(world: &World, kept: &str) -> Result<String, StorageError> {
    principals::shown(world, kept)
}

/// The text with accounts in the place of canonical user ids, which no caller carries.
fn by_account(document: &Document) -> String {
    document.replace_principals(&|principal| match principal {
        PrincipalRef::CanonicalUser(id) => canonical_account(id),
        _ => None,
    })
}

/// A stored policy, ready to be evaluated under the settings in force for calls that come directly or through an access
/// point.
///
/// # Errors
/// A policy that cannot be read: the store is damaged.
pub fn attached(
    record: &BucketRecord,
    public_access: PublicAccessBlock,
    point: Option<&Point>,
    text: &str,
) -> Result<Attached, StorageError> {
    let bucket = record.name.as_str();
    let resources = [arn::bucket(bucket), arn::object(bucket, "*")];
    let owner = record.account.as_str();
    let through = point.map_or(owner, |point| &point.record.account);
    let restriction = Restriction {
        resources: &resources,
        accounts: &[owner, through],
    };
    let restricts = public_access.restrict_public_buckets;
    let restriction = restricts.then_some(restriction);
    Ok(Attached {
        name: format!("bucket policy of {bucket}"),
        document: evaluated(text, restriction)?,
    })
}

/// A stored policy of an account's resource as it is evaluated; a public one under the restriction.
///
/// # Errors
/// As [`attached`].
pub fn evaluated(
    text: &str,
    restriction: Option<Restriction<'_>>,
) -> Result<Arc<Document>, StorageError> {
    match restriction {
        Some(restriction) if public_access::is_public(text) => {
            let restricted = public_access::restricted(text, restriction).map_err(damaged)?;
            stored_document(&restricted)
        }
        _ => stored_document(text),
    }
}

/// JSON that was valid when it was stored.
pub fn damaged(error: serde_json::Error) -> StorageError {
    StorageError::Engine {
        source: Box::new(error),
    }
}
