//! AWS Key Management Service.

pub mod cipher;
pub mod errors;
pub mod keys;
mod managed;
pub mod ops;
pub mod record;
pub mod table;
