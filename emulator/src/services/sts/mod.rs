//! AWS Security Token Service.

pub mod errors;
pub mod ops;
pub mod table;
