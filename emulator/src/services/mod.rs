//! The services: one folder each, one file for each operation.

pub mod control;
pub mod iam;
pub mod kms;
pub mod oidc;
pub mod query;
pub mod reply;
pub mod s3;
pub mod service;
pub mod sts;

use service::Row;

/// The rows of all services.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    s3::table::TABLE
        .iter()
        .chain(sts::table::TABLE)
        .chain(iam::table::TABLE)
        .chain(kms::table::TABLE)
}
