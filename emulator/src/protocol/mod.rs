//! Bytes to values and back: the wire formats of S3 and of the AWS Query and JSON protocols.
//!
//! Everything here is pure. Nothing reads a clock, a socket or a store: times are parameters
//! (Unix seconds), keys are parameters, and a failure is one of this floor's own enums, which
//! the services translate into their AWS error codes and texts.

pub mod aws_chunked;
pub mod body;
pub mod checksum;
pub mod claim;
pub mod conditional;
pub mod dates;
pub mod json;
pub mod query_form;
pub mod range;
pub mod request;
pub mod sigv2;
pub mod sigv4;
pub mod uri;
pub mod xml;

pub use body::BodyIntegrity;
pub use claim::{Claim, ClaimError, Kind, SignatureMismatch};
pub use request::Head;
pub use uri::Query;
