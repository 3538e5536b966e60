//! Access points and account-level Block Public Access, over HTTP.

mod support;

#[path = "s3control/addresses.rs"]
mod addresses;
#[path = "s3control/fixture.rs"]
mod fixture;
#[path = "s3control/manage.rs"]
mod manage;
#[path = "s3control/model.rs"]
mod model;
#[path = "s3control/policies.rs"]
mod policies;
#[path = "s3control/public_access.rs"]
mod public_access;
#[path = "s3control/rule.rs"]
mod rule;
#[path = "s3control/tags.rs"]
mod tags;
