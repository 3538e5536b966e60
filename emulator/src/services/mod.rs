//! The services: one folder each, one file for each operation.

pub mod control;
pub mod iam;
pub mod kms;
pub mod oidc;
pub mod query;
pub mod reply;
pub mod s3;
pub mod s3control;
pub mod service;
pub mod sts;

use service::{Row, Service};

/// The rows of all services.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    s3::table::TABLE
        .iter()
        .chain(s3control::table::TABLE)
        .chain(sts::table::TABLE)
        .chain(iam::table::TABLE)
        .chain(kms::table::TABLE)
}

/// The operations of all services that are knowingly not done, with the reason. They answer `501 NotImplemented`.
pub fn not_yet() -> impl Iterator<Item = (Service, &'static str, &'static str)> {
    let of = |service: Service| move |(name, why)| (service, name, why);
    let s3 = s3::not_yet::all()
        .iter()
        .map(|entry| (entry.name, entry.why));
    let s3control = s3control::not_yet::all()
        .iter()
        .map(|entry| (entry.name, entry.why));
    let sts = sts::table::NOT_YET.iter().copied();
    let kms = kms::table::NOT_YET.iter().copied();
    s3.map(of(Service::S3))
        .chain(s3control.map(of(Service::S3Control)))
        .chain(sts.map(of(Service::Sts)))
        .chain(iam::table::not_yet().map(of(Service::Iam)))
        .chain(kms.map(of(Service::Kms)))
}
