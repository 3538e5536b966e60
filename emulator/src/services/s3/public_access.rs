//! Block Public Access, and which bucket policies are public.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

pub mod document;

use bucketproof_policy::Document;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::storage::StorageError;
use crate::storage::key_layout::Key;
use crate::storage::records;
use crate::world::World;

/// The four settings of a bucket. New buckets have all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAccessBlock {
    /// Requests that bring a public ACL are refused.
    pub block_public_acls: bool,
    /// Public ACLs grant nothing.
    pub ignore_public_acls: bool,
    /// Public bucket policies are refused.
    pub block_public_policy: bool,
    /// While the bucket policy is public, it grants nothing beyond the owner's account.
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// What new buckets have.
    pub const ALL: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };
    /// What applies where nothing is configured.
    pub const NONE: Self = Self {
        block_public_acls: false,
        ignore_public_acls: false,
        block_public_policy: false,
        restrict_public_buckets: false,
    };

    /// Each setting that either of two has: the most restrictive combination.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            block_public_acls: self.block_public_acls || other.block_public_acls,
            ignore_public_acls: self.ignore_public_acls || other.ignore_public_acls,
            block_public_policy: self.block_public_policy || other.block_public_policy,
            restrict_public_buckets: self.restrict_public_buckets || other.restrict_public_buckets,
        }
    }
}

/// The settings in force for a bucket: those of its account and its own together.
pub fn effective(
    account: Option<PublicAccessBlock>,
    bucket: Option<PublicAccessBlock>,
) -> PublicAccessBlock {
    let none = PublicAccessBlock::NONE;
    account.unwrap_or(none).and(bucket.unwrap_or(none))
}

/// Where the settings of an account are kept.
pub fn account_key(account: &str) -> Vec<u8> {
    Key::setting(format!("account/{account}/public-access-block")).encode()
}

/// The settings of an account; `None` when it has none.
///
/// # Errors
/// A store that fails.
pub fn of_account(world: &World, account: &str) -> Result<Option<PublicAccessBlock>, StorageError> {
    let stored = world.metadata.get(&account_key(account))?;
    stored.map(|bytes| Ok(records::decode(&bytes)?)).transpose()
}

/// Whether a stored policy is public: whether any statement grants to everyone without naming who that is. What is not
/// understood counts as public.
pub fn is_public(policy: &str) -> bool {
    Document::parse(policy).map_or(true, |policy| policy.is_public())
}

/// One value, or the values of a list.
fn many(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(values) => values.as_slice(),
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
    .iter()
}

/// What `RestrictPublicBuckets` leaves of a public policy.
#[derive(Debug, Clone, Copy)]
pub struct Restriction<'a> {
    /// ARNs of the policy's owner and of everything in it.
    pub resources: &'a [String],
    /// The accounts whose users still get in: the bucket owner's, and that of the access point they come through.
    pub accounts: &'a [&'a str],
}

/// A public policy under a restriction: it grants nothing to other accounts but to AWS services, and to principals that it
/// names no more than to everyone.
///
/// # Errors
/// A policy that is not JSON.
pub fn restricted(policy: &str, restriction: Restriction<'_>) -> Result<String, serde_json::Error> {
    let mut policy: Value = serde_json::from_str(policy)?;
    add_statement(
        &mut policy,
        json!({
            "Sid": "RestrictPublicBuckets",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": restriction.resources,
            "Condition": {
                "StringNotEquals": { "aws:PrincipalAccount": restriction.accounts },
                "BoolIfExists": { "aws:PrincipalIsAWSService": "false" },
            },
        }),
    );
    serde_json::to_string(&policy)
}

/// Adds a statement to a policy, whether that has one, several or none.
pub fn add_statement(policy: &mut Value, statement: Value) {
    let mut statements: Vec<Value> = many(&policy["Statement"]).cloned().collect();
    statements.push(statement);
    policy["Statement"] = Value::Array(statements);
}

#[cfg(test)]
mod tests;
