//! One statement of a policy with what is needed to speak of it and to edit it.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Edit, PatchOp, Question, policies};
use crate::decide::{Attached, Layer, ResourceRule};
use crate::document::Statement;
use crate::json;
use crate::trace::kind;

/// Where a statement stands.
pub(super) struct Standing<'a> {
    pub layer: Layer,
    pub policy: &'a Attached,
    /// Position among the layer's policies.
    pub policy_index: usize,
    pub statement: &'a Statement,
    /// Position in the document.
    pub index: usize,
    /// The layer's policies before all edits.
    before: &'a [Attached],
    /// The document's `Statement`, read once for all of them.
    statements: Rc<Option<Json>>,
}

/// All statements of a layer.
pub(super) fn all(question: &Question, layer: Layer) -> impl Iterator<Item = Standing<'_>> {
    let before = policies(&question.before, layer);
    policies(&question.evidence, layer)
        .iter()
        .enumerate()
        .flat_map(move |(policy_index, policy)| {
            let json = Rc::new(statements_json(policy));
            let statements = policy.document.statements.iter().enumerate();
            statements.map(move |(index, statement)| Standing {
                layer,
                policy,
                policy_index,
                statement,
                index,
                before,
                statements: Rc::clone(&json),
            })
        })
}

impl Standing<'_> {
    /// "`Upload` at 3:5 of `uploads`".
    pub fn name(&self) -> String {
        match &self.statement.sid {
            Some(sid) => format!("`{sid}`{}", self.place()),
            None => format!("the statement{}", self.place()),
        }
    }

    /// "the Deny `OnlyUploads` at 3:5 of `uploads`".
    pub fn deny_name(&self) -> String {
        match &self.statement.sid {
            Some(sid) => format!("the Deny `{sid}`{}", self.place()),
            None => format!("the Deny{}", self.place()),
        }
    }

    /// Where it stands in the policy as it was before all edits.
    fn place(&self) -> String {
        // Two policies of a caller may have the same name: inline ones of a user and of its group.
        let unchanged = |one: &&Attached| Arc::ptr_eq(&one.document, &self.policy.document);
        let namesake = |one: &&Attached| one.name == self.policy.name;
        let mut before = self.before.iter();
        let policy = before
            .clone()
            .find(unchanged)
            .or_else(|| before.find(namesake));
        let document = policy.map(|policy| &policy.document);
        let at = document.and_then(|document| {
            let found = match Arc::ptr_eq(document, &self.policy.document) {
                true => self.statement,
                false => document
                    .statements
                    .iter()
                    .find(|one| same(one, self.statement))?,
            };
            Some(json::position(document.text(), found.span.0))
        });
        match at {
            Some((line, column)) => format!(" at {line}:{column} of `{}`", self.policy.name),
            None => format!(" of `{}`", self.policy.name),
        }
    }

    /// An edit of the statement; `path` is relative to it.
    pub fn patch(&self, op: PatchOp, path: &str, value: Option<Json>) -> Edit {
        let path = format!("{}{path}", self.pointer());
        self.document_patch(op, path, value)
    }

    fn document_patch(&self, op: PatchOp, path: String, value: Option<Json>) -> Edit {
        Edit::Patch {
            layer: self.layer,
            policy: self.policy.name.clone(),
            index: self.policy_index,
            op,
            path,
            value,
        }
    }

    /// Takes the statement away, and with the last one the whole policy.
    pub fn removal(&self) -> Edit {
        if self.policy.document.statements.len() == 1 {
            return Edit::Detach {
                layer: self.layer,
                policy: self.policy.name.clone(),
                index: self.policy_index,
            };
        }
        self.patch(PatchOp::Remove, "", None)
    }

    fn pointer(&self) -> String {
        match self.statements.as_ref() {
            Some(Json::Array(_)) => format!("/Statement/{}", self.index),
            _ => "/Statement".to_owned(),
        }
    }

    /// The statement's JSON, as it is written.
    pub fn json(&self) -> Option<&Json> {
        match self.statements.as_ref().as_ref()? {
            Json::Array(items) => items.get(self.index),
            one => Some(one),
        }
    }

    /// Replaces one value of an element that is a text or a list of texts.
    pub fn replaced(&self, element: &str, old: &str, new: &str) -> Option<Edit> {
        let (path, _) = self.entry(element, old)?;
        Some(self.patch(PatchOp::Replace, &path, Some(json!(new))))
    }

    /// Adds a value to an element that is a text or a list of texts.
    pub fn added(&self, element: &str, new: &str) -> Option<Edit> {
        match self.json()?.get(element)? {
            Json::Array(_) => {
                let path = format!("/{element}/-");
                Some(self.patch(PatchOp::Add, &path, Some(json!(new))))
            }
            old @ Json::String(_) => {
                let both = json!([old, new]);
                Some(self.patch(PatchOp::Replace, &format!("/{element}"), Some(both)))
            }
            _ => None,
        }
    }

    /// Takes a value out of a list.
    pub fn taken_out(&self, element: &str, old: &str) -> Option<Edit> {
        match self.entry(element, old)? {
            (path, true) => Some(self.patch(PatchOp::Remove, &path, None)),
            (_, false) => None,
        }
    }

    /// Where a value of an element stands, and whether in a list.
    fn entry(&self, element: &str, old: &str) -> Option<(String, bool)> {
        match self.json()?.get(element)? {
            Json::Array(items) => {
                let at = items.iter().position(|item| item.as_str() == Some(old))?;
                Some((format!("/{element}/{at}"), true))
            }
            Json::String(text) if text == old => Some((format!("/{element}"), false)),
            _ => None,
        }
    }
}

