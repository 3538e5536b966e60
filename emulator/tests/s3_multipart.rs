//! Multipart uploads as documented: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>.

mod s3_multipart {
    mod checksums;
    mod laws;
    mod listing;
    mod many_parts;
    mod permissions;
    mod steps;
}
mod s3_help;
mod s3_uploads;
mod support;
