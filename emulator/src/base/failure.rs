//! What AWS answers when a call does not succeed, before it is written in a service's wire format.

use std::borrow::Cow;

/// A refused or failed call: HTTP status, AWS error code and message, and extra elements of the error body.
///
/// Only a service's error catalogue makes one, so that every text can be found and corrected in one place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}", code = .0.code, message = .0.message)]
pub struct Failure(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    status: u16,
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    details: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
}

impl Failure {
    /// A failure with AWS's status, code and message.
    pub fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (code, message) = (code.into(), message.into());
        Self(Box::new(Parts {
            status,
            code,
            message,
            details: Vec::new(),
            headers: Vec::new(),
        }))
    }

    /// Adds an element to the error body, in the order of the calls.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.details.push((name, value.into()));
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// AWS error code.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// AWS error message.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Extra elements of the error body.
    pub fn details(&self) -> &[(&'static str, String)] {
        &self.0.details
    }

    /// Extra response headers.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.0.headers
    }
}
