//! The rows of STS.

use super::errors;
use super::ops;
use crate::base::Failure;
use crate::services::service::{Operation, Row};

/// The API version.
pub const VERSION: &str = "2011-06-15";

/// Every operation that is done here.
pub static TABLE: &[Row] = &[
    ops::assume_role::AssumeRole::ROW,
    ops::assume_role_with_web_identity::AssumeRoleWithWebIdentity::ROW,
    ops::decode_authorization_message::DecodeAuthorizationMessage::ROW,
    ops::get_access_key_info::GetAccessKeyInfo::ROW,
    ops::get_caller_identity::GetCallerIdentity::ROW,
    ops::get_federation_token::GetFederationToken::ROW,
    ops::get_session_token::GetSessionToken::ROW,
];

/// Operations that are knowingly not done, with the reason.
pub static NOT_YET: &[(&str, &str)] = &[
    (
        "AssumeRoleWithSAML",
        "there are no SAML identity providers here",
    ),
    ("AssumeRoot", "accounts are not joined in an organization"),
    (
        "GetDelegatedAccessToken",
        "there are no delegation requests here",
    ),
    (
        "GetWebIdentityToken",
        "accounts issue no tokens; the control call `oidc/tokens` does",
    ),
];

/// The row of an action.
pub fn find(action: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == action)
}

/// Whether an action is one of this service, done or not.
pub fn knows(action: &str) -> bool {
    find(action).is_some() || NOT_YET.iter().any(|(name, _)| *name == action)
}

/// The row of an action.
///
/// # Errors
/// An unknown action, or one that is knowingly not done.
pub fn locate(action: &str) -> Result<&'static Row, Failure> {
    if let Some(row) = find(action) {
        return Ok(row);
    }
    match NOT_YET.iter().find(|(name, _)| *name == action) {
        Some((name, why)) => Err(errors::not_implemented(name, why)),
        None => Err(errors::invalid_action(action, VERSION)),
    }
}

/// Whether the call is made without a signature: a token stands in its place.
pub fn unsigned(row: &Row) -> bool {
    row.name == "AssumeRoleWithWebIdentity"
}

#[cfg(test)]
mod tests;
