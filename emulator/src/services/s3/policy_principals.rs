//! Whom a bucket policy may name: S3 stores no policy for principals that do not exist.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html>

use bucketproof_policy::PrincipalRef;

use super::owner;
use crate::auth::directory::records::{RoleRecord, UserRecord};
use crate::auth::directory::{self, account_exists};
use crate::storage::StorageError;
use crate::world::World;

/// Whether a principal exists, for the policy of a bucket of `bucket_account`.
///
/// # Errors
/// A store that fails.
pub fn exists(
    world: &World,
    bucket_account: &str,
    principal: &PrincipalRef,
) -> Result<bool, StorageError> {
    match principal {
        // An identity provider need not exist, and AWS's services are not listed here.
        PrincipalRef::Everyone | PrincipalRef::Federated(_) | PrincipalRef::Service(_) => Ok(true),
        PrincipalRef::Account(account) | PrincipalRef::FederatedUser { account, .. } => {
            account_exists(world, account)
        }
        PrincipalRef::User { account, arn } => {
            let user = directory::user(world, account, name_of(arn))?;
            Ok(user.is_some_and(|user| user.arn() == *arn))
        }
        PrincipalRef::Role { account, arn } => {
            let role = directory::role(world, account, name_of(arn))?;
            Ok(role.is_some_and(|role| role.arn() == *arn))
        }
        // Of a session only its role must exist.
        PrincipalRef::AssumedRole { account, arn } => {
            let role = arn.split('/').nth(1).unwrap_or_default();
            Ok(directory::role(world, account, role)?.is_some())
        }
        PrincipalRef::CanonicalUser(id) => {
            Ok(canonical_account(world, bucket_account, id).is_some())
        }
        PrincipalRef::UniqueId(id) => {
            let users = directory::list::<UserRecord>(world, bucket_account)?;
            let roles = directory::list::<RoleRecord>(world, bucket_account)?;
            Ok(users.iter().any(|user| user.user_id == *id)
                || roles.iter().any(|role| role.role_id == *id))
        }
    }
}

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

/// The last part of an IAM ARN.
fn name_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}
