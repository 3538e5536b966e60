//! Block Public Access, and which bucket policies are public.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

pub mod document;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::base::arn;
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

/// What a condition key must be compared with for its statement not to be public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// A fixed text.
    Text,
    /// An ARN with a fixed account.
    Arn,
    /// A unique id; what follows its colon may be anything.
    UserId,
    /// A network that is not too wide.
    Network,
}

/// The keys that narrow a grant to known callers.
const ANCHORS: [(&str, Anchor); 13] = [
    ("aws:sourceaccount", Anchor::Text),
    ("aws:principalorgid", Anchor::Text),
    ("aws:principalaccount", Anchor::Text),
    ("aws:sourceorgid", Anchor::Text),
    ("aws:sourcevpc", Anchor::Text),
    ("aws:sourcevpce", Anchor::Text),
    ("s3:dataaccesspointaccount", Anchor::Text),
    (
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        Anchor::Text,
    ),
    ("aws:sourcearn", Anchor::Arn),
    ("aws:principalarn", Anchor::Arn),
    ("s3:dataaccesspointarn", Anchor::Arn),
    ("aws:userid", Anchor::UserId),
    ("aws:sourceip", Anchor::Network),
];

/// The narrowest IPv4 and IPv6 prefix lengths that still are public, plus one.
const NETWORK_MIN_BITS: (u8, u8) = (8, 32);

/// Whether a stored bucket policy is public: whether any statement grants to everyone without naming who that is.
///
/// A Deny to everyone takes a grant back, wholly or beyond a fixed account. What is not understood counts as public.
pub fn is_public(policy: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return true;
    };
    let statements = &policy["Statement"];
    let denials: Vec<&Value> = many(statements)
        .filter(|statement| statement["Effect"] == "Deny" && denies_everyone(statement))
        .collect();
    many(statements)
        .filter(|statement| statement["Effect"] != "Deny")
        .filter(|grant| names_everyone(grant) && !is_anchored(&grant["Condition"]))
        .any(|grant| !denials.iter().any(|denial| takes_back(denial, grant)))
}

/// Whether a Deny is for everyone, or for everyone but the callers with a fixed value.
fn denies_everyone(denial: &Value) -> bool {
    let principal = &denial["Principal"];
    let everyone = *principal == "*" || many(&principal["AWS"]).any(|name| name == "*");
    let condition = match &denial["Condition"] {
        Value::Null => true,
        Value::Object(operators) => operators.iter().all(|(operator, keys)| {
            operator == "StringNotEquals"
                && keys.as_object().is_some_and(|keys| {
                    keys.len() == 1 && keys.iter().all(|(key, values)| is_exempting(key, values))
                })
        }),
        _ => false,
    };
    // Of several conditions all must hold, so each would leave more callers out.
    let single = denial["Condition"]
        .as_object()
        .is_none_or(|it| it.len() <= 1);
    everyone && condition && single
}

/// S3 is only known to see this for one key.
fn is_exempting(key: &str, values: &Value) -> bool {
    key.eq_ignore_ascii_case("aws:SourceAccount")
        && many(values).next().is_some()
        && many(values).all(|value| is_fixed(Anchor::Text, "StringEquals", value))
}

/// Whether a Deny covers all that a statement grants, as far as their texts show it.
fn takes_back(denial: &Value, grant: &Value) -> bool {
    ["Action", "Resource"].into_iter().all(|element| {
        many(&grant[element]).next().is_some()
            && many(&grant[element])
                .all(|granted| many(&denial[element]).any(|denied| covers(denied, granted)))
    })
}

/// Whether a pattern matches everything that another one matches: equal ones, and those that end in their only `*`.
fn covers(wide: &Value, narrow: &Value) -> bool {
    let (Some(wide), Some(narrow)) = (wide.as_str(), narrow.as_str()) else {
        return false;
    };
    match wide.strip_suffix('*') {
        _ if wide == narrow => true,
        Some(start) => !start.contains(['*', '?', '$']) && narrow.starts_with(start),
        None => false,
    }
}

fn names_everyone(statement: &Value) -> bool {
    match &statement["Principal"] {
        Value::Object(kinds) => kinds.iter().any(|(kind, names)| match kind.as_str() {
            "AWS" => many(names).any(|name| name == "*"),
            // Whoever has an account with a public identity provider.
            "Federated" => true,
            _ => false,
        }),
        // `*`, and what stands here when there is only a `NotPrincipal`.
        _ => true,
    }
}

fn is_anchored(conditions: &Value) -> bool {
    let Value::Object(operators) = conditions else {
        return false;
    };
    operators.iter().any(|(operator, keys)| {
        let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
        let Value::Object(keys) = keys else {
            return false;
        };
        keys.iter().any(|(key, values)| {
            let key = key.to_ascii_lowercase();
            let anchor = ANCHORS.iter().find(|(name, _)| *name == key);
            anchor.is_some_and(|(_, anchor)| {
                many(values).all(|value| is_fixed(*anchor, operator, value))
            })
        })
    })
}

fn is_fixed(anchor: Anchor, operator: &str, value: &Value) -> bool {
    let Value::String(text) = value else {
        return false;
    };
    if text.contains("${") {
        return false;
    }
    let wild = |text: &str| text.contains(['*', '?']);
    match (anchor, operator) {
        (Anchor::Text | Anchor::UserId, "StringEquals") => true,
        (Anchor::Text, "StringLike") => !wild(text),
        (Anchor::UserId, "StringLike") => {
            let id = text.split(':').next().unwrap_or_default();
            !id.is_empty() && !wild(id)
        }
        (Anchor::Arn, "StringEquals" | "StringLike" | "ArnEquals" | "ArnLike") => {
            arn::account(text).is_some()
        }
        (Anchor::Network, "IpAddress") => is_narrow(text),
        _ => false,
    }
}

fn is_narrow(network: &str) -> bool {
    let (address, bits) = match network.split_once('/') {
        Some((address, bits)) => (address, bits.parse::<u8>().ok()),
        None => (network, Some(u8::MAX)),
    };
    let Some(bits) = bits else { return false };
    match address.parse() {
        Ok(std::net::IpAddr::V4(_)) => bits >= NETWORK_MIN_BITS.0,
        Ok(std::net::IpAddr::V6(_)) => bits >= NETWORK_MIN_BITS.1,
        Err(_) => false,
    }
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

/// A public policy as `RestrictPublicBuckets` has it evaluated: it grants nothing on `resources` beyond the owner's
/// account but to AWS services, to named principals of other accounts no more than to everyone.
///
/// # Errors
/// A policy that is not JSON.
pub fn restricted(
    policy: &str,
    resources: &[String],
    account: &str,
) -> Result<String, serde_json::Error> {
    let mut policy: Value = serde_json::from_str(policy)?;
    add_statement(
        &mut policy,
        json!({
            "Sid": "RestrictPublicBuckets",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": resources,
            "Condition": {
                "StringNotEquals": { "aws:PrincipalAccount": account },
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
