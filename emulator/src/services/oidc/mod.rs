//! OpenID Connect: an embedded issuer that can stand for any issuer URL, and the verification of tokens.

/// The token issuers of a stack, and what was fetched from foreign ones.
#[derive(Debug, Default)]
pub struct Oidc {}

use crate::services::control::{ControlError, ControlRequest, ControlResult};

/// The control calls of the embedded issuer.
///
/// # Errors
/// Unknown calls and malformed bodies.
pub async fn control(request: &ControlRequest<'_>, path: &[&str]) -> ControlResult {
    Err(ControlError::not_found(format!(
        "no control call `{} oidc/{}`",
        request.head.method,
        path.join("/")
    )))
}
