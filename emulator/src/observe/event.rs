//! The record of one finished request.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::base::{Timestamp, time_format};

/// One request, as every sink sees it. Never holds secrets, tokens or bodies.
#[derive(Debug, Clone, Serialize)]
pub struct RequestEvent {
    /// Position in the stack's history, from 1.
    pub sequence: u64,
    /// When it came, virtual time; RFC 3339 when shown.
    #[serde(serialize_with = "shown_time")]
    pub time: Timestamp,
    /// As in `x-amz-request-id`.
    #[serde(serialize_with = "shown_id")]
    pub request_id: Arc<str>,
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
    /// `would-deny` when the request went on although it was not allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<&'static str>,
    /// From the first byte of the head to the last byte of the answer.
    pub duration_micros: u64,
}

impl RequestEvent {
    /// A request of which nothing is known yet but that it came.
    pub fn new(time: Timestamp) -> Self {
        Self {
            sequence: 0,
            time,
            request_id: Arc::from(""),
            service: "",
            operation: "",
            account: None,
            principal: None,
            access_key_id: None,
            bucket: None,
            key: None,
            status: 0,
            error_code: None,
            bytes_in: 0,
            bytes_out: 0,
            fault: None,
            audit: None,
            duration_micros: 0,
        }
    }
}

fn shown_time<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time_format::iso_millis(*time))
}

fn shown_id<S: Serializer>(id: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id)
}
