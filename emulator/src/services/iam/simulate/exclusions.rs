//! `PolicyExclusionList`: policies that a simulation leaves out.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html>

use crate::base::Failure;
use crate::protocol::query_form::Member;
use crate::services::iam::errors::simulation as errors;
use crate::services::iam::rules;
use crate::services::iam::simulate::source::{Held, Keeping, Source};

/// Fields of an inline policy's identifier, as they stand in the form.
const INLINE: [&str; 3] = [
    "InlinePolicyIdentifier.PolicyName",
    "InlinePolicyIdentifier.AttachmentType",
    "InlinePolicyIdentifier.AttachmentName",
];

/// Which policies to leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exclusion {
    /// Every inline policy.
    Inline,
    /// Every policy that AWS keeps.
    AwsManaged,
    /// Every managed policy of the account.
    UserManaged,
    /// The permissions boundary.
    Boundary,
    /// Service control policies.
    ServiceControl,
    /// Resource control policies, which simulations do not have.
    ResourceControl,
    /// Managed policies by a pattern of their ARN.
    Arn(String),
    /// One inline policy of the holders whose names match a pattern.
    Named {
        /// The policy's name.
        policy: String,
        /// `user`, `group` or `role`.
        holder: String,
        /// Pattern of the holder's name.
        name: String,
    },
}

/// Reads the list.
///
/// # Errors
/// An identifier that AWS refuses.
pub fn read(members: &[Member<'_>]) -> Result<Vec<Exclusion>, Failure> {
    let numbered = members.iter().zip(1..);
    numbered
        .map(|(member, number)| one(number, member))
        .collect()
}

fn one(number: usize, member: &Member<'_>) -> Result<Exclusion, Failure> {
    let inline = INLINE.map(|field| member.get(field));
    let is_inline = inline.iter().any(Option::is_some);
    match (member.get("PolicyType"), member.get("PolicyArn"), is_inline) {
        (Some(kind), None, false) => of_type(kind),
        (None, Some(arn), false) => of_arn(arn),
        (None, None, true) => of_inline(number, inline),
        _ => Err(errors::exclusion()),
    }
}

fn of_type(kind: &str) -> Result<Exclusion, Failure> {
    Ok(match kind {
        "inline" => Exclusion::Inline,
        "aws-managed" => Exclusion::AwsManaged,
        "user-managed" => Exclusion::UserManaged,
        "permission-boundary" => Exclusion::Boundary,
        "scp" => Exclusion::ServiceControl,
        "rcp" => Exclusion::ResourceControl,
        _ => return Err(errors::exclusion_type(kind)),
    })
}

fn of_arn(arn: &str) -> Result<Exclusion, Failure> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let known = matches!(fields[..], ["arn", partition, "iam", "", account, resource]
        if partition.starts_with("aws")
            && !account.contains(['*', '?'])
            && resource.starts_with("policy/"));
    if known && has_few_stars(arn) {
        Ok(Exclusion::Arn(arn.to_owned()))
    } else {
        Err(errors::exclusion_arn(arn))
    }
}

fn of_inline(number: usize, fields: [Option<&str>; 3]) -> Result<Exclusion, Failure> {
    let [Some(policy), Some(holder), Some(name)] = fields else {
        return Err(errors::exclusion_inline());
    };
    if !["user", "group", "role"].contains(&holder) {
        return Err(errors::exclusion_attachment(number, holder));
    }
    for (field, text) in [("policyName", policy), ("attachmentName", name)] {
        if !text
            .chars()
            .any(|letter| rules::is_name(letter.encode_utf8(&mut [0; 4])))
        {
            return Err(errors::exclusion_name(number, field, text));
        }
    }
    let plain = name.replace(['*', '?'], "");
    let known = rules::is_name(policy) && rules::is_name(&plain) && has_few_stars(name);
    if !known {
        return Err(errors::exclusion_inline());
    }
    Ok(Exclusion::Named {
        policy: policy.to_owned(),
        holder: holder.to_owned(),
        name: name.to_owned(),
    })
}

/// AWS takes any number of `?` and one `*`.
fn has_few_stars(pattern: &str) -> bool {
    pattern.matches('*').count() <= 1
}

/// Takes the excluded policies out of an entity.
pub fn apply(exclusions: &[Exclusion], source: &mut Source) {
    source
        .policies
        .retain(|policy| !exclusions.iter().any(|exclusion| exclusion.covers(policy)));
    if exclusions.contains(&Exclusion::Boundary) {
        source.boundary = None;
    }
}

impl Exclusion {
    fn covers(&self, policy: &Held) -> bool {
        let is_aws = |arn: &str| arn.contains(":iam::aws:");
        match (self, &policy.keeping) {
            (Self::Inline, Keeping::Inline { .. }) => true,
            (Self::AwsManaged, Keeping::Managed(arn)) => is_aws(arn),
            (Self::UserManaged, Keeping::Managed(arn)) => !is_aws(arn),
            (Self::Arn(pattern), Keeping::Managed(arn)) => {
                // AWS finds a policy with a path also under its ARN without one.
                let pathless = arn
                    .split_once("policy/")
                    .map(|(head, _)| format!("{head}policy/{}", policy.name));
                matches(pattern, arn) || pathless.is_some_and(|arn| matches(pattern, &arn))
            }
            (
                Self::Named {
                    policy: wanted,
                    holder: kind,
                    name,
                },
                Keeping::Inline {
                    holder,
                    holder_name,
                },
            ) => *wanted == policy.name && holder.word() == kind && matches(name, holder_name),
            _ => false,
        }
    }
}

/// Whether a pattern with at most one `*` covers a text.
fn matches(pattern: &str, text: &str) -> bool {
    let same = |pattern: &str, text: &str| {
        pattern.chars().count() == text.chars().count()
            && pattern
                .chars()
                .zip(text.chars())
                .all(|(wanted, found)| wanted == '?' || wanted == found)
    };
    let Some((head, tail)) = pattern.split_once('*') else {
        return same(pattern, text);
    };
    let count = text.chars().count();
    let (before, after) = (head.chars().count(), tail.chars().count());
    if before + after > count {
        return false;
    }
    let first: String = text.chars().take(before).collect();
    let last: String = text.chars().skip(count - after).collect();
    same(head, &first) && same(tail, &last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_have_one_star() {
        assert!(matches("a*c", "abbc") && matches("a*c", "ac") && matches("?b", "ab"));
        assert!(!matches("a*c", "a") && !matches("ab*bc", "abc") && !matches("?", "ab"));
        assert!(matches("*", "") && matches("*", "x") && !matches("", "x"));
    }
}
