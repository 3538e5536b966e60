//! Multipart uploads that S3 does not accept.

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

/// A checksum type without the algorithm.
pub fn checksum_type_without_algorithm() -> Failure {
    invalid_request(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    )
}

/// The completed object would not have the announced size.
pub fn object_size_mismatch(announced: u64, computed: u64) -> Failure {
    invalid_request(format!(
        "The provided 'x-amz-mp-object-size' header value {announced} does not match what was computed: {computed}"
    ))
}

/// An announced size that is no number.
pub fn invalid_object_size(found: &str) -> Failure {
    invalid_request(format!(
        "Value for x-amz-mp-object-size header is invalid: '{found}'"
    ))
}

/// The completed object would not have the announced checksum; `algorithm` in lower case here.
pub fn completion_bad_checksum(algorithm: &str) -> Failure {
    Failure::new(
        400,
        "BadDigest",
        format!("The {algorithm} you specified did not match the calculated checksum."),
    )
}

/// A listed checksum by another algorithm than the upload's.
pub fn listed_bad_checksum(algorithm: &str, part: u32) -> Failure {
    Failure::new(
        400,
        "BadDigest",
        format!("The {algorithm} you specified for part {part} did not match what we received."),
    )
}

/// A part listed with more than one checksum.
pub fn listed_checksums() -> Failure {
    invalid_argument(
        "Invalid Base64 or multiple checksums present in request",
        "Checksum",
        "",
    )
}

/// A part listed with a number below 1.
pub fn listed_part_number(found: &str) -> Failure {
    invalid_argument("PartNumber must be >= 1", "PartNumber", found)
}

/// `partNumber` alone.
pub fn part_without_upload(number: &str) -> Failure {
    invalid_argument(
        "This operation does not accept partNumber without uploadId",
        "partNumber",
        number,
    )
}

/// `uploadId` alone, where a part is written.
pub fn upload_without_part(upload_id: &str) -> Failure {
    invalid_argument(
        "This operation does not accept uploadId without partNumber",
        "uploadId",
        upload_id,
    )
}

/// A marker that is no upload of the key it comes with.
pub fn invalid_upload_id_marker(found: &str) -> Failure {
    invalid_argument("Invalid uploadId marker", "upload-id-marker", found)
}

/// Uploads need somebody who began them.
pub fn anonymous_upload() -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        "Anonymous users cannot initiate multipart uploads.  Please authenticate.",
    )
}

/// A header that belongs to the beginning of the upload.
pub fn header_of_create_only(header: &str, found: &str) -> Failure {
    invalid_argument(
        format!("{header} header is not supported for this operation."),
        header,
        found,
    )
}

/// A multi-object deletion must be protected by a digest.
pub fn digest_required() -> Failure {
    invalid_request("Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
}
