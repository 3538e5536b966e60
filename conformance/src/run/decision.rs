//! The stack's own account of its decisions.

use std::time::Duration;

use serde_json::Value;

use super::{
    Miss,
    judge::shown,
    stage::{Stage, Trouble},
};
use crate::{
    client::Answer,
    scenario::{matcher::Matcher, problem::Position, reader::Named, template::Names},
};

/// How often the decision log is asked before it counts as empty; it may lag behind the answer.
const DECISION_TRIES: u32 = 10;
const DECISION_PAUSE: Duration = Duration::from_millis(10);

/// What was decided for a request.
///
/// # Errors
/// [`Trouble::Control`].
async fn decisions(stage: &Stage<'_>, request_id: &str) -> Result<Vec<Value>, Trouble> {
    for _ in 1..DECISION_TRIES {
        let decisions = stage.stack.control.decisions(request_id).await?;
        if !decisions.is_empty() {
            return Ok(decisions);
        }
        tokio::time::sleep(DECISION_PAUSE).await;
    }
    Ok(stage.stack.control.decisions(request_id).await?)
}

/// Why the refusing ones refuse, in the stack's own words; without any, a line for each that allows.
pub fn trace_text(decisions: &[Value]) -> Option<String> {
    let is_refusal =
        |decision: &&Value| part(decision, "verdict").first().map(String::as_str) != Some("Allow");
    let refusals: Vec<&str> = decisions
        .iter()
        .filter(is_refusal)
        .filter_map(|decision| decision.get("text").and_then(Value::as_str))
        .map(str::trim_end)
        .collect();
    let texts = match refusals.is_empty() {
        true => decisions.iter().map(headline).collect(),
        false => refusals.into_iter().map(str::to_owned).collect::<Vec<_>>(),
    };
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn headline(decision: &Value) -> String {
    let part = |name| part(decision, name).join(", ");
    format!(
        "{} by {}: {} {} {}",
        part("verdict"),
        part("layer"),
        part("principal"),
        part("action"),
        part("resource")
    )
}

/// What of an expected decision does not hold.
///
/// # Errors
/// [`Trouble`] when the control API fails or a matcher mentions a name without a value.
pub async fn decision(
    stage: &Stage<'_>,
    expected: &Named<Matcher>,
    answer: &Answer,
    names: &Names,
) -> Result<Vec<Miss>, Trouble> {
    let place = expected
        .entries
        .first()
        .map_or(Position::default(), |(_, at, _)| *at);
    let Some(request_id) = &answer.request_id else {
        return Ok(vec![Miss::new(
            place,
            "decision",
            "a decision",
            "an answer without a request id",
        )]);
    };
    let decisions = decisions(stage, request_id).await?;
    let mut best: Option<Vec<Miss>> = None;
    for decision in &decisions {
        let misses = compare_decision(expected, decision, names)?;
        if best.as_ref().is_none_or(|best| misses.len() < best.len()) {
            best = Some(misses);
        }
    }
    Ok(best.unwrap_or_else(|| {
        vec![Miss::new(
            place,
            "decision",
            "a decision",
            "none: authorization was never asked",
        )]
    }))
}

fn compare_decision(
    expected: &Named<Matcher>,
    decision: &Value,
    names: &Names,
) -> Result<Vec<Miss>, Trouble> {
    let mut misses = Vec::new();
    for (name, at, matcher) in &expected.entries {
        let found = part(decision, name);
        let mut wanted = matcher.compare(None, names)?;
        for value in &found {
            wanted = matcher.compare(Some(value), names)?;
            if wanted.is_none() {
                break;
            }
        }
        if let Some(wanted) = wanted {
            let got = if found.is_empty() {
                shown(None)
            } else {
                shown(Some(&found.join("`, `")))
            };
            misses.push(Miss::new(*at, format!("decision's {name}"), wanted, got));
        }
    }
    Ok(misses)
}

/// The values of a part of a decision; statements and policies can be several.
fn part(decision: &Value, name: &str) -> Vec<String> {
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .map(str::to_owned)
            .into_iter()
            .collect()
    };
    match name {
        "verdict" | "layer" => text(decision.pointer(&format!("/decision/{name}"))),
        "statement" | "policy" => deciding_statements(decision, name),
        _ => text(decision.get(name)),
    }
}

/// The statements that applied in the layer that decided, or the policies they stand in.
fn deciding_statements(decision: &Value, what: &str) -> Vec<String> {
    let layer = decision.pointer("/decision/layer");
    let denied = decision
        .pointer("/decision/verdict")
        .and_then(Value::as_str)
        == Some("ExplicitDeny");
    let effect = if denied { "Deny" } else { "Allow" };
    let list = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let mut found = Vec::new();
    for layer in list(decision, "layers")
        .iter()
        .filter(|trace| trace.get("layer") == layer)
    {
        for policy in list(layer, "policies") {
            for statement in list(&policy, "statements") {
                let applied = statement.get("missed").is_none_or(Value::is_null);
                if applied && statement.get("effect").and_then(Value::as_str) == Some(effect) {
                    let value = if what == "policy" {
                        policy.get("name")
                    } else {
                        statement.get("sid")
                    };
                    found.extend(value.and_then(Value::as_str).map(str::to_owned));
                }
            }
        }
    }
    found
}
