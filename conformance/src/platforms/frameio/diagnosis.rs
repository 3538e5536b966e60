use serde::Serialize;

use crate::platforms::CallError;

/// Why an import or upload got stuck, told by the code of AWS's answer and not by its status: a 403 has many causes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// One word for the cause.
    pub cause: &'static str,
    /// The call that was refused.
    pub call: String,
    /// AWS's code.
    pub code: String,
    /// AWS's message.
    pub message: String,
    /// What the customer can do.
    pub advice: &'static str,
}

impl Diagnosis {
    /// Reads the cause from a refused call.
    pub fn of(error: &CallError) -> Self {
        let (cause, advice) = cause(error);
        Self {
            cause,
            call: error.call.to_owned(),
            code: error.code.clone(),
            message: error.message.clone(),
            advice,
        }
    }

    /// The platform's own refusal of SSE-KMS, which AWS would allow for some keys.
    pub fn sse_kms(algorithm: &str) -> Self {
        Self {
            cause: "sse_kms",
            call: "HeadObject".to_owned(),
            code: algorithm.to_owned(),
            message: String::new(),
            advice: "Storage Connect does not support SSE-KMS; store the original with SSE-S3",
        }
    }
}

fn cause(error: &CallError) -> (&'static str, &'static str) {
    let is_session = error.call.starts_with("AssumeRole");
    match error.code.as_str() {
        "InvalidIdentityToken" | "ExpiredTokenException" => (
            "identity_provider",
            "check the identity provider's URL and audience",
        ),
        "AccessDenied" if is_session => (
            "trust_policy",
            "check the account id in the role's trust policy",
        ),
        "AccessDenied" if error.message.contains("kms:") => (
            "kms_permission",
            "SSE-KMS is not supported; the role has no permission for the key",
        ),
        "AccessDenied" if error.message.contains("explicit deny") => (
            "explicit_deny",
            "a policy denies the request; adding an allow will not help",
        ),
        "AccessDenied" if error.message.contains("s3:ListBucket") => (
            "missing_or_forbidden",
            "the key does not exist, and without s3:ListBucket S3 may not say so; check the mapping and the key",
        ),
        "AccessDenied" => (
            "object_permission",
            "check that the policy includes s3:GetObject for the object's ARN",
        ),
        "NoSuchKey" | "404" => (
            "missing_key",
            "check that bucket and prefix of the mapping match the key",
        ),
        "NoSuchBucket" => ("missing_bucket", "check the bucket of the mapping"),
        "InvalidObjectState" => (
            "archived",
            "restore the object; its storage class has no instant retrieval",
        ),
        "AuthorizationHeaderMalformed" | "PermanentRedirect" | "301" => {
            ("region", "the bucket must be in us-east-1")
        }
        "SlowDown" | "InternalError" | "ServiceUnavailable" | CallError::UNREACHABLE => {
            ("transient", "try again later")
        }
        _ => ("unknown", "see the code"),
    }
}

#[cfg(test)]
mod tests;
