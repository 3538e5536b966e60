//! Ownership and ACL of a new bucket.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use bucketproof_policy::{Acl, Grant, Grantee};

use super::canned::Canned;
use super::{Ownership, Requested, ownership, stored, to_store};
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::s3::buckets::BucketView;
use crate::services::s3::errors;
use crate::services::service::Call;

/// What the head of CreateBucket says of them.
#[derive(Debug)]
pub struct NewBucket {
    ownership: Option<Ownership>,
    requested: Requested,
}

impl NewBucket {
    /// Reads the headers.
    ///
    /// # Errors
    /// Values that S3 does not know.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        let ownership = match head.header(ownership::HEADER) {
            None => None,
            Some(name) => {
                Some(Ownership::parse(name).ok_or_else(|| errors::invalid_object_ownership(name))?)
            }
        };
        Ok(Self {
            ownership,
            requested: Requested::read(head)?,
        })
    }

    /// What a bucket of `account` gets; the grants are as they are stored.
    ///
    /// # Errors
    /// ACLs that grant to others without an ownership that has ACLs, and public ones: every new bucket blocks them.
    pub fn settle(&self, account: &str) -> Result<(Ownership, Option<Vec<Grant>>), Failure> {
        let grants = self.requested.grants(account, None);
        let ownership = self.ownership.unwrap_or(self.without_header());
        if !ownership.has_acls() {
            let owner = Grantee::Account(account.to_owned());
            if grants.iter().any(|grant| grant.grantee != owner) {
                return Err(errors::acl_with_enforced_ownership());
            }
            return Ok((ownership, None));
        }
        if Acl::is_public(&grants) {
            return Err(errors::public_acl_on_new_bucket());
        }
        Ok((ownership, to_store(grants, account)))
    }

    /// A bucket that is made with the canned ACL `private` has ACLs.
    fn without_header(&self) -> Ownership {
        if self.requested == Requested::Canned(Canned::Private) {
            Ownership::BucketOwnerPreferred
        } else {
            Ownership::BucketOwnerEnforced
        }
    }

    /// Making one's own bucket again resets its ACL, if it has any.
    ///
    /// # Errors
    /// A bucket that changes meanwhile.
    pub async fn reset(
        &self,
        call: &Call<'_>,
        view: &BucketView,
        grants: Option<Vec<Grant>>,
    ) -> Result<(), Failure> {
        let Some(acl) = &view.acl else {
            return Ok(());
        };
        let owner = view.record.account.as_str();
        let grants = grants.unwrap_or_else(|| vec![Grant::full_control(owner)]);
        if acl.grants == grants {
            return Ok(());
        }
        stored::put_bucket(call.world, view, grants).await
    }
}
