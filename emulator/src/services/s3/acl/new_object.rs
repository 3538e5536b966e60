//! Who will own a new object, and with which ACL.

use bucketproof_policy::{Grant, Grantee, Permission};

use super::canned::Canned;
use super::{Ownership, Requested, check_public, to_store};
use crate::base::{Failure, arn};
use crate::services::s3::buckets::BucketView;
use crate::services::s3::errors;
use crate::services::service::Call;

/// What the record of a new object says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObject {
    /// The account that owns it.
    pub owner: String,
    /// Its grants; `None` for full control of the owner.
    pub acl: Option<Vec<Grant>>,
}

/// Owner and ACL of an object that the caller makes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>
///
/// # Errors
/// `AccessControlListNotSupported` where ACLs are off, `AccessDenied` for public ACLs that are blocked.
pub fn new_object(
    call: &Call<'_>,
    view: &BucketView,
    requested: &Requested,
) -> Result<NewObject, Failure> {
    let caller = call.authority.identity().account.as_str();
    let bucket_owner = view.record.account.as_str();
    let gives_all = *requested == Requested::Canned(Canned::BucketOwnerFullControl);
    let owner = match Ownership::of(&view.record) {
        Ownership::BucketOwnerEnforced => {
            if requested.is_some() && !gives_all {
                says_what_holds(requested, caller, bucket_owner)?;
            }
            return Ok(NewObject {
                owner: bucket_owner.to_owned(),
                acl: None,
            });
        }
        Ownership::BucketOwnerPreferred if gives_all => bucket_owner,
        Ownership::BucketOwnerPreferred | Ownership::ObjectWriter => caller,
    };
    let grants = requested.grants(owner, Some(bucket_owner));
    let resource = arn::object(&view.record.name, &call.target.key);
    check_public(call, view, &grants, "s3:PutObjectAcl", &resource)?;
    Ok(NewObject {
        owner: owner.to_owned(),
        acl: to_store(grants, owner),
    })
}

/// Where ACLs are off, one is taken that says what holds anyway: full control of the bucket's owner and nobody else.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html>
fn says_what_holds(requested: &Requested, caller: &str, bucket_owner: &str) -> Result<(), Failure> {
    let owner = Grantee::Account(bucket_owner.to_owned());
    let grants = requested.grants(caller, Some(bucket_owner));
    let controls = |grant: &Grant| grant.permission == Permission::FullControl;
    if grants.iter().all(|grant| grant.grantee == owner) && grants.iter().any(controls) {
        return Ok(());
    }
    Err(errors::acl_not_supported())
}
