//! One file for each operation.

pub mod assume_role;
pub mod get_access_key_info;
pub mod get_caller_identity;
