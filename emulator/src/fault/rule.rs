//! What can go wrong, where and how often.

use serde::{Deserialize, Serialize};

/// A rule of the fault book: a scope, a frequency and an effect.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// AWS operation name, or `*` for all.
    #[serde(default = "everything")]
    pub operation: String,
    /// Only requests for this bucket.
    #[serde(default)]
    pub bucket: Option<String>,
    /// Only keys that begin with this text.
    #[serde(default)]
    pub prefix: Option<String>,
    /// Chance of each matching request, 0 to 1.
    #[serde(default = "always")]
    pub probability: f64,
    /// At most so many times; unlimited when absent.
    #[serde(default)]
    pub count: Option<u64>,
    /// What happens.
    pub effect: Effect,
}

fn everything() -> String {
    "*".to_owned()
}

fn always() -> f64 {
    1.0
}

/// What a fault does to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Answers with an AWS error and does nothing else.
    Error {
        /// HTTP status.
        status: u16,
        /// AWS error code.
        code: String,
        /// AWS error message; the code's usual text when absent.
        #[serde(default)]
        message: Option<String>,
    },
    /// Waits before anything is done.
    LatencyMs(u64),
    /// Cuts the connection: of a request with a body after so many bytes of it were received, and nothing is done;
    /// of any other request after so many bytes of the answer's body were sent.
    ResetAfterBytes(u64),
    /// Carries the request out, then closes the connection without an answer.
    DropAnswer(bool),
}

/// Why a rule cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Outside 0 to 1.
    #[error("`probability` must be between 0 and 1, found `{0}`")]
    Probability(f64),
    /// Not an error status.
    #[error("`effect.error.status` must be between 400 and 599, found `{0}`")]
    Status(u16),
    /// Longer than the bound on waiting.
    #[error("`effect.latency_ms` must be at most 600000, found `{0}`")]
    Latency(u64),
    /// A drop that drops nothing.
    #[error("`effect.drop_answer` must be true")]
    Drop,
}

impl Rule {
    /// Refuses values that mean nothing.
    ///
    /// # Errors
    /// The first field that is out of its range.
    pub fn check(&self) -> Result<(), RuleError> {
        if !(0.0..=1.0).contains(&self.probability) {
            return Err(RuleError::Probability(self.probability));
        }
        match &self.effect {
            Effect::Error { status, .. } if !(400..600).contains(status) => {
                Err(RuleError::Status(*status))
            }
            Effect::LatencyMs(ms) if *ms > 600_000 => Err(RuleError::Latency(*ms)),
            Effect::DropAnswer(false) => Err(RuleError::Drop),
            _ => Ok(()),
        }
    }

    /// Whether a request is in this rule's scope.
    pub fn covers(&self, operation: &str, bucket: Option<&str>, key: Option<&str>) -> bool {
        let operation_fits = self.operation == "*" || self.operation == operation;
        let bucket_fits = self
            .bucket
            .as_deref()
            .is_none_or(|wanted| bucket == Some(wanted));
        let key_fits = self
            .prefix
            .as_deref()
            .is_none_or(|prefix| key.is_some_and(|key| key.starts_with(prefix)));
        operation_fits && bucket_fits && key_fits
    }
}
