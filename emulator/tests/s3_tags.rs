//! Tags of objects and buckets, and what policies see of them; the attributes of objects.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>.

mod s3_tags {
    mod abac;
    mod attributes;
    mod buckets;
    mod objects;
    mod permissions;
    mod rules;
}
mod s3_help;
mod s3_uploads;
mod support;
