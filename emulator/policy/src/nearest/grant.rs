//! A grant on an object that another account owns: the bucket's policy cannot allow what only the owner can.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use super::{Edit, Step};
use crate::acl::{Grant, Grantee};
use crate::decide::{Evidence, Request};
use crate::principal::Principal;

/// Another account has to act.
const COST_GRANT: u32 = 44;

/// The grant that the owner of the object would have to make; `None` where the bucket's own account owns it.
pub(super) fn step(request: &Request<'_>, evidence: &Evidence) -> Option<Step> {
    let acl = evidence.acl.as_deref()?;
    let owner = acl.object_owner(request.action)?;
    let account = request.principal.account();
    let bucket_account = evidence.resource_account.as_deref().or(account);
    if bucket_account == Some(owner) || acl.reach(request.principal, request.action).is_some() {
        return None;
    }
    let permission = acl.needed(request.action)?;
    let grantee = match (account, request.principal) {
        (Some(account), _) => Grantee::Account(account.to_owned()),
        (None, Principal::Anonymous) => Grantee::AllUsers,
        (None, _) => return None,
    };
    Some(Step {
        text: format!(
            "let account {owner}, which owns the object, grant {} on it to {grantee}",
            permission.name()
        ),
        edits: vec![Edit::Grant {
            grant: Grant::new(grantee, permission),
        }],
        cost: COST_GRANT,
    })
}
