//! Copies of objects and into parts: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/copy-object.html>.

mod s3_copy {
    mod conditions;
    mod encryption;
    mod objects;
    mod parts;
    mod permissions;
    mod versions;
}
mod s3_help;
mod s3_uploads;
mod support;
