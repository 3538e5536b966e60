//! One file for each operation.

pub mod assume_role;
pub mod assume_role_with_web_identity;
pub mod get_access_key_info;
pub mod get_caller_identity;
