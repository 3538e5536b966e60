//! Ways past the Deny statements that apply.

use super::statement::{Standing, all};
use super::{Edit, Question, Step, keys, values};
use crate::decide::Layer;
use crate::document::Effect;
use crate::statement::Ask;

/// An exception in the statement.
const COST_EXCEPTION: u32 = 50;
/// A Deny was written on purpose: taking it away is the last resort.
const COST_REMOVAL: u32 = 70;

/// For the first of them in this layer: the others follow one by one.
pub(super) fn steps(ask: &Ask<'_>, question: &Question, layer: Layer) -> Vec<Step> {
    all(question, layer)
        .filter(|standing| standing.statement.effect == Effect::Deny)
        .find(|standing| standing.statement.applies(ask, layer.place()).is_ok())
        .map(|standing| {
            let mut steps = by_condition(&standing, question);
            steps.extend(by_exception(&standing, question));
            steps.push(Step {
                edits: vec![standing.removal()],
                cost: COST_REMOVAL,
                text: format!("remove {}", standing.deny_name()),
            });
            steps
        })
        .unwrap_or_default()
}

/// A value of a key with which one condition does not hold any more.
fn by_condition(standing: &Standing<'_>, question: &Question) -> Vec<Step> {
    let variables = standing.policy.document.has_variables();
    let conditions = standing.statement.conditions.iter();
    let turned = conditions.flat_map(|condition| {
        let values = values::turning(condition, &question.context, variables, false);
        values
            .into_iter()
            .map(|value| keys::step(&condition.key, value.as_ref()))
    });
    turned.collect()
}

/// One more entry of a `Not...` element.
fn by_exception(standing: &Standing<'_>, question: &Question) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |element: &str, text: &str, edit: Option<Edit>| {
        steps.extend(edit.map(|edit| Step {
            edits: vec![edit],
            cost: COST_EXCEPTION,
            text: format!("add `{text}` to the {element} of {}", standing.deny_name()),
        }));
    };
    let statement = standing.statement;
    if statement.action.negated {
        let edit = standing.added("NotAction", &question.action);
        add("NotAction", &question.action, edit);
    }
    if statement.resource.as_ref().is_some_and(|list| list.negated) {
        let edit = standing.added("NotResource", &question.resource);
        add("NotResource", &question.resource, edit);
    }
    steps
}