fn statements_json(policy: &Attached) -> Option<Json> {
    let mut json: Json = serde_json::from_str(policy.document.text()).ok()?;
    json.get_mut("Statement").map(Json::take)
}

/// Adds a statement to a policy.
pub(super) fn addition(layer: Layer, index: usize, policy: &Attached, statement: &Json) -> Edit {
    let (op, path, value) = match statements_json(policy) {
        Some(Json::Array(_)) | None => (PatchOp::Add, "/Statement/-", statement.clone()),
        Some(one) => (PatchOp::Replace, "/Statement", json!([one, statement])),
    };
    Edit::Patch {
        layer,
        policy: policy.name.clone(),
        index,
        op,
        path: path.to_owned(),
        value: Some(value),
    }
}

/// A pointer's reference token.
pub(super) fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A statement in the order in which people write it.
pub(super) fn written(statement: &Json) -> String {
    const ORDER: [&str; 6] = [
        "Sid",
        "Effect",
        "Principal",
        "Action",
        "Resource",
        "Condition",
    ];
    let members = ORDER
        .into_iter()
        .filter_map(|name| Some(format!("\"{name}\": {}", statement.get(name)?)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

/// "the identity policy `uploads`".
pub(super) fn policy_name(layer: Layer, rule: ResourceRule, policy: &Attached) -> String {
    format!("the {} `{}`", kind(layer, rule), policy.name)
}

/// One text or a list of them, as policies write values.
pub(super) fn list(texts: &[String]) -> Json {
    match texts {
        [one] => json!(one),
        many => json!(many),
    }
}

/// Whether two statements say the same, wherever they stand.
fn same(one: &Statement, other: &Statement) -> bool {
    let principals = |statement: &Statement| {
        let named = statement.principal.as_ref();
        named.map(|named| (named.negated, named.entries.clone()))
    };
    (
        &one.sid,
        one.effect,
        &one.action,
        &one.resource,
        &one.conditions,
    ) == (
        &other.sid,
        other.effect,
        &other.action,
        &other.resource,
        &other.conditions,
    ) && principals(one) == principals(other)
}
