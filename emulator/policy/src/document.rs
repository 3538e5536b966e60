//! Policy documents: the text, checked against the grammar once, and its statements ready to be evaluated.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod fault;
mod keys;
mod read;
mod rewrite;

pub use fault::{DocumentError, Fault};
pub use keys::referenced_keys;

use crate::action::ActionPattern;
use crate::arn::ResourcePattern;
use crate::condition::Condition;
use crate::principal::PrincipalRef;

/// The longest text that is read at all: the largest policy any AWS call accepts.
pub(crate) const MAX_BYTES: usize = 131_072;

/// A parsed policy document.
///
/// Parsing is strict: an unknown element, operator or form is an error, so nothing that was not understood can grant.
/// A document is immutable; share it as `Arc<Document>`.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    text: String,
    pub(crate) version: Option<Version>,
    pub(crate) statements: Vec<Statement>,
}

/// The version of the policy language. Without one, a document is of 2008.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// `2008-10-17`: `${...}` is plain text.
    V2008,
    /// `2012-10-17`
    V2012,
}

/// What a statement that applies does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Forbids, whatever else grants.
    Deny,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    /// Byte offsets of the statement in the document's text.
    pub span: (usize, usize),
    /// Byte offset at which AWS's simulator says that the statement begins: what stands between it and the statement
    /// before counts as part of it.
    pub lead: usize,
    pub sid: Option<String>,
    pub effect: Effect,
    pub principal: Option<Principals>,
    pub action: Listed<ActionPattern>,
    pub resource: Option<Listed<ResourcePattern>>,
    pub conditions: Vec<Condition>,
}

/// An element that has a `Not...` twin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed<T> {
    pub negated: bool,
    pub entries: Vec<T>,
    /// The entries as written.
    pub texts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Principals {
    pub negated: bool,
    pub entries: Vec<PrincipalRef>,
    /// Byte offsets of the element's value in the document's text.
    pub span: (usize, usize),
}

impl Document {
    /// Reads a policy document of any kind: identity, resource, trust or key policy.
    ///
    /// # Errors
    /// The first fault, with the line and column it stands at.
    pub fn parse(text: &str) -> Result<Document, DocumentError> {
        Self::read(text, false)
    }

    /// Reads a document that IAM may have stored: beside the grammar it takes forms that IAM takes too.
    ///
    /// An ARN with missing fields has `*` in their place, an entry `null` of a list of resources is left out, an
    /// operator without keys asks nothing, a key without values matches nothing, and so do condition keys and actions of
    /// a form that no request has.
    ///
    /// # Errors
    /// The first fault, with the line and column it stands at.
    pub fn parse_stored(text: &str) -> Result<Document, DocumentError> {
        Self::read(text, true)
    }

    fn read(text: &str, lenient: bool) -> Result<Document, DocumentError> {
        let (version, statements) = read::document(text, lenient)?;
        Ok(Document {
            text: text.to_owned(),
            version,
            statements,
        })
    }

    /// The text it was parsed from, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether `${...}` is a variable in it.
    pub(crate) fn has_variables(&self) -> bool {
        self.version == Some(Version::V2012)
    }

    /// Whether it can hang on a user, group or role: no statement names principals, every one names resources.
    pub fn is_for_identities(&self) -> bool {
        let fits =
            |statement: &Statement| statement.principal.is_none() && statement.resource.is_some();
        self.statements.iter().all(fits)
    }

    /// Whether it can hang on a resource: every statement names principals.
    pub fn is_for_resources(&self) -> bool {
        self.statements
            .iter()
            .all(|statement| statement.principal.is_some())
    }

    /// Whether it allows any action of a service, under whatever conditions and on whatever resources. `service` is the
    /// prefix of its actions.
    pub fn may_allow_service(&self, service: &str) -> bool {
        self.statements
            .iter()
            .filter(|statement| statement.effect == Effect::Allow)
            .any(|statement| {
                let action = &statement.action;
                if action.negated {
                    let all = format!("{service}:*");
                    !action
                        .texts
                        .iter()
                        .any(|text| text == "*" || text == "*:*" || text.eq_ignore_ascii_case(&all))
                } else {
                    action.texts.iter().any(|text| {
                        let vendor = text.split(':').next().unwrap_or_default();
                        vendor == "*" || vendor.eq_ignore_ascii_case(service)
                    })
                }
            })
    }

    /// The keys its conditions compare, in order of appearance, each once.
    pub fn condition_keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for condition in self
            .statements
            .iter()
            .flat_map(|statement| &statement.conditions)
        {
            if !keys
                .iter()
                .any(|key| key.eq_ignore_ascii_case(&condition.key))
            {
                keys.push(&condition.key);
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests;
