//! AWS Security Token Service.

pub mod errors;
mod mfa;
pub mod ops;
mod request;
mod session;
pub mod table;
mod tags;
mod trust;
