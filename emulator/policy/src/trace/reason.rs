//! The decision in a sentence.

use super::{LayerTrace, Outcome, StatementTrace};
use crate::decide::{Decision, Layer, Request, ResourceRule, Verdict};
use crate::document::Effect;
use crate::principal::Principal;

pub(super) fn sentence(
    decision: Decision,
    layers: &[LayerTrace],
    rule: ResourceRule,
    cross_account: bool,
    request: &Request<'_>,
) -> String {
    let kind = kind(decision.layer, rule);
    match decision.verdict {
        Verdict::ExplicitDeny => match applied(decision.layer, layers, Effect::Deny) {
            Some(place) => format!("{place} denies it"),
            None => format!("the {kind} denies it"),
        },
        Verdict::Allow => match applied(decision.layer, layers, Effect::Allow) {
            Some(place) => format!("{place} allows it"),
            None if decision.layer == Layer::Acl => granted(layers),
            None if matches!(request.principal, Principal::Root { .. }) => {
                "the root user may do everything in its account".to_owned()
            }
            None => format!("the {kind} allows it"),
        },
        Verdict::ImplicitDeny => {
            let exists = layers.iter().any(|layer| layer.layer == decision.layer);
            let silent = match (exists, decision.layer) {
                (true, _) => format!("no statement of the {kind} allows it"),
                (false, Layer::Resource) if rule == ResourceRule::Trust => {
                    "there is no such role, and so no trust policy".to_owned()
                }
                (false, Layer::Resource) => "no policy of the resource allows it".to_owned(),
                (false, _) => format!("the caller has no {kind}"),
            };
            if cross_account {
                format!("{silent}; across accounts both sides have to allow")
            } else {
                silent
            }
        }
    }
}

/// The grant that allows: the first one that applies.
fn granted(layers: &[LayerTrace]) -> String {
    let mut grants = layers.iter().flat_map(|layer| &layer.grants);
    match grants.find(|grant| grant.missed.is_none()) {
        Some(grant) => {
            let (permission, grantee) = (grant.permission.name(), &grant.grantee);
            format!("the access control list grants {permission} to {grantee}")
        }
        None => "the access control list allows it".to_owned(),
    }
}

/// What only the organization can change; `None` when it did not refuse.
pub(super) fn beyond(
    decision: Decision,
    layers: &[LayerTrace],
    rule: ResourceRule,
) -> Option<String> {
    if !matches!(
        decision.layer,
        Layer::ServiceControl | Layer::ResourceControl
    ) {
        return None;
    }
    match decision.verdict {
        Verdict::Allow => None,
        Verdict::ExplicitDeny => {
            let place = applied(decision.layer, layers, Effect::Deny)?;
            Some(format!(
                "the organization's policy has to change: {place} denies it, and the account cannot help it"
            ))
        }
        Verdict::ImplicitDeny => {
            let mut of_layer = layers.iter().filter(|layer| layer.layer == decision.layer);
            let silent = of_layer.find(|layer| layer.outcome == Outcome::Silent)?;
            let names: Vec<String> = silent
                .policies
                .iter()
                .map(|policy| format!("`{}`", policy.name))
                .collect();
            let kind = kind(decision.layer, rule);
            Some(match names.is_empty() {
                true => format!("the organization's policy has to change: a level has no {kind}"),
                false => format!(
                    "the organization's policy has to change: the {kind} {} does not allow it, and the account cannot help it",
                    names.join(", ")
                ),
            })
        }
    }
}

/// What a layer's policies are called.
pub(crate) fn kind(layer: Layer, rule: ResourceRule) -> String {
    match (layer, rule) {
        (Layer::Boundary, _) => "permissions boundary".to_owned(),
        (Layer::Resource, ResourceRule::Trust) => "trust policy".to_owned(),
        (Layer::Resource, ResourceRule::Key) => "key policy".to_owned(),
        (Layer::Acl, _) => "access control list".to_owned(),
        _ => format!("{} policy", words(layer)),
    }
}

/// A layer's name in words: `identity`, `resource`, `session`.
fn words(layer: Layer) -> String {
    let mut words = String::new();
    for character in format!("{layer:?}").chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

/// The first statement of a layer that applies with this effect, and where it stands.
fn applied(layer: Layer, layers: &[LayerTrace], effect: Effect) -> Option<String> {
    let policies = layers
        .iter()
        .filter(|trace| trace.layer == layer)
        .flat_map(|trace| &trace.policies);
    let mut statements = policies.flat_map(|policy| {
        let one = move |statement| (policy, statement);
        policy.statements.iter().map(one)
    });
    let (policy, statement) = statements
        .find(|(_, statement)| statement.missed.is_none() && statement.effect == effect)?;
    Some(format!("{} of `{}`", name(statement), policy.name))
}

/// How a statement is spoken of: its `Sid`, or its number; with its place.
pub(super) fn name(statement: &StatementTrace) -> String {
    let (line, column) = statement.start;
    match &statement.sid {
        Some(sid) => format!("statement `{sid}` at {line}:{column}"),
        None => format!("statement {} at {line}:{column}", statement.index),
    }
}
