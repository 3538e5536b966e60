//! The connection side: listens, reads a request's head, sends it through the verbs, writes the answer.

pub mod locate;
pub mod pipeline;
pub mod respond;
pub mod response_body;
pub mod server;
pub mod socket;
