//! Multipart uploads and copies that S3 does not accept.

use super::{Failure, invalid_argument, invalid_request};

/// The upload is not there.
pub fn no_such_upload(upload_id: &str) -> Failure {
    Failure::new(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    )
    .with("UploadId", upload_id)
}

/// A part number outside 1 to 10,000.
pub fn invalid_part_number(found: &str) -> Failure {
    invalid_argument(
        "Part number must be an integer between 1 and 10000, inclusive",
        "partNumber",
        found,
    )
}

/// A listed part that is not there or is another one.
pub fn invalid_part(upload_id: &str, number: u32, etag: &str) -> Failure {
    Failure::new(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    )
    .with("UploadId", upload_id)
    .with("PartNumber", number.to_string())
    .with("ETag", etag)
}

/// Parts out of order.
pub fn invalid_part_order(upload_id: &str) -> Failure {
    Failure::new(
        400,
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
    )
    .with("UploadId", upload_id)
}

/// A part before the last one that is under 5 MiB.
pub fn entity_too_small(number: u32, etag: &str, size: u64) -> Failure {
    Failure::new(
        400,
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
    )
    .with("ProposedSize", size.to_string())
    .with("MinSizeAllowed", "5242880")
    .with("PartNumber", number.to_string())
    .with("ETag", etag)
}

/// A completion that lists nothing.
pub fn no_parts() -> Failure {
    invalid_request("You must specify at least one part")
}

/// A part of an object that has fewer.
pub fn part_not_satisfiable(asked: u32, count: u32) -> Failure {
    Failure::new(
        416,
        "InvalidPartNumber",
        "The requested partnumber is not satisfiable",
    )
    .with("ActualPartCount", count.to_string())
    .with("PartNumberRequested", asked.to_string())
}

/// Range and part number exclude each other.
pub fn range_and_part() -> Failure {
    invalid_request("Cannot specify both Range header and partNumber query parameter")
}

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

/// Somebody wrote the key while the upload was completed.
pub fn conditional_conflict(condition: &str, key: &str) -> Failure {
    Failure::new(
        409,
        "ConditionalRequestConflict",
        "The conditional request cannot succeed due to a conflicting operation against this resource.",
    )
    .with("Condition", condition)
    .with("Key", key)
}

/// The part's algorithm is not the upload's.
pub fn part_checksum_type(expected: &str, actual: &str) -> Failure {
    invalid_request(format!(
        "Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: {actual}"
    ))
}

/// The completion's checksum type is not the upload's.
pub fn completion_checksum_type(upload: &str) -> Failure {
    invalid_request(format!(
        "The upload was created using the {upload} checksum mode. The complete request must use the same checksum mode."
    ))
}

/// A composite upload's completion must list every checksum.
pub fn completion_checksum_missing(algorithm: &str, part: u32) -> Failure {
    invalid_request(format!(
        "The upload was created using a {algorithm} checksum. The complete request must include the checksum for each part. It was missing for part {part} in the request."
    ))
}

/// A checksum type that the algorithm cannot have.
pub fn checksum_type_not_allowed(kind: &str, algorithm: &str) -> Failure {
    invalid_request(format!(
        "The {kind} checksum type cannot be used with the {algorithm} checksum algorithm."
    ))
}
