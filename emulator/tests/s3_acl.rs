//! Access control lists and object ownership: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acls.html>.

mod s3_acl {
    mod block_public_access;
    mod evaluation;
    mod fixture;
    mod lists;
    mod ownership;
    mod races;
    mod refusals;
    mod uploads;
}
mod s3_help;
mod s3_uploads;
mod support;
