//! Canonical user ids: S3's own names of accounts, which bucket policies may use.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html>

use bucketproof_policy::PrincipalRef;

use super::owner;
use crate::base::arn;

/// The account behind a canonical user id, whether it exists or not; `None` for ids that are no account's.
pub fn canonical_account(id: &str) -> Option<PrincipalRef> {
    let account = owner::account_of(id).filter(|account| arn::is_account_id(account));
    account.map(PrincipalRef::Account)
}
