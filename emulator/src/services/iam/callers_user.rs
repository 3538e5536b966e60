//! The user that a call is about when it names none: the caller.

use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::service::Call;

/// Reads `UserName`; without one, the caller's own name.
///
/// # Errors
/// A caller that is no user.
pub fn name(call: &Call<'_>, params: &mut Params<'_>) -> Result<String, Failure> {
    if let Some(given) = params.optional("UserName", rules::LONG_NAME) {
        return Ok(given);
    }
    let identity = call.authority.identity();
    match &identity.username {
        Some(own) => Ok(own.clone()),
        None if identity.is_root() => Err(errors::root_keys(call.row.name)),
        None => Err(errors::user_name_needed()),
    }
}
