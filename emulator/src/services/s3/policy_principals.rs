//! Canonical user ids: S3's own names of accounts, which bucket policies may use.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html>

use super::owner;
use crate::world::World;

/// The account behind a canonical user id, as far as it can be known: ids cannot be turned back, so they are compared
/// with those of the bucket's owner and of the stack's own account.
pub fn canonical_account<'a>(
    world: &'a World,
    bucket_account: &'a str,
    id: &str,
) -> Option<&'a str> {
    [bucket_account, &world.settings.root_account]
        .into_iter()
        .find(|account| owner::canonical_id(account) == id)
}
