//! `GET decisions/{request id}`: why a request was allowed or refused.

use std::collections::BTreeMap;

use serde_json::json;

use super::{ControlError, ControlRequest, ControlResult};

/// Every question that the request put to the evaluator, explained, with the condition keys that it came with.
pub fn get(request: &ControlRequest<'_>, request_id: &str) -> ControlResult {
    let decided = request.stack.world.decisions.of_request(request_id);
    if decided.is_empty() {
        return Err(ControlError::not_found(format!(
            "no decision is remembered for request `{request_id}`"
        )));
    }
    let traces: Vec<_> = decided
        .iter()
        .map(|decided| {
            let trace = decided.explain();
            let text = trace.to_string();
            let mut value = serde_json::to_value(&trace).map_err(ControlError::internal)?;
            if let Some(members) = value.as_object_mut() {
                members.insert("text".to_owned(), text.into());
                let context =
                    serde_json::to_value(decided.context.iter().collect::<BTreeMap<_, _>>());
                members.insert(
                    "context".to_owned(),
                    context.map_err(ControlError::internal)?,
                );
            }
            Ok(value)
        })
        .collect::<Result<_, ControlError>>()?;
    Ok(json!({ "request_id": request_id, "decisions": traces }))
}
