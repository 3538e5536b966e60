//! Access control lists and object ownership: what is stored, what is asked for, and what the authorizer is shown.
//!
//! Three ownership settings decide everything. With `BucketOwnerEnforced` there are no ACLs and nothing here is read or
//! evaluated; otherwise a bucket and each version of an object have one. Grants name accounts; canonical user ids stand
//! only on the wire. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

pub mod canned;
pub mod document;
pub mod evidence;
pub mod grantee;
pub mod new_bucket;
pub mod new_object;
pub mod ownership;
pub mod requested;
pub mod stored;

use bucketproof_policy::{Acl, Grant};

use super::buckets::BucketView;
use super::errors;
use crate::base::Failure;
use crate::services::service::Call;
use crate::storage::records::ObjectRecord;

pub use new_object::{NewObject, new_object};
pub use ownership::Ownership;
pub use requested::Requested;

/// The grants of a version: those that were put, or else full control of its owner.
pub fn of_record(record: &ObjectRecord) -> Vec<Grant> {
    match &record.acl {
        Some(grants) => grants.clone(),
        None => vec![Grant::full_control(&record.owner)],
    }
}

/// Grants as they are stored: full control of the owner alone goes without saying.
pub fn to_store(grants: Vec<Grant>, owner: &str) -> Option<Vec<Grant>> {
    (grants != [Grant::full_control(owner)]).then_some(grants)
}

/// Refuses grants to everyone where Block Public Access forbids them.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
///
/// # Errors
/// `AccessDenied`.
pub fn check_public(
    call: &Call<'_>,
    view: &BucketView,
    grants: &[Grant],
    action: &str,
    resource: &str,
) -> Result<(), Failure> {
    let blocks = view.block_public_access().block_public_acls;
    if !blocks || !Acl::is_public(grants) {
        return Ok(());
    }
    let identity = call.authority.identity();
    if identity.account == view.record.account {
        return Err(errors::public_acl_blocked(&identity.arn, action, resource));
    }
    Err(errors::access_denied())
}
