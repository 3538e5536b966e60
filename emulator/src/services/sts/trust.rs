//! Roles and whom they trust.

use bucketproof_policy::{Attached, ResourceRule};

use super::errors;
use super::request::{RoleName, Wanted};
use super::tags::SessionTags;
use crate::auth::authorize::Ask;
use crate::auth::directory;
use crate::auth::directory::records::RoleRecord;
use crate::auth::stored_document;
use crate::base::Failure;
use crate::services::service::Call;

/// The role that a request names; its path must be the role's.
///
/// # Errors
/// A store that fails.
pub fn role(call: &Call<'_>, named: &RoleName) -> Result<Option<RoleRecord>, Failure> {
    let role = directory::role(call.world, &named.account, &named.name);
    let role = role.map_err(|_| errors::internal())?;
    Ok(role.filter(|role| role.arn() == named.arn))
}

/// What becomes part of the session, and needs a permission of its own.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// Session tags, given and inherited: both need `sts:TagSession`.
    pub tags: SessionTags,
    /// Source identity, inherited or requested.
    pub source_identity: Option<String>,
}

/// The permissions for a session: to assume the role, to tag it, to set its source identity. A role that is not there
/// has no trust policy, and so admits nobody.
///
/// # Errors
/// A trust policy that cannot be read.
pub fn asks(
    call: &Call<'_>,
    action: &'static str,
    wanted: &Wanted,
    role: Option<&RoleRecord>,
    carried: &Carried,
) -> Result<Vec<Ask>, Failure> {
    let policy = role.map(|role| trust_policy(call, role)).transpose()?;
    let mut actions = vec![action];
    if !carried.tags.is_empty() {
        actions.push("sts:TagSession");
    }
    if carried.source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    let ask = |action: &'static str| {
        let ask = Ask::new(action, &*wanted.role.arn)
            .owned(&*wanted.role.account, policy.clone())
            .rule(ResourceRule::Trust)
            .key("sts:RoleSessionName", &*wanted.session_name)
            .key("aws:ResourceAccount", &*wanted.role.account)
            .key_if("sts:SourceIdentity", carried.source_identity.as_deref());
        let ask = role
            .iter()
            .flat_map(|role| &role.tags)
            .fold(ask, |ask, (name, value)| {
                ask.key(format!("aws:ResourceTag/{name}"), &**value)
                    .key(format!("iam:ResourceTag/{name}"), &**value)
            });
        carried.tags.requested(ask)
    };
    Ok(actions.into_iter().map(ask).collect())
}

/// The role's trust policy, read once until something changes.
fn trust_policy(call: &Call<'_>, role: &RoleRecord) -> Result<Attached, Failure> {
    let generation = call.world.authority_generation();
    let arn = role.arn();
    // The role was read before the generation was: what is kept may be of an earlier or a later trust policy.
    let kept = call.auth.trust.get(generation, &arn);
    if let Some(kept) = kept.filter(|kept| kept.document.text() == role.trust) {
        return Ok(kept);
    }
    let policy = Attached {
        name: format!("trust policy of {arn}"),
        document: stored_document(&role.trust).map_err(|_| errors::internal())?,
    };
    call.auth.trust.keep(generation, &arn, policy.clone());
    Ok(policy)
}
