//! Bucket policies: what is stored, what is evaluated, and who may change them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>

use bucketproof_policy::{Attached, Document, PrincipalRef, validate};

use super::buckets::BucketView;
use super::policy_principals::canonical_account;
use super::public_access::{self, PublicAccessBlock};
use super::{ask, errors};
use crate::auth::directory::principals;
use crate::auth::stored_document;
use crate::base::Failure;
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

/// Checks a policy before it is stored, and gives the text to keep: users and roles by their unique ids, accounts by
/// the ARNs of their root users.
///
/// # Errors
/// `MalformedPolicy`, or `AccessDenied` for a public policy that the bucket blocks.
pub fn check(call: &Call<'_>, view: &BucketView, text: &str) -> Result<String, Failure> {
    let account = view.record.account.as_str();
    let checked = principals::checked(call.world, |exists| {
        let known = |principal: &PrincipalRef| match principal {
            PrincipalRef::CanonicalUser(id) => canonical_account(call.world, account, id).is_some(),
            other => exists(other),
        };
        validate::bucket(text, &view.record.name, &known)
    })?;
    let document = checked.map_err(|invalid| errors::malformed_policy(invalid.message))?;
    let blocks = view.public_access.is_some_and(|it| it.block_public_policy);
    if blocks && public_access::is_public(text) {
        let caller = &call.authority.identity().arn;
        return Err(errors::public_policy_blocked(caller, &view.record.name));
    }
    let document = Document::parse(&by_account(call.world, account, &document))
        .map_err(|_| errors::internal())?;
    Ok(principals::kept(call.world, &document)?)
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
fn by_account(world: &World, account: &str, document: &Document) -> String {
    document.replace_principals(&|principal| match principal {
        PrincipalRef::CanonicalUser(id) => canonical_account(world, account, id)
            .map(|account| PrincipalRef::Account(account.to_owned())),
        _ => None,
    })
}

/// A stored policy, ready to be evaluated.
///
/// # Errors
/// A policy that cannot be read: the store is damaged.
pub fn attached(
    record: &BucketRecord,
    public_access: Option<PublicAccessBlock>,
    text: &str,
) -> Result<Attached, StorageError> {
    let (bucket, account) = (record.name.as_str(), record.account.as_str());
    let restricts = public_access.is_some_and(|it| it.restrict_public_buckets);
    let document = if restricts && public_access::is_public(text) {
        let restricted = public_access::restricted(text, bucket, account).map_err(damaged)?;
        stored_document(&restricted)?
    } else {
        stored_document(text)?
    };
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
