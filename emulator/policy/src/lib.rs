//! IAM policy documents and what they decide.
//!
//! Everything here is a pure function of its arguments: no I/O, no clock, no state. [`Document::parse`] and the
//! functions of [`validate`] read policies, [`decide`] answers one request, [`trace`] tells why.
//!
//! The rules are those of the IAM User Guide,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod action;
mod arn;
mod condition;
mod context;
mod decide;
mod document;
mod json;
mod pattern;
mod principal;
mod public_access;
mod statement;
mod template;
mod trace;
pub mod validate;

pub use context::{Context, Value};
pub use decide::{Attached, Decision, Evidence, Layer, Request, ResourceRule, Verdict, decide};
pub use document::{Document, DocumentError, Effect, Fault};
pub use principal::{Principal, PrincipalRef};
pub use trace::{
    ConditionTrace, LayerTrace, Outcome, PolicyTrace, Reason, StatementTrace, Trace, trace,
};
