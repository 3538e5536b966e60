//! Policies of an organization: what they may hold at all. Their words of refusal are no AWS answer: the service that
//! takes them is not part of the stack.

use super::Invalid;
use crate::document::{Document, Effect, Statement};
use crate::principal::PrincipalRef;

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
const MAX_CHARACTERS: usize = 5_120;

pub(super) fn service_control(text: &str) -> Result<Document, Invalid> {
    let document = read(text)?;
    for statement in &document.statements {
        if statement.principal.is_some() {
            return Err(Invalid::new("a service control policy names no principal"));
        }
        needs_resource(statement)?;
    }
    Ok(document)
}

/// Customers write denials for everybody; what is not denied is allowed by `RCPFullAWSAccess`.
pub(super) fn resource_control(text: &str) -> Result<Document, Invalid> {
    let document = read(text)?;
    for statement in &document.statements {
        let everybody = statement.principal.as_ref().is_some_and(|principal| {
            !principal.negated && principal.entries == [PrincipalRef::Everyone]
        });
        if statement.effect != Effect::Deny {
            return Err(Invalid::new("a resource control policy only denies"));
        }
        if !everybody {
            return Err(Invalid::new(
                "the principal of a resource control policy is `*`",
            ));
        }
        if statement.action.negated || statement.action.texts.iter().any(|text| text == "*") {
            return Err(Invalid::new(
                "a resource control policy names the actions of a service, such as `s3:*`",
            ));
        }
        needs_resource(statement)?;
    }
    Ok(document)
}

fn read(text: &str) -> Result<Document, Invalid> {
    if text.chars().count() > MAX_CHARACTERS {
        return Err(Invalid::new(format!(
            "the policy is longer than {MAX_CHARACTERS} characters"
        )));
    }
    Document::parse(text).map_err(|error| Invalid::new(error.to_string()))
}

fn needs_resource(statement: &Statement) -> Result<(), Invalid> {
    match statement.resource {
        Some(_) => Ok(()),
        None => Err(Invalid::new("a statement has no `Resource`")),
    }
}
