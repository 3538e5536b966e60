//! Who speaks: the real AWS SDK, and raw HTTP with a signer of its own.

mod answer;
pub mod content;
mod credentials;
mod fields;
pub mod http;
mod recorder;
pub mod sdk;
pub mod signer;
mod speaker;
mod xml;

pub use answer::{Answer, Received, Receiving};
pub use credentials::Credentials;
pub use fields::{of_aws, of_raw};
pub use recorder::{Recorder, Recording};
pub use speaker::{ClientOptions, Clients, Speaker};
