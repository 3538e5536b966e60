//! Key policies: what is checked before one is stored.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>

use std::cell::RefCell;

use bucketproof_policy::{
    Attached, Document, Evidence, Principal, PrincipalRef, Request, ResourceRule, Verdict, decide,
    validate,
};

use super::errors;
use crate::auth::directory;
use crate::base::Failure;
use crate::services::service::Call;
use crate::storage::StorageError;
use crate::world::World;

/// The largest key policy, in bytes.
const MAX_POLICY_BYTES: usize = 32 * 1024;

/// Checks a new key policy: its grammar, that its principals exist, and that it does not lock its author out.
///
/// # Errors
/// `MalformedPolicyDocumentException`, `LimitExceededException`.
pub fn check(call: &Call<'_>, text: &str, key_arn: &str, bypass: bool) -> Result<(), Failure> {
    if text.len() > MAX_POLICY_BYTES {
        return Err(errors::policy_too_large());
    }
    let unreadable: RefCell<Option<StorageError>> = RefCell::new(None);
    let known = |principal: &PrincipalRef| {
        exists(call.world, principal).unwrap_or_else(|error| {
            unreadable.replace(Some(error));
            false
        })
    };
    let checked = validate::key(text, &known);
    if unreadable.into_inner().is_some() {
        return Err(errors::internal());
    }
    let document = checked.map_err(|invalid| errors::malformed_policy(invalid.message))?;
    if !bypass && locks_out(call, document, key_arn) {
        return Err(errors::policy_lockout());
    }
    Ok(())
}

/// Whether neither the caller nor its account could change the policy again.
fn locks_out(call: &Call<'_>, document: Document, key_arn: &str) -> bool {
    let identity = call.authority.identity();
    let policy = Attached {
        name: "new key policy".to_owned(),
        document: document.into(),
    };
    let account = Principal::Root {
        account: identity.account.clone(),
    };
    let evidence = Evidence {
        resource: Some(policy),
        resource_account: Some(identity.account.clone()),
        rule: ResourceRule::Key,
        ..Evidence::default()
    };
    let allows = |principal: &Principal| {
        let request = Request {
            principal,
            action: "kms:PutKeyPolicy",
            resource: key_arn,
            context: call.authority.context(),
        };
        decide(&request, &evidence).verdict == Verdict::Allow
    };
    !allows(&identity.principal) && !allows(&account)
}

/// Whether a principal that a policy names exists. Sessions come and go: naming one needs its account only.
fn exists(world: &World, principal: &PrincipalRef) -> Result<bool, StorageError> {
    let name_of = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    match principal {
        PrincipalRef::Everyone | PrincipalRef::Federated(_) | PrincipalRef::Service(_) => Ok(true),
        PrincipalRef::Account(account)
        | PrincipalRef::AssumedRole { account, .. }
        | PrincipalRef::FederatedUser { account, .. } => directory::account_exists(world, account),
        PrincipalRef::User { account, arn } => {
            let user = directory::user(world, account, &name_of(arn))?;
            Ok(user.is_some_and(|user| user.arn() == *arn))
        }
        PrincipalRef::Role { account, arn } => {
            let role = directory::role(world, account, &name_of(arn))?;
            Ok(role.is_some_and(|role| role.arn() == *arn))
        }
        PrincipalRef::CanonicalUser(_) | PrincipalRef::UniqueId(_) => Ok(false),
    }
}
