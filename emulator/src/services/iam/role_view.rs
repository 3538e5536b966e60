//! What several calls about roles need.

use crate::auth::directory::principals;
use crate::auth::directory::records::RoleRecord;
use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::service::Call;

/// A role as answers show it: its trust policy with the ARNs of those whom it names.
///
/// # Errors
/// A store that fails.
pub fn shown(call: &Call<'_>, mut role: RoleRecord) -> Result<RoleRecord, Failure> {
    role.trust = errors::stored(principals::shown(call.world, &role.trust))?;
    Ok(role)
}

/// Reads `MaxSessionDuration`, in seconds.
pub fn max_session(params: &mut Params<'_>) -> Option<u32> {
    let seconds = params.integer("MaxSessionDuration", 3600, 43_200);
    seconds.and_then(|seconds| u32::try_from(seconds).ok())
}
