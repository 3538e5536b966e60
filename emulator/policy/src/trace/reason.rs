//! The decision in a sentence.

use super::{LayerTrace, StatementTrace};
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
