//! Bodies, digests and sizes that S3 does not accept.

use super::{Failure, invalid_argument, invalid_request};

/// The payload hash in the signature is not that of the body.
pub fn content_sha256_mismatch(claimed: &str, computed: &str) -> Failure {
    Failure::new(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
    .with("ClientComputedContentSHA256", claimed)
    .with("S3ComputedContentSHA256", computed)
}

/// No length was given, or none that is a number.
pub fn missing_content_length() -> Failure {
    Failure::new(
        411,
        "MissingContentLength",
        "You must provide the Content-Length HTTP header.",
    )
}

/// The body stopped in the middle of its framing.
pub fn body_terminated() -> Failure {
    Failure::new(
        400,
        "IncompleteBody",
        "The request body terminated unexpectedly",
    )
}

/// The body is not as long as announced.
pub fn incomplete_body(expected: u64, provided: u64) -> Failure {
    Failure::new(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )
    .with("NumberBytesExpected", expected.to_string())
    .with("NumberBytesProvided", provided.to_string())
}

/// The client stopped sending.
pub fn request_timeout() -> Failure {
    Failure::new(
        400,
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
    )
}

/// A chunk before the last one that is too small.
pub fn invalid_chunk_size(chunk: u64, bytes: u64) -> Failure {
    Failure::new(
        403,
        "InvalidChunkSizeError",
        "Only the last chunk is allowed to have a size less than 8192 bytes",
    )
    .with("Chunk", chunk.to_string())
    .with("BadChunkSize", bytes.to_string())
}

/// A trailer that is not as announced.
pub fn malformed_trailer() -> Failure {
    Failure::new(
        400,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )
}

/// A trailer that S3 does not know.
pub fn trailer_not_supported() -> Failure {
    invalid_request("The value specified in the x-amz-trailer header is not supported")
}

/// Larger than one request may carry.
pub fn entity_too_large(proposed: u64, allowed: u64) -> Failure {
    Failure::new(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
    )
    .with("ProposedSize", proposed.to_string())
    .with("MaxSizeAllowed", allowed.to_string())
}

/// User metadata over 2 KB.
pub fn metadata_too_large(bytes: usize) -> Failure {
    Failure::new(
        400,
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size",
    )
    .with("Size", bytes.to_string())
    .with("MaxSizeAllowed", "2048")
}

/// `Content-MD5` that is not the base64 of 16 bytes.
pub fn invalid_digest(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidDigest",
        "The Content-MD5 you specified was invalid.",
    )
    .with("Content-MD5", found)
}

/// `Content-MD5` of another body.
pub fn bad_md5(expected: impl Into<String>, calculated: impl Into<String>) -> Failure {
    Failure::new(
        400,
        "BadDigest",
        "The Content-MD5 you specified did not match what we received.",
    )
    .with("ExpectedDigest", expected)
    .with("CalculatedDigest", calculated)
}

/// A checksum of another body; `name` as AWS writes it (`CRC32`).
pub fn bad_checksum(name: &str) -> Failure {
    Failure::new(
        400,
        "BadDigest",
        format!("The {name} you specified did not match the calculated checksum."),
    )
}

/// A checksum header that is not base64 of the right length.
pub fn invalid_checksum_header(header: &str) -> Failure {
    invalid_request(format!("Value for {header} header is invalid."))
}

/// More than one checksum header.
pub fn several_checksums() -> Failure {
    invalid_request(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    )
}

/// An algorithm that S3 does not know.
pub fn unknown_checksum_algorithm() -> Failure {
    invalid_request(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    )
}

/// Conditional header with a value that the operation does not take.
pub fn condition_not_implemented(header: &str, message: &str) -> Failure {
    Failure::new(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
    )
    .with("Header", header)
    .with("additionalMessage", message)
}

/// An encryption mode that is not one of S3's.
pub fn invalid_encryption(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidEncryptionAlgorithmError",
        "The Encryption request you specified is not valid. Supported value: AES256.",
    )
    .with("ArgumentName", "x-amz-server-side-encryption")
    .with("ArgumentValue", found)
}

/// A KMS key id without the mode that uses it.
pub fn kms_key_without_mode() -> Failure {
    invalid_argument(
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
        "x-amz-server-side-encryption",
        "",
    )
}

/// An encryption context that is not a map of texts in base64.
pub fn invalid_encryption_context(found: &str) -> Failure {
    invalid_argument(
        "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
        "x-amz-server-side-encryption-context",
        found,
    )
}

/// SSE-KMS objects are only for Signature Version 4.
pub fn kms_needs_sigv4() -> Failure {
    invalid_argument(
        "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
        "Authorization",
        "null",
    )
}

/// KMS's own refusals, as S3 passes them on.
pub fn kms(code: &str, message: impl Into<String>) -> Failure {
    Failure::new(400, format!("KMS.{code}"), message.into())
}

/// The request asks for SSE-C and the bucket does not take it, as new buckets do since April 2026.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html>
pub fn sse_c_blocked(caller: &str, action: &str, resource: &str) -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: {action} on resource: \"{resource}\" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type."
        ),
    )
}

/// SSE-C headers for an object that has no customer key.
pub fn encryption_not_applicable() -> Failure {
    invalid_request("The encryption parameters are not applicable to this object.")
}

/// Response overrides are for signed requests.
pub fn anonymous_override() -> Failure {
    invalid_request("Request specific response headers cannot be used for anonymous GET requests.")
}
