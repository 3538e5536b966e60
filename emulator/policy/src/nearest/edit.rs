//! Edits of a request and its policies, as data that can be applied.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{exchange, policies};
use crate::acl::{Acl, Grant};
use crate::context::{Context, Value};
use crate::decide::{Attached, Evidence, Layer, Request};
use crate::document::Document;
use crate::principal::Principal;

/// A request and its evidence, owned; the caller stays who it is.
#[derive(Debug, Clone)]
pub struct Question {
    /// `service:Action`.
    pub action: String,
    /// ARN or `*`.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
    /// The policies.
    pub evidence: Evidence,
    /// The policies before the first edit: what people have before them.
    pub(super) before: Arc<Evidence>,
}

impl Question {
    pub(super) fn of(request: &Request<'_>, evidence: &Evidence) -> Question {
        Question {
            action: request.action.to_owned(),
            resource: request.resource.to_owned(),
            context: request.context.clone(),
            evidence: evidence.clone(),
            before: Arc::new(evidence.clone()),
        }
    }

    /// As [`crate::decide()`] wants it.
    pub fn request<'a>(&'a self, principal: &'a Principal) -> Request<'a> {
        Request {
            principal,
            action: &self.action,
            resource: &self.resource,
            context: &self.context,
        }
    }
}

/// One edit.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// The request comes with this condition key.
    SetKey {
        /// Name.
        key: String,
        /// Value.
        value: Value,
    },
    /// The request comes without this condition key.
    DropKey {
        /// Name.
        key: String,
    },
    /// The request is for another action.
    Ask {
        /// `service:Action`.
        action: String,
    },
    /// The owner of the object grants a permission on it.
    Grant {
        /// To whom and what.
        grant: Grant,
    },
    /// A policy is changed at one place, as by one operation of RFC 6902.
    Patch {
        /// Whose policy.
        layer: Layer,
        /// Its name.
        policy: String,
        /// Position among the layer's policies, from 0.
        index: usize,
        /// What is done.
        op: PatchOp,
        /// Where, as a JSON pointer; `-` at its end stands for the end of a list.
        path: String,
        /// What is put there.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Json>,
    },
    /// Another policy is added.
    Attach {
        /// To which layer.
        layer: Layer,
        /// The policy.
        document: Json,
    },
    /// A policy is taken away.
    Detach {
        /// From which layer.
        layer: Layer,
        /// Its name.
        policy: String,
        /// Position among the layer's policies, from 0.
        index: usize,
    },
}

/// The operations of RFC 6902 that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PatchOp {
    /// Inserts into a list.
    Add,
    /// Puts something else there.
    Replace,
    /// Takes it away.
    Remove,
}

impl Edit {
    /// The question after this edit; `None` when it does not fit, or when the policy would not be one any more.
    pub fn apply(&self, question: &Question) -> Option<Question> {
        let mut next = question.clone();
        match self {
            Edit::SetKey { key, value } => next.context.set(key, value.clone()),
            Edit::DropKey { key } => next.context = without(&question.context, key),
            Edit::Ask { action } => next.action.clone_from(action),
            Edit::Grant { grant } => {
                let mut acl = Acl::clone(question.evidence.acl.as_deref()?);
                acl.grants.push(grant.clone());
                next.evidence.acl = Some(Arc::new(acl));
            }
            Edit::Attach { layer, document } => {
                let name = "the new policy".to_owned();
                let policy = attached(name, document)?;
                exchange(&mut next.evidence, *layer, usize::MAX, Some(policy));
            }
            Edit::Detach { layer, index, .. } => {
                policies(&question.evidence, *layer).get(*index)?;
                exchange(&mut next.evidence, *layer, *index, None);
            }
            Edit::Patch {
                layer,
                index,
                op,
                path,
                value,
                ..
            } => {
                let policy = policies(&question.evidence, *layer).get(*index)?;
                let mut json: Json = serde_json::from_str(policy.document.text()).ok()?;
                patch(&mut json, *op, path, value.as_ref())?;
                let policy = attached(policy.name.clone(), &json)?;
                exchange(&mut next.evidence, *layer, *index, Some(policy));
            }
        }
        Some(next)
    }
}

fn attached(name: String, json: &Json) -> Option<Attached> {
    let document = Document::parse(&json.to_string()).ok()?;
    Some(Attached {
        name,
        document: Arc::new(document),
    })
}

fn without(context: &Context, key: &str) -> Context {
    let mut rest = Context::new();
    for (name, value) in context
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case(key))
    {
        rest.set(name, value.clone());
    }
    rest
}

fn patch(json: &mut Json, op: PatchOp, path: &str, value: Option<&Json>) -> Option<()> {
    let (parent, last) = path.rsplit_once('/')?;
    let name = last.replace("~1", "/").replace("~0", "~");
    match (json.pointer_mut(parent)?, op) {
        (Json::Object(members), PatchOp::Add | PatchOp::Replace) => {
            members.insert(name, value?.clone());
        }
        (Json::Object(members), PatchOp::Remove) => {
            members.remove(&name)?;
        }
        (Json::Array(items), PatchOp::Add) if name == "-" => items.push(value?.clone()),
        (Json::Array(items), PatchOp::Add) => {
            let at = name.parse().ok().filter(|at| *at <= items.len())?;
            items.insert(at, value?.clone());
        }
        (Json::Array(items), PatchOp::Replace) => {
            *items.get_mut(name.parse::<usize>().ok()?)? = value?.clone();
        }
        (Json::Array(items), PatchOp::Remove) => {
            let at = name.parse().ok().filter(|at| *at < items.len())?;
            items.remove(at);
        }
        _ => return None,
    }
    Some(())
}
