//! AWS Identity and Access Management.

mod access_keys;
mod account;
mod attachments;
mod callers_user;
mod details;
mod documents;
pub mod errors;
mod instance_profiles;
mod issuer_url;
mod members;
mod mfa_devices;
pub mod ops;
pub mod owner;
pub mod paging;
pub mod params;
mod passwords;
mod policies;
mod providers;
mod quotas;
mod role_view;
pub mod rules;
mod service_linked;
pub mod show;
pub mod subject;
pub mod table;
pub mod tagged;
mod write;
