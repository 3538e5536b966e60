//! Scenarios: a language for promises about S3 integrations, a runner that proves them against a real local stack, and
//! the `bucketproof` command line.
#![forbid(unsafe_code)]

pub mod cli;
pub mod client;
pub mod load;
pub mod plan;
pub mod platforms;
pub mod report;
pub mod run;
pub mod scenario;
pub mod stopwatch;
pub mod target;
