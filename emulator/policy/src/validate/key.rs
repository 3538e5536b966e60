//! Policies of KMS keys.

use super::texts::kms;
use super::{Invalid, unknown_principal};
use crate::document::{Document, DocumentError, Fault};
use crate::principal::PrincipalRef;

pub(super) fn check(
    text: &str,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<Document, Invalid> {
    let document = Document::parse(text).map_err(|error| refusal(&error))?;
    for statement in &document.statements {
        if statement.principal.is_none() {
            return Err(Invalid::new(kms::NO_PRINCIPAL));
        }
        if statement.resource.is_none() {
            return Err(Invalid::new(kms::NO_RESOURCES));
        }
        if unknown_principal(statement, exists).is_some() {
            return Err(Invalid::new(kms::PRINCIPAL));
        }
        if statement
            .conditions
            .iter()
            .any(|condition| condition.malformed_value().is_some())
        {
            return Err(Invalid::new(kms::SYNTAX));
        }
    }
    Ok(document)
}

fn refusal(error: &DocumentError) -> Invalid {
    Invalid::new(match &error.fault {
        Fault::Principal { .. } => kms::PRINCIPAL,
        Fault::Empty { element } if element.ends_with("Principal") => kms::PRINCIPAL,
        _ => kms::SYNTAX,
    })
}
