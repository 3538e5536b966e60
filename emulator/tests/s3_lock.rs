//! Object Lock: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html>.

mod s3_lock {
    mod buckets;
    mod enforcement;
    mod help;
    mod laws;
    mod permissions;
    mod refusals;
    mod writes;
}
mod s3_help;
mod s3_uploads;
mod support;
