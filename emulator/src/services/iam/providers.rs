//! What several calls about identity providers need.

use crate::base::Failure;
use crate::services::iam::errors;
use crate::services::iam::params::Params;
use crate::services::iam::rules::{self, Form, Rule};

/// Audiences that one provider can have.
const MAX_CLIENT_IDS: usize = 100;
/// Thumbprints that one provider can have.
const MAX_THUMBPRINTS: usize = 5;
/// A certificate's SHA-1 in hexadecimal digits.
const THUMBPRINT: Rule = Rule {
    min: 40,
    max: 40,
    form: Form::Any,
};

/// Reads `ThumbprintList`; `None` when it was left out.
pub fn thumbprints(params: &mut Params<'_>) -> Option<Vec<String>> {
    let thumbprints = params.list("ThumbprintList", THUMBPRINT, rules::THUMBPRINTS);
    if thumbprints
        .as_ref()
        .is_some_and(|thumbprints| thumbprints.len() > MAX_THUMBPRINTS)
    {
        params.refuse(errors::too_many_thumbprints());
    }
    thumbprints
}

/// Adds an audience. One that is there already changes nothing.
///
/// # Errors
/// A provider that is full.
pub fn add_client_id(client_ids: &mut Vec<String>, id: String) -> Result<(), Failure> {
    if client_ids.contains(&id) {
        return Ok(());
    }
    if client_ids.len() >= MAX_CLIENT_IDS {
        return Err(errors::quota(
            "ClientIdsPerOpenIdConnectProvider",
            MAX_CLIENT_IDS,
        ));
    }
    client_ids.push(id);
    Ok(())
}
