//! A local S3, STS, IAM, KMS and OIDC stack that enforces what AWS enforces.
//!
//! The map of the house is `ARCHITECTURE.md` beside this crate's manifest.

#![forbid(unsafe_code)]

pub mod auth;
mod background;
pub mod base;
mod emulator;
pub mod fault;
pub mod http;
pub mod observe;
pub mod protocol;
pub mod services;
pub mod stack;
pub mod storage;
pub mod world;

pub use emulator::{Builder, Emulator, StartError};
pub use services::service::Row;

/// The rows of every operation that is done here.
pub fn operations() -> impl Iterator<Item = &'static Row> {
    services::rows()
}

/// The operations that are knowingly not done, with the reason: each answers `501 NotImplemented`.
pub fn operations_not_done()
-> impl Iterator<Item = (services::service::Service, &'static str, &'static str)> {
    services::not_yet()
}
