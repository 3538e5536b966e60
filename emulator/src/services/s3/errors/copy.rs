//! Copies that S3 does not accept.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>

use super::{Failure, invalid_argument, invalid_request};

/// A copy onto itself that changes nothing.
pub fn copy_to_itself() -> Failure {
    invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
}

/// A copy source over 5 GiB.
pub fn copy_source_too_large() -> Failure {
    invalid_request(
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    )
}

/// What is wrong with an `x-amz-copy-source` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopySourceFault {
    /// No bucket.
    Bucket,
    /// No key.
    Key,
    /// Percent-encoding that cannot be undone.
    Encoding,
}

/// A copy source that names no object.
pub fn invalid_copy_source(fault: CopySourceFault) -> Failure {
    let message = match fault {
        CopySourceFault::Bucket => "Invalid copy source bucket name",
        CopySourceFault::Key => "Invalid copy source object key",
        CopySourceFault::Encoding => "Invalid copy source encoding",
    };
    // S3 repeats the header's name where the value should stand.
    invalid_argument(message, "x-amz-copy-source", "x-amz-copy-source")
}

/// The source is a delete marker, named by its version id.
pub fn copy_source_is_delete_marker() -> Failure {
    invalid_request(
        "The source of a copy request may not specifically refer to a delete marker by version id.",
    )
}

/// Neither `COPY` nor `REPLACE`.
pub fn unknown_metadata_directive(found: &str) -> Failure {
    invalid_argument(
        "Unknown metadata directive.",
        "x-amz-metadata-directive",
        found,
    )
}

/// Neither `COPY` nor `REPLACE`.
pub fn unknown_tagging_directive(found: &str) -> Failure {
    invalid_argument(
        "Unknown tagging directive.",
        "x-amz-tagging-directive",
        found,
    )
}

/// Not `bytes=first-last`.
pub fn invalid_copy_range(found: &str) -> Failure {
    invalid_argument(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
        "x-amz-copy-source-range",
        found,
    )
}

/// A range that ends behind the source.
pub fn copy_range_too_long(found: &str, size: u64) -> Failure {
    invalid_argument(
        format!("Range specified is not valid for source object of size: {size}"),
        "x-amz-copy-source-range",
        found,
    )
}

/// A range that begins behind the source.
pub fn copy_range_outside() -> Failure {
    invalid_request("The specified copy range is invalid for the source object size")
}
