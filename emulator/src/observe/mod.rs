//! What the stack tells about itself: one event for each request, and the decisions behind it.

pub mod bus;
pub mod coverage;
pub mod decision_log;
pub mod event;

pub use bus::Bus;
pub use coverage::CoverageLog;
pub use decision_log::{Decided, DecisionFilter, DecisionLog};
pub use event::RequestEvent;
