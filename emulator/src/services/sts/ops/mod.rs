//! One file for each operation.

pub mod get_caller_identity;
