//! AWS Key Management Service: symmetric keys, their policies and aliases.

pub mod cipher;
pub mod errors;
pub mod keys;
mod managed;
mod metadata;
pub mod ops;
mod page;
mod policies;
pub mod record;
mod request;
mod store;
pub mod table;
mod tags;
