//! Plain values that every floor may use: time, ids, names and failures.

pub mod arn;
pub mod clock;
pub mod failure;
pub mod ids;
pub mod secret;
pub mod time_format;

pub use clock::{Clock, Timestamp};
pub use failure::Failure;
pub use ids::Ids;
pub use secret::Secret;
