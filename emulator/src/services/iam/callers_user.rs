//! The user that a call is about when it names none: the caller.

use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::iam::rules;
use crate::services::service::Call;

/// Reads `UserName`; without one, the caller's own name. A caller that is no user is refused at the end of reading.
pub fn name(call: &Call<'_>, params: &mut Params<'_>) -> String {
    if let Some(given) = params.optional("UserName", rules::LONG_NAME) {
        return given;
    }
    let identity = call.authority.identity();
    if let Some(own) = &identity.username {
        return own.clone();
    }
    params.refuse(if identity.is_root() {
        errors::root_keys(call.row.name)
    } else {
        errors::user_name_needed()
    });
    String::new()
}
