//! AWS Identity and Access Management.

pub mod errors;
pub mod ops;
pub mod table;
