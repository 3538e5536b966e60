//! Whether a bucket policy is public, as Block Public Access and `GetBucketPolicyStatus` ask.
//!
//! A policy is taken for public unless every Allow is limited to fixed values: named principals, or a condition that
//! ties the caller to an account, an organization, a network or the like. See
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>.

use crate::condition::{Base, Condition, Set};
use crate::document::{Document, Effect, Listed, Statement};
use crate::principal::PrincipalRef;

/// What the value of an anchor has to look like to be fixed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fixed {
    /// No wildcard.
    Whole,
    /// An ARN whose account has no wildcard.
    Account,
    /// A unique identifier without wildcard, of a role with any session name.
    UserId,
    /// A block of addresses that is not too wide.
    Network,
}

/// Condition keys that tie a caller down. `aws:Referer` is knowingly not among them, nor is `aws:SourceOwner`: the
/// documentation names it, but AWS was seen to take such policies for public.
const ANCHORS: [(&str, Fixed); 13] = [
    ("aws:PrincipalAccount", Fixed::Whole),
    ("aws:PrincipalArn", Fixed::Account),
    ("aws:PrincipalOrgID", Fixed::Whole),
    ("aws:SourceAccount", Fixed::Whole),
    ("aws:SourceArn", Fixed::Account),
    ("aws:SourceIp", Fixed::Network),
    ("aws:SourceOrgID", Fixed::Whole),
    ("aws:SourceVpc", Fixed::Whole),
    ("aws:SourceVpce", Fixed::Whole),
    ("aws:userid", Fixed::UserId),
    ("s3:DataAccessPointAccount", Fixed::Whole),
    ("s3:DataAccessPointArn", Fixed::Account),
    (
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        Fixed::Whole,
    ),
];

/// The widest blocks of addresses that are not public: prefix lengths for IPv4 and IPv6.
const WIDEST_PREFIX: (u32, u32) = (8, 32);

impl Document {
    /// Whether this bucket policy lets in callers that nobody named.
    pub fn is_public(&self) -> bool {
        self.statements.iter().any(|statement| {
            is_open(statement)
                && !self
                    .statements
                    .iter()
                    .any(|denial| is_cancelled(statement, denial))
        })
    }
}

/// An Allow for everybody without an anchor. Deny statements alone never make a policy public.
fn is_open(statement: &Statement) -> bool {
    let Some(principal) = &statement.principal else {
        return false;
    };
    let anybody = principal.negated || principal.entries.iter().any(is_anybody);
    statement.effect == Effect::Allow
        && anybody
        && !statement.conditions.iter().any(|c| is_anchor(c, statement))
}

fn is_anybody(entry: &PrincipalRef) -> bool {
    match entry {
        PrincipalRef::Everyone => true,
        // A public identity provider lets anybody in; one of the account's own has an ARN.
        PrincipalRef::Federated(provider) => !provider.starts_with("arn:"),
        _ => false,
    }
}

/// One fixed anchor is enough, whatever else is open in the statement.
fn is_anchor(condition: &Condition, statement: &Statement) -> bool {
    let Some((_, fixed)) = ANCHORS
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(&condition.key))
    else {
        return false;
    };
    let operator = condition.operator;
    // `IfExists` and `ForAllValues` also hold without the key, unless another condition asks for it.
    let may_be_absent = operator.if_exists || operator.set == Some(Set::ForAllValues);
    if operator.negated || (may_be_absent && !is_required(&condition.key, statement)) {
        return false;
    }
    let wildcards = match (operator.base, fixed) {
        (Base::IpAddress, Fixed::Network) => true,
        (Base::StringEquals, Fixed::Whole | Fixed::Account | Fixed::UserId) => false,
        (Base::StringLike | Base::Arn, Fixed::Whole | Fixed::Account | Fixed::UserId) => true,
        _ => return false,
    };
    condition
        .values
        .iter()
        .all(|value| is_fixed(value, *fixed, wildcards))
}

fn is_required(key: &str, statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        condition.operator.base == Base::Null
            && condition.key.eq_ignore_ascii_case(key)
            && condition
                .values
                .iter()
                .all(|value| !value.eq_ignore_ascii_case("true"))
            && !condition.values.is_empty()
    })
}

fn is_fixed(value: &str, fixed: Fixed, wildcards: bool) -> bool {
    let is_wild = |text: &str| wildcards && text.contains(['*', '?']);
    if value.contains("${") {
        return false;
    }
    match fixed {
        Fixed::Whole => !is_wild(value),
        Fixed::Account if !is_wild(value) => true,
        Fixed::Account => {
            let account = value.split(':').nth(4).unwrap_or_default();
            !account.is_empty() && !is_wild(account)
        }
        Fixed::UserId => {
            let id = value.strip_suffix(":*").unwrap_or(value);
            !id.is_empty() && !is_wild(id)
        }
        Fixed::Network => is_narrow(value),
    }
}

fn is_narrow(block: &str) -> bool {
    let (address, prefix) = match block.split_once('/') {
        Some((address, prefix)) => (address, prefix.parse::<u32>().ok()),
        None => (block, Some(u32::MAX)),
    };
    let widest = match address.parse() {
        Ok(std::net::IpAddr::V4(_)) => WIDEST_PREFIX.0,
        Ok(std::net::IpAddr::V6(_)) => WIDEST_PREFIX.1,
        Err(_) => return false,
    };
    prefix.is_some_and(|prefix| prefix >= widest)
}

/// Whether `denial` takes back what `open` gives to those nobody named: a Deny for everyone on the same actions and
/// resources, without condition or for all accounts but fixed ones.
fn is_cancelled(open: &Statement, denial: &Statement) -> bool {
    let for_everyone = denial.principal.as_ref().is_some_and(|principal| {
        !principal.negated && principal.entries.contains(&PrincipalRef::Everyone)
    });
    let unconditional = match denial.conditions.as_slice() {
        [] => true,
        [condition] => {
            condition.name == "StringNotEquals"
                && condition.key.eq_ignore_ascii_case("aws:SourceAccount")
                && !condition.values.is_empty()
                && condition
                    .values
                    .iter()
                    .all(|value| is_fixed(value, Fixed::Whole, false))
        }
        _ => false,
    };
    let covered = match (&open.resource, &denial.resource) {
        (Some(open), Some(denial)) => covers(denial, open, str::eq),
        _ => false,
    };
    denial.effect == Effect::Deny
        && for_everyone
        && unconditional
        && covered
        && covers(&denial.action, &open.action, str::eq_ignore_ascii_case)
}

/// Whether each entry of `narrow` is one of `wide`, or under one of its stems. A statement about "everything but" is
/// covered by `*` only.
fn covers<T>(wide: &Listed<T>, narrow: &Listed<T>, same: fn(&str, &str) -> bool) -> bool {
    let entry_covers = |wide: &str, narrow: &str| {
        let stem = wide
            .strip_suffix('*')
            .filter(|stem| !stem.contains(['*', '?', '$']));
        let under = stem.is_some_and(|stem| {
            narrow
                .get(..stem.len())
                .is_some_and(|head| same(head, stem))
        });
        under || same(wide, narrow)
    };
    if wide.negated {
        return false;
    }
    if narrow.negated {
        return wide.texts.iter().any(|text| text == "*");
    }
    narrow
        .texts
        .iter()
        .all(|narrow| wide.texts.iter().any(|wide| entry_covers(wide, narrow)))
}
