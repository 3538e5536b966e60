//! `GET decisions`: what was decided; `GET decisions/{request id}`: why.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ControlAnswer, ControlError, ControlRequest};
use crate::base::time_format;
use crate::observe::{Decided, DecisionFilter};

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 2_048;

/// The last decisions, oldest first: `denied`, `principal`, `action` and `since` choose, `after` and `limit` page.
pub fn list(request: &ControlRequest<'_>) -> Result<Value, ControlError> {
    let filter = filter(request)?;
    let limit = match request.number("limit")? {
        None => DEFAULT_LIMIT,
        Some(limit) => usize::try_from(limit)
            .unwrap_or(MAX_LIMIT)
            .clamp(1, MAX_LIMIT),
    };
    let (decisions, next) = request.stack.world.decisions.list(&filter, limit);
    let decisions: Vec<Value> = decisions
        .iter()
        .map(|(sequence, decided)| row(*sequence, decided))
        .collect();
    Ok(json!({ "decisions": decisions, "next": next }))
}

fn filter(request: &ControlRequest<'_>) -> Result<DecisionFilter, ControlError> {
    let text = |name: &str| request.head.query.get(name);
    let denied = match text("denied") {
        None => None,
        Some("true" | "") => Some(true),
        Some("false") => Some(false),
        Some(other) => {
            return Err(ControlError::bad_request(format!(
                "`denied` must be `true` or `false`, found `{other}`"
            )));
        }
    };
    let since = match text("since") {
        None => None,
        Some(text) => Some(time_format::parse_iso(text).ok_or_else(|| {
            ControlError::bad_request(format!(
                "`since` must be a time such as `2024-07-01T00:00:00Z`, found `{text}`"
            ))
        })?),
    };
    Ok(DecisionFilter {
        denied,
        principal: text("principal").map(str::to_owned),
        action: text("action").map(str::to_owned),
        since,
        after: request.number("after")?.unwrap_or(0),
    })
}

fn row(sequence: u64, decided: &Decided) -> Value {
    json!({
        "sequence": sequence,
        "time": time_format::iso_millis(decided.time),
        "request_id": &*decided.request_id,
        "principal": decided.principal.to_string(),
        "action": decided.action,
        "resource": decided.resource,
        "verdict": decided.decision.verdict,
        "layer": decided.decision.layer,
        "let_through": decided.let_through,
    })
}

/// Every question that the request put to the evaluator, explained; as text with `format=text`.
pub fn get(request: &ControlRequest<'_>, request_id: &str) -> Result<ControlAnswer, ControlError> {
    let decided = request.stack.world.decisions.of_request(request_id);
    if decided.is_empty() {
        return Err(ControlError::not_found(format!(
            "no decision is remembered for request `{request_id}`"
        )));
    }
    match request.head.query.get("format") {
        None | Some("json") => {
            let decisions = decided
                .iter()
                .map(explained)
                .collect::<Result<Vec<_>, _>>()?;
            let answer = json!({ "request_id": request_id, "decisions": decisions });
            Ok(ControlAnswer::Json(answer))
        }
        Some("text") => {
            let texts = decided.iter().map(text);
            Ok(ControlAnswer::Text(texts.collect()))
        }
        Some(other) => Err(ControlError::bad_request(format!(
            "`format` must be `json` or `text`, found `{other}`"
        ))),
    }
}

fn explained(decided: &Decided) -> Result<Value, ControlError> {
    let explanation = decided.explain();
    let mut value = serde_json::to_value(&explanation).map_err(ControlError::internal)?;
    if let Some(members) = value.as_object_mut() {
        members.insert(
            "text".to_owned(),
            with_audit(decided, explanation.to_string()).into(),
        );
        let context = decided.context.iter().collect::<BTreeMap<_, _>>();
        let context = serde_json::to_value(context).map_err(ControlError::internal)?;
        members.insert("context".to_owned(), context);
        members.insert(
            "time".to_owned(),
            time_format::iso_millis(decided.time).into(),
        );
        members.insert("let_through".to_owned(), decided.let_through.into());
    }
    Ok(value)
}

fn text(decided: &Decided) -> String {
    with_audit(decided, decided.explain().to_string())
}

fn with_audit(decided: &Decided, text: String) -> String {
    match decided.let_through {
        true => {
            format!("{text}  the call went on all the same: denials are only recorded (audit)\n")
        }
        false => text,
    }
}
