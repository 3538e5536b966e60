//! Bucket configurations that are kept and given back.

mod s3_configurations {
    mod listed;
    mod once;
    mod payment;
}
mod s3_help;
mod support;
