//! Policies of users, groups, roles and sessions.

use super::Invalid;
use super::texts::iam;
use crate::document::{Document, DocumentError, Fault, MAX_BYTES, Version};
use crate::principal;

/// Partitions that ARNs of policies may name.
const PARTITIONS: [&str; 6] = [
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-eusc",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Kept by IAM.
    Stored,
    /// Passed to STS, gone with the session.
    Session,
}

/// The length of a policy as IAM's size quotas count it: characters without white space.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub fn quota_length(text: &str) -> usize {
    text.chars()
        .filter(|character| !character.is_ascii_whitespace())
        .count()
}

pub(super) fn check(text: &str, strictness: Strictness) -> Result<Document, Invalid> {
    if !is_allowed(text) {
        return Err(Invalid::new(iam::SYNTAX));
    }
    let document = Document::parse(text).map_err(|error| refusal(&error))?;
    if strictness == Strictness::Stored && document.version != Some(Version::V2012) {
        return Err(Invalid::new(iam::VERSION));
    }
    if document
        .statements
        .iter()
        .any(|statement| statement.principal.is_some())
    {
        return Err(Invalid::new(iam::PRINCIPAL));
    }
    sids(&document)?;
    for statement in &document.statements {
        let resource = statement
            .resource
            .as_ref()
            .ok_or_else(|| Invalid::new(iam::NO_RESOURCES))?;
        resource
            .texts
            .iter()
            .try_for_each(|text| self::resource(text))?;
        for condition in &statement.conditions {
            let unreadable =
                strictness == Strictness::Stored && condition.malformed_value().is_some();
            if unreadable || condition.values.is_empty() {
                return Err(Invalid::new(iam::SYNTAX));
            }
        }
    }
    Ok(document)
}

/// The characters IAM's API takes in a policy document.
pub(super) fn is_allowed(text: &str) -> bool {
    text.len() <= MAX_BYTES
        && text
            .chars()
            .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
}

/// `Sid`s are alphanumeric and, unless empty, unique.
pub(super) fn sids(document: &Document) -> Result<(), Invalid> {
    let mut seen = std::collections::HashSet::new();
    for sid in document
        .statements
        .iter()
        .filter_map(|statement| statement.sid.as_deref())
    {
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Invalid::new(iam::SID));
        }
        if !sid.is_empty() && !seen.insert(sid) {
            return Err(Invalid::new(iam::SID_TWICE));
        }
    }
    Ok(())
}

fn resource(text: &str) -> Result<(), Invalid> {
    let mut fields = text.splitn(6, ':').skip(1);
    let (Some(partition), Some(service), Some(region), Some(account)) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Ok(());
    };
    if !is_account_field(account) {
        return Err(Invalid::new(iam::LEGACY));
    }
    if !partition.contains(['*', '?']) && !PARTITIONS.contains(&partition) {
        return Err(Invalid::new(iam::partition(partition, text)));
    }
    // An access point's ARN has a region, and then an account too.
    let regionless = service == "iam" || (service == "s3" && account.is_empty());
    if regionless && !region.is_empty() && region != "*" {
        return Err(Invalid::new(iam::region(service, text)));
    }
    Ok(())
}

/// Nothing, an account, a pattern, or `aws` as in the ARNs of AWS managed policies; placeholders are none of these.
fn is_account_field(account: &str) -> bool {
    account.is_empty()
        || account == "aws"
        || account.contains(['*', '?'])
        || principal::is_account(account)
}

/// A fault of the document in IAM's words.
pub(super) fn refusal(error: &DocumentError) -> Invalid {
    Invalid::new(match &error.fault {
        Fault::Principal { .. } => iam::PRINCIPAL.to_owned(),
        Fault::Effect(text)
            if text.eq_ignore_ascii_case("allow") || text.eq_ignore_ascii_case("deny") =>
        {
            iam::LEGACY.to_owned()
        }
        Fault::Missing { element: "Action" } => iam::NO_ACTIONS.to_owned(),
        Fault::Empty { element } if element.ends_with("Action") => iam::NO_ACTIONS.to_owned(),
        Fault::Empty { element } if element.ends_with("Resource") => iam::NO_RESOURCES.to_owned(),
        Fault::Empty { element } if element.ends_with("Principal") => iam::PRINCIPAL.to_owned(),
        Fault::ActionVendor(_) => iam::NO_VENDOR.to_owned(),
        Fault::ActionColons(_) => iam::COLONS.to_owned(),
        Fault::ActionVendorName(text) => iam::vendor(text.split(':').next().unwrap_or_default()),
        Fault::ResourceForm(text) => iam::resource(text),
        Fault::ResourceFields(_) => iam::LEGACY.to_owned(),
        _ => iam::SYNTAX.to_owned(),
    })
}
