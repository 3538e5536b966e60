//! `faults`: what goes wrong on purpose.

use serde_json::{Value, json};

use super::{ControlError, ControlRequest, ControlResult};
use crate::fault::Rule;

/// The rules in force and how often each struck.
pub fn list(request: &ControlRequest<'_>) -> Value {
    json!({ "faults": request.stack.world.faults.list() })
}

/// Adds a rule.
pub fn add(request: &ControlRequest<'_>) -> ControlResult {
    let rule: Rule = request.json()?;
    let id = request
        .stack
        .world
        .faults
        .add(rule)
        .map_err(ControlError::bad_request)?;
    Ok(json!({ "id": id }))
}

/// Removes all rules.
pub fn clear(request: &ControlRequest<'_>) -> Value {
    request.stack.world.faults.clear();
    json!({ "removed": "all" })
}

/// Removes one rule.
pub fn remove(request: &ControlRequest<'_>, id: &str) -> ControlResult {
    if request.stack.world.faults.remove(id) {
        return Ok(json!({ "removed": id }));
    }
    Err(ControlError::not_found(format!("no fault `{id}`")))
}
