//! Ways to a missing Allow: an existing statement that nearly applies, or a new one.

use serde_json::json;

use super::principal::{self, named};
use super::statement::{Standing, addition, all, list, policy_name, token, written};
use super::{Edit, PatchOp, Question, Step, keys, near, policies, values};
use crate::coverage::escaped;
use crate::decide::Layer;
use crate::document::Effect;
use crate::statement::Ask;
use crate::trace::kind;

/// A misspelt entry.
const COST_SPELLING: u32 = 12;
/// A resource pattern that lacks a `/*`, or has one too many.
pub(super) const COST_PATTERN: u32 = 14;
/// One more value in a statement that fits otherwise.
pub(super) const COST_ENTRY: u32 = 30;
/// A new statement for exactly this action and resource.
const COST_STATEMENT: u32 = 40;
/// Beside the caller's own policies, somebody else's or a limit has to change.
const COST_OTHER_SIDE: u32 = 4;
/// A new policy.
const COST_POLICY: u32 = 2;

pub(super) fn steps(ask: &Ask<'_>, question: &Question, layer: Layer) -> Vec<Step> {
    let mut steps: Vec<Step> = all(question, layer)
        .filter(|standing| standing.statement.effect == Effect::Allow)
        .flat_map(|standing| repairs(&standing, ask, question))
        .collect();
    steps.extend(new_statement(ask, question, layer));
    if layer != Layer::Identity {
        for step in &mut steps {
            step.cost += COST_OTHER_SIDE;
        }
    }
    steps
}

/// Repairs of a statement that misses in exactly one element.
fn repairs(standing: &Standing<'_>, ask: &Ask<'_>, question: &Question) -> Vec<Step> {
    let statement = standing.statement;
    let place = standing.layer.place();
    let context = &question.context;
    let element = (
        statement.acts(ask),
        statement.covers(ask, place),
        statement.reach(ask, place).is_some(),
        statement.conditions.iter().all(|one| one.holds(context)),
    );
    match element {
        (false, true, true, true) => action(standing, question),
        (true, false, true, true) => resource(standing, question),
        (true, true, false, true) => principal::steps(standing, ask),
        (true, true, true, false) => conditions(standing, question),
        _ => Vec::new(),
    }
}

fn action(standing: &Standing<'_>, question: &Question) -> Vec<Step> {
    let asked = question.action.as_str();
    let list = &standing.statement.action;
    let mut steps = Vec::new();
    if list.negated {
        for text in &list.texts {
            steps.extend(taken_out(standing, "NotAction", text));
        }
        return steps;
    }
    for text in &list.texts {
        let call = near::action_of_call(text).filter(|action| action.eq_ignore_ascii_case(asked));
        if let Some(action) = call {
            let call = text.split_once(':').map_or(text.as_str(), |(_, name)| name);
            let why = format!("`{text}` is no action: {call} asks for `{action}`; write that");
            steps.extend(rewritten(
                standing,
                "Action",
                text,
                action,
                COST_SPELLING,
                why,
            ));
        } else if near::alike(text, asked) {
            let why = format!("`{text}` is not `{asked}`: write that");
            steps.extend(rewritten(
                standing,
                "Action",
                text,
                asked,
                COST_SPELLING,
                why,
            ));
            if !text.contains('*') {
                steps.push(Step {
                    edits: vec![Edit::Ask {
                        action: text.clone(),
                    }],
                    // The policy is the likelier place of the mistake, if the name asked for came from a service.
                    cost: COST_SPELLING + 1,
                    text: format!("ask for `{text}` instead of `{asked}`"),
                });
            }
        }
    }
    // A statement about another service was not meant for this.
    let vendor = |action: &str| action.split(':').next().map(str::to_lowercase);
    if list.texts.iter().any(|text| vendor(text) == vendor(asked)) {
        steps.extend(more(standing, "Action", asked));
    }
    steps
}

fn resource(standing: &Standing<'_>, question: &Question) -> Vec<Step> {
    let Some(list) = &standing.statement.resource else {
        return Vec::new();
    };
    let mut steps = Vec::new();
    if list.negated {
        for text in &list.texts {
            steps.extend(taken_out(standing, "NotResource", text));
        }
        return steps;
    }
    for text in &list.texts {
        for meant in near::resources(text, &question.resource) {
            let why = format!("change the Resource `{text}` to `{meant}`");
            steps.extend(rewritten(
                standing,
                "Resource",
                text,
                &meant,
                COST_PATTERN,
                why,
            ));
        }
    }
    steps.extend(more(
        standing,
        "Resource",
        &literal(standing, &question.resource),
    ));
    steps
}

/// The resource as a pattern that matches nothing else.
fn literal(standing: &Standing<'_>, resource: &str) -> String {
    match standing.policy.document.has_variables() {
        true => escaped(resource),
        false => resource.to_owned(),
    }
}

