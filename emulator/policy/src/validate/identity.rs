//! Policies of users, groups, roles and sessions.

use super::texts::iam;
use super::{Invalid, date, outline, resources};
use crate::condition::Base;
use crate::document::{Document, DocumentError, Fault, MAX_BYTES, Statement};

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

/// The faults in the order in which IAM looks for them: each pass looks at all statements.
pub(super) fn check(text: &str, strictness: Strictness) -> Result<Document, Invalid> {
    if !is_allowed(text) {
        return Err(Invalid::new(iam::SYNTAX));
    }
    let outline = outline::read(text)?;
    let statements = &outline.statements;
    let stored = strictness == Strictness::Stored;
    if stored && outline.version.as_deref() != Some("2012-10-17") {
        return Err(Invalid::new(iam::VERSION));
    }
    if statements.iter().any(|statement| statement.principal) {
        return Err(Invalid::new(iam::PRINCIPAL));
    }
    for statement in statements {
        let readable = || statement.dates.iter().all(|text| date::is_taken(text));
        if !matches!(statement.effect.as_str(), "Allow" | "Deny") || (stored && !readable()) {
            return Err(Invalid::new(iam::LEGACY));
        }
    }
    let resource = resources::first_fault(statements)?;
    sids(
        statements
            .iter()
            .filter_map(|statement| statement.sid.as_deref()),
    )?;
    if statements
        .iter()
        .any(|statement| statement.actions.as_ref().is_none_or(Vec::is_empty))
    {
        return Err(Invalid::new(iam::NO_ACTIONS));
    }
    if let Some(fault) = resource {
        return Err(fault);
    }
    let mut actions = statements.iter().flat_map(|statement| &statement.actions);
    actions.try_for_each(|texts| texts.iter().try_for_each(|text| action(text)))?;
    if statements
        .iter()
        .any(|statement| statement.resources.as_ref().is_none_or(Vec::is_empty))
    {
        return Err(Invalid::new(iam::NO_RESOURCES));
    }
    let document = Document::parse_stored(text).map_err(|error| refusal(&error))?;
    if stored && document.statements.iter().any(has_unreadable_literal) {
        return Err(Invalid::new(iam::LITERAL));
    }
    Ok(document)
}

/// Numbers, addresses and ARNs that their operators cannot read. Dates were looked at before, and more of them are taken.
fn has_unreadable_literal(statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        !matches!(condition.operator.base, Base::Date(_)) && condition.malformed_value().is_some()
    })
}

/// `vendor:name`, or `*`.
fn action(text: &str) -> Result<(), Invalid> {
    let vendor = match text.split(':').collect::<Vec<_>>()[..] {
        ["*"] => return Ok(()),
        [_] => return Err(Invalid::new(iam::NO_VENDOR)),
        [vendor, _] => vendor,
        _ => return Err(Invalid::new(iam::COLONS)),
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    if vendor == "*" || (!vendor.is_empty() && vendor.bytes().all(plain)) {
        Ok(())
    } else {
        Err(Invalid::new(iam::vendor(vendor)))
    }
}

/// The characters IAM's API takes in a policy document.
pub(super) fn is_allowed(text: &str) -> bool {
    text.len() <= MAX_BYTES
        && text
            .chars()
            .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
}

/// `Sid`s are alphanumeric and, unless empty, unique.
pub(super) fn sids<'a>(sids: impl Iterator<Item = &'a str>) -> Result<(), Invalid> {
    let mut seen = std::collections::HashSet::new();
    for sid in sids {
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Invalid::new(iam::SID));
        }
        if !sid.is_empty() && !seen.insert(sid) {
            return Err(Invalid::new(iam::SID_TWICE));
        }
    }
    Ok(())
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
