//! Authorization by S3, over HTTP: what each operation asks and with which condition keys, in which words it refuses,
//! and which bucket policies it stores.

mod s3_authorization {
    mod asks;
    mod because;
    mod bucket_policies;
    mod encryption;
    mod order;
    mod people;
    mod principals;
}
mod s3_help;
mod s3_uploads;
mod support;