/// All failing conditions at once, each in the cheapest way; and, when only one fails, each way of its own.
fn conditions(standing: &Standing<'_>, question: &Question) -> Vec<Step> {
    let variables = standing.policy.document.has_variables();
    let failing: Vec<_> = standing
        .statement
        .conditions
        .iter()
        .filter(|condition| !condition.holds(&question.context))
        .collect();
    let ways: Vec<Vec<Step>> = failing
        .iter()
        .map(|condition| {
            let values = values::turning(condition, &question.context, variables, true);
            let steps = values.into_iter();
            steps
                .map(|value| keys::step(&condition.key, value.as_ref()))
                .collect()
        })
        .collect();
    if let ([condition], [ways]) = (failing.as_slice(), ways.as_slice()) {
        let mut steps = ways.clone();
        steps.extend(wider(standing, condition, question));
        return steps;
    }
    let cheapest: Option<Vec<Step>> = ways
        .into_iter()
        .map(|ways| ways.into_iter().min_by_key(|step| step.cost))
        .collect();
    cheapest
        .map(|steps| Step {
            cost: steps.iter().map(|step| step.cost).sum(),
            text: steps
                .iter()
                .map(|step| step.text.clone())
                .collect::<Vec<_>>()
                .join(", and "),
            edits: steps.into_iter().flat_map(|step| step.edits).collect(),
        })
        .into_iter()
        .collect()
}

/// The request's value as one more value of the condition.
fn wider(
    standing: &Standing<'_>,
    condition: &crate::condition::Condition,
    question: &Question,
) -> Option<Step> {
    let found = question.context.get(&condition.key)?.texts();
    let [found] = found else { return None };
    let alike = condition
        .values
        .iter()
        .find(|value| near::alike(value, found));
    let (values, cost, text) = match alike {
        Some(alike) => {
            let exchanged = |value: &String| if value == alike { found } else { value }.clone();
            let values: Vec<String> = condition.values.iter().map(exchanged).collect();
            (
                values,
                COST_SPELLING + 1,
                format!(
                    "change the value `{alike}` of `{}` to `{found}`",
                    condition.key
                ),
            )
        }
        None => {
            let values: Vec<String> = condition.values.iter().chain([found]).cloned().collect();
            (
                values,
                COST_ENTRY,
                format!("add `{found}` to the values of `{}`", condition.key),
            )
        }
    };
    let path = format!(
        "/Condition/{}/{}",
        token(&condition.name),
        token(&condition.key)
    );
    Some(Step {
        edits: vec![standing.patch(PatchOp::Replace, &path, Some(list(&values)))],
        cost,
        text: format!("in {}, {text}", standing.name()),
    })
}

fn rewritten(
    standing: &Standing<'_>,
    element: &str,
    old: &str,
    new: &str,
    cost: u32,
    text: String,
) -> Option<Step> {
    Some(Step {
        edits: vec![standing.replaced(element, old, new)?],
        cost,
        text: format!("in {}, {text}", standing.name()),
    })
}

fn more(standing: &Standing<'_>, element: &str, text: &str) -> Option<Step> {
    Some(Step {
        edits: vec![standing.added(element, text)?],
        cost: COST_ENTRY,
        text: format!("in {}, add `{text}` to the {element}", standing.name()),
    })
}

fn taken_out(standing: &Standing<'_>, element: &str, text: &str) -> Option<Step> {
    Some(Step {
        edits: vec![standing.taken_out(element, text)?],
        cost: COST_ENTRY,
        text: format!("in {}, take `{text}` out of the {element}", standing.name()),
    })
}

/// A statement for exactly this action and resource, in the layer's first policy or in a new one.
fn new_statement(ask: &Ask<'_>, question: &Question, layer: Layer) -> Option<Step> {
    let principal = ask.request.principal;
    let own = policies(&question.evidence, layer);
    let mut statement = json!({ "Effect": "Allow", "Action": question.action });
    match layer {
        Layer::Resource => {
            statement["Principal"] = match named(principal) {
                Some((kind, text)) => json!({ kind: text }),
                None => json!("*"),
            };
        }
        _ if principal.account().is_none() => return None,
        _ => {}
    }
    let trust = question.evidence.rule == crate::decide::ResourceRule::Trust;
    if layer != Layer::Resource || !trust {
        let variables = own
            .first()
            .is_none_or(|policy| policy.document.has_variables());
        statement["Resource"] = match variables {
            true => json!(escaped(&question.resource)),
            false => json!(question.resource),
        };
    }
    let shown = written(&statement);
    if let Some(policy) = own.first() {
        return Some(Step {
            edits: vec![addition(layer, 0, policy, &statement)],
            cost: COST_STATEMENT,
            text: format!(
                "add to {}: {shown}",
                policy_name(layer, question.evidence.rule, policy)
            ),
        });
    }
    // A first boundary would limit, and not every resource can have a policy.
    let can_have_one = match layer {
        Layer::Identity => true,
        Layer::Resource => {
            question.resource.contains(":s3:::") && question.resource != "arn:aws:s3:::*"
        }
        _ => layer == Layer::Session && question.evidence.session.is_some(),
    };
    can_have_one.then(|| Step {
        edits: vec![Edit::Attach {
            layer,
            document: json!({ "Version": "2012-10-17", "Statement": [statement] }),
        }],
        cost: COST_STATEMENT + COST_POLICY,
        text: format!(
            "attach {} {} with {shown}",
            article(layer),
            kind(layer, question.evidence.rule)
        ),
    })
}

fn article(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity => "an",
        _ => "a",
    }
}
