use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// A call of a back end to the stack that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{call} was answered {code}: {message}")]
pub struct CallError {
    /// The operation.
    pub call: &'static str,
    /// AWS error code; of a refusal without a body its HTTP status; `Unreachable` when no answer came.
    pub code: String,
    /// AWS's message, or what went wrong on the way.
    pub message: String,
}

impl CallError {
    /// The code of a call that got no complete answer.
    pub const UNREACHABLE: &'static str = "Unreachable";

    /// What the SDK saw when it sent `call`.
    pub fn of<E>(call: &'static str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        match error {
            SdkError::ServiceError(refusal) => {
                let status = refusal.raw().status().as_u16();
                let named = refusal
                    .err()
                    .code()
                    .filter(|_| refusal.err().message().is_some());
                Self {
                    call,
                    code: named.map_or_else(|| status.to_string(), str::to_owned),
                    message: refusal.err().message().unwrap_or_default().to_owned(),
                }
            }
            other => Self::unreachable(call, &DisplayErrorContext(other)),
        }
    }

    /// No complete answer came.
    pub fn unreachable(call: &'static str, why: &dyn std::fmt::Display) -> Self {
        Self {
            call,
            code: Self::UNREACHABLE.to_owned(),
            message: why.to_string(),
        }
    }
}
