//! `GET health`, `GET ready`.

use serde_json::json;

use super::{ControlRequest, ControlResult};
use crate::base::time_format;

/// Answers once the stack can serve: it listens only then.
pub fn get(request: &ControlRequest<'_>) -> ControlResult {
    let world = &request.stack.world;
    Ok(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "now": time_format::iso_millis(world.clock.now()),
        "signature_time": "mapped",
        "plain_http_counts_as_tls": world.settings.assume_tls,
        "enforcement": world.settings.enforcement.word(),
        "policy_coverage": world.coverage.is_on(),
        "default_region": world.settings.default_region,
    }))
}
