//! IAM policy documents and what they decide.
//!
//! Everything here is a pure function of its arguments: no I/O, no clock, no state. [`Document::parse`] and the
//! functions of [`validate`] read policies, [`decide`] answers one request, [`trace`] tells why, [`nearest()`] tells what would
//! have allowed it.
//!
//! ```
//! use std::sync::Arc;
//! use bucketproof_policy::*;
//!
//! let document = Document::parse(
//!     r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
//!         "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/public/*"}}"#,
//! )?;
//! let evidence = Evidence {
//!     resource: Some(Attached { name: "bucket policy".to_owned(), document: Arc::new(document) }),
//!     resource_account: Some("111122223333".to_owned()),
//!     ..Evidence::default()
//! };
//! let ask = |resource| {
//!     let (principal, context) = (Principal::Anonymous, Context::new());
//!     decide(&Request { principal: &principal, action: "s3:GetObject", resource, context: &context }, &evidence).verdict
//! };
//! assert_eq!(ask("arn:aws:s3:::amzn-s3-demo-bucket/public/a.mov"), Verdict::Allow);
//! assert_eq!(ask("arn:aws:s3:::amzn-s3-demo-bucket/private/a.mov"), Verdict::ImplicitDeny);
//! # Ok::<(), DocumentError>(())
//! ```
//!
//! The rules are those of the IAM User Guide,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod acl;
mod action;
pub mod actions;
mod arn;
mod condition;
mod context;
mod coverage;
mod decide;
mod document;
mod json;
mod nearest;
mod pattern;
mod principal;
mod public_access;
mod statement;
mod template;
mod trace;
pub mod validate;

pub use acl::{ANONYMOUS, Acl, AclOn, Grant, GrantMiss, GrantTrace, Grantee, Permission};
pub use condition::{is_address, is_date, is_number};
pub use context::{Context, Value};
pub use coverage::{
    ConditionCoverage, Coverage, CoverageReport, LeastPrivilege, PolicyCoverage, ResourceNeed,
    StatementCoverage, Unused,
};
pub use decide::{
    Attached, Decision, Evidence, Layer, Levels, Request, ResourceRule, Verdict, decide,
};
pub use document::{Document, DocumentError, Effect, Fault, referenced_keys};
pub use nearest::{Change, Edit, PatchOp, Question, nearest};
pub use principal::{Principal, PrincipalRef};
pub use trace::{
    ConditionTrace, ElementTrace, Explanation, KeyTrace, LayerTrace, Outcome, PolicyTrace, Reason,
    StatementTrace, Trace, explain, trace,
};
