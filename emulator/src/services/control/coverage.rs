//! `GET coverage`, `POST coverage`: what was asked of the policies.

use serde::Deserialize;
use serde_json::json;

use super::{ControlAnswer, ControlError, ControlRequest, ControlResult};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    on: bool,
}

/// The counts; as a summary with `format=text`. Refused while nothing was ever counted, since an empty report would read
/// as if no policy had been asked.
pub fn get(request: &ControlRequest<'_>) -> Result<ControlAnswer, ControlError> {
    let coverage = &request.stack.world.coverage;
    let report = coverage.report();
    if !coverage.is_on() && report.decisions == 0 {
        return Err(ControlError::not_found(
            "policy coverage is switched off: start with `--policy-coverage`, or `POST coverage` with `{\"on\": true}`",
        ));
    }
    match request.head.query.get("format") {
        None | Some("json") => {
            let value = serde_json::to_value(&report).map_err(ControlError::internal)?;
            Ok(ControlAnswer::Json(value))
        }
        Some("text") => Ok(ControlAnswer::Text(report.to_string())),
        Some(other) => Err(ControlError::bad_request(format!(
            "`format` must be `json` or `text`, found `{other}`"
        ))),
    }
}

/// Starts or stops counting.
pub fn post(request: &ControlRequest<'_>) -> ControlResult {
    let switch: Switch = request.json()?;
    request.stack.world.coverage.switch(switch.on);
    Ok(json!({ "on": switch.on }))
}
