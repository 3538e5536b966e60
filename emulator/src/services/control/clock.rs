//! `GET clock`, `POST clock`: virtual time.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ControlError, ControlRequest, ControlResult};
use crate::base::time_format;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance_seconds: i64,
}

/// The present time and how far it is ahead of the machine's.
pub fn get(request: &ControlRequest<'_>) -> Value {
    let clock = &request.stack.world.clock;
    json!({
        "now": time_format::iso_millis(clock.now()),
        "frozen": false,
        "offset_seconds": clock.offset_ms() / 1000,
    })
}

/// Moves time forward.
pub fn post(request: &ControlRequest<'_>) -> ControlResult {
    let wanted: Move = request.json()?;
    request
        .stack
        .world
        .clock
        .advance(wanted.advance_seconds)
        .map_err(ControlError::bad_request)?;
    Ok(get(request))
}
