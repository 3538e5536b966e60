//! Trust policies of roles.

use super::texts::{iam, trust};
use super::{Invalid, identity, unknown_principal};
use crate::action::ActionPattern;
use crate::document::{Document, DocumentError, Fault, Listed};
use crate::principal::PrincipalRef;

/// What a trust policy may speak of.
const ACTIONS: [&str; 6] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
];

/// The rest of STS, which a pattern must not stand for.
const OTHERS: [&str; 6] = [
    "sts:DecodeAuthorizationMessage",
    "sts:GetAccessKeyInfo",
    "sts:GetCallerIdentity",
    "sts:GetFederationToken",
    "sts:GetServiceBearerToken",
    "sts:GetSessionToken",
];

pub(super) fn check(
    text: &str,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<Document, Invalid> {
    if !identity::is_allowed(text) {
        return Err(Invalid::new(trust::JSON));
    }
    let document = Document::parse(text).map_err(|error| refusal(&error))?;
    let sids = document.statements.iter();
    identity::sids(sids.filter_map(|statement| statement.sid.as_deref()))?;
    for statement in &document.statements {
        if let Some(resource) = &statement.resource {
            let element = if resource.negated {
                "NotResource"
            } else {
                "Resource"
            };
            return Err(Invalid::new(trust::prohibited(element)));
        }
        let principal = statement
            .principal
            .as_ref()
            .ok_or_else(|| Invalid::new(trust::missing("Principal")))?;
        if principal.negated {
            return Err(Invalid::new(trust::prohibited("NotPrincipal")));
        }
        actions(&statement.action)?;
        if let Some(unknown) = unknown_principal(statement, exists) {
            return Err(Invalid::new(trust::principal(
                unknown.kind(),
                unknown.text(),
            )));
        }
        let refused = statement
            .conditions
            .iter()
            .any(|condition| condition.malformed_value().is_some() || condition.values.is_empty());
        if refused {
            return Err(Invalid::new(iam::SYNTAX));
        }
    }
    Ok(document)
}

/// Every action, a pattern included, has to stand for actions of the list only.
fn actions(action: &Listed<ActionPattern>) -> Result<(), Invalid> {
    let of_sts = |text: &String| {
        text.get(..4)
            .is_some_and(|vendor| vendor.eq_ignore_ascii_case("sts:"))
    };
    let stands_for = |entry: &ActionPattern, actions: &[&str]| {
        actions.iter().any(|action| entry.matches(action))
    };
    let known = action
        .texts
        .iter()
        .zip(&action.entries)
        .all(|(text, entry)| {
            of_sts(text) && stands_for(entry, &ACTIONS) && !stands_for(entry, &OTHERS)
        });
    if known && !action.negated {
        Ok(())
    } else {
        Err(Invalid::new(trust::ACTIONS))
    }
}

fn refusal(error: &DocumentError) -> Invalid {
    Invalid::new(match &error.fault {
        Fault::NotJson { .. } | Fault::TooLong { .. } => trust::JSON.to_owned(),
        Fault::Principal { kind, text } if kind == "Federated" && !text.starts_with("arn:") => {
            trust::FEDERATED.to_owned()
        }
        Fault::Principal { kind, text } => trust::principal(kind, text),
        Fault::Empty { element } if element.ends_with("Principal") => {
            trust::NO_PRINCIPALS.to_owned()
        }
        Fault::Missing { element } => trust::missing(element),
        _ => return identity::refusal(error),
    })
}
