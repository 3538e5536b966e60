//! `GET events?after=N&limit=M`: the history of requests.

use serde_json::json;

use super::{ControlRequest, ControlResult};

const DEFAULT_LIMIT: usize = 10_000;

/// Events numbered above `after`, oldest first; `next` is the value of `after` for the following page.
pub fn get(request: &ControlRequest<'_>) -> ControlResult {
    let after = request.number("after")?.unwrap_or(0);
    let limit = request.number("limit")?.map_or(DEFAULT_LIMIT, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    let (events, last) = request.stack.world.events.after(after, limit);
    let next = events
        .last()
        .map_or(last.max(after), |event| event.sequence);
    Ok(json!({ "events": events, "next": next }))
}
