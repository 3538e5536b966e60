//! Managed policies by their ARN: AWS's own (a small selection) and where the account's own are kept.
//!
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>

use crate::base::{Timestamp, arn, time_format};

/// One line for each policy: path, name, id, version in force, dates, description, document.
const LIST: &str = include_str!("../../../model/iam_managed_policies.tsv");

/// A policy that AWS keeps and every account sees.
#[derive(Debug, Clone, Copy)]
pub struct AwsPolicy {
    /// Begins and ends with `/`.
    pub path: &'static str,
    /// Name.
    pub name: &'static str,
    /// `ANPA…`.
    pub id: &'static str,
    /// Id of the version in force, the only one known here.
    pub version: &'static str,
    created: &'static str,
    updated: &'static str,
    /// What AWS says of it.
    pub description: &'static str,
    /// Document.
    pub text: &'static str,
}

impl AwsPolicy {
    /// Its ARN.
    pub fn arn(&self) -> String {
        arn::iam("aws", "policy", self.path, self.name)
    }

    /// When AWS made it.
    pub fn created(&self) -> Timestamp {
        moment(self.created)
    }

    /// When AWS made its version in force.
    pub fn updated(&self) -> Timestamp {
        moment(self.updated)
    }

    fn is(&self, policy_arn: &str) -> bool {
        policy_arn
            .strip_prefix("arn:aws:iam::aws:policy")
            .and_then(|rest| rest.strip_prefix(self.path))
            == Some(self.name)
    }
}

fn moment(text: &str) -> Timestamp {
    time_format::parse_iso(text).unwrap_or(Timestamp::from_seconds(0))
}

/// All of them, ordered by name.
pub fn all() -> impl Iterator<Item = AwsPolicy> {
    LIST.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some(AwsPolicy {
            path: fields.next()?,
            name: fields.next()?,
            id: fields.next()?,
            version: fields.next()?,
            created: fields.next()?,
            updated: fields.next()?,
            description: fields.next()?,
            text: fields.next()?,
        })
    })
}

/// The AWS managed policy of an ARN.
pub fn find(policy_arn: &str) -> Option<AwsPolicy> {
    all().find(|policy| policy.is(policy_arn))
}

/// The document of an AWS managed policy.
pub fn text(policy_arn: &str) -> Option<&'static str> {
    find(policy_arn).map(|policy| policy.text)
}

/// Account and name of a customer managed policy's ARN.
pub fn own(policy_arn: &str) -> Option<(&str, &str)> {
    let rest = policy_arn.strip_prefix("arn:aws:iam::")?;
    let (account, resource) = rest.split_once(':')?;
    let path_and_name = resource.strip_prefix("policy/")?;
    let name = path_and_name.rsplit('/').next()?;
    (arn::is_account_id(account) && !name.is_empty()).then_some((account, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_policy_that_can_be_evaluated() {
        assert_eq!(all().count(), LIST.lines().count() - 1);
        for policy in all() {
            assert!(
                bucketproof_policy::Document::parse(policy.text).is_ok(),
                "{}",
                policy.name
            );
            assert!(policy.updated() >= policy.created(), "{}", policy.name);
            assert_eq!(text(&policy.arn()), Some(policy.text));
        }
    }

    #[test]
    fn an_arn_with_another_path_is_another_policy() {
        assert!(find("arn:aws:iam::aws:policy/service-role/AdministratorAccess").is_none());
        assert!(find("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole").is_none());
        assert!(find("arn:aws:iam::000000000000:policy/AdministratorAccess").is_none());
    }

    #[test]
    fn own_policies_name_account_and_name() {
        let own_arn = "arn:aws:iam::123456789012:policy/a/b/reader";
        assert_eq!(own(own_arn), Some(("123456789012", "reader")));
        assert_eq!(own("arn:aws:iam::aws:policy/AdministratorAccess"), None);
        assert_eq!(own("arn:aws:iam::123456789012:role/reader"), None);
    }
}
