//! The record of one finished request.

use serde::Serialize;

/// One request, as every sink sees it. Never holds secrets, tokens or bodies.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RequestEvent {
    /// Position in the stack's history, from 1.
    pub sequence: u64,
    /// RFC 3339, virtual time.
    pub time: String,
    /// As in `x-amz-request-id`.
    pub request_id: String,
    /// `s3`, `sts`, `iam`, `kms`.
    pub service: &'static str,
    /// AWS's operation name; empty when the request could not be located.
    pub operation: &'static str,
    /// The caller's account.
    pub account: Option<String>,
    /// The caller's ARN; absent for anonymous callers.
    pub principal: Option<String>,
    /// The access key id that signed.
    pub access_key_id: Option<String>,
    /// S3 bucket.
    pub bucket: Option<String>,
    /// S3 object key.
    pub key: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
    /// AWS error code of the answer.
    pub error_code: Option<String>,
    /// Body bytes received, after transfer decoding.
    pub bytes_in: u64,
    /// Body bytes sent.
    pub bytes_out: u64,
    /// Id of the injected fault that changed this request.
    pub fault: Option<String>,
    /// From the first byte of the head to the last byte of the answer.
    pub duration_micros: u64,
}
