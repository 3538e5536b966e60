//! Key policies: what is checked before one is stored.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>

use bucketproof_policy::{
    Attached, Document, Evidence, Principal, Request, ResourceRule, Verdict, decide, validate,
};

use super::errors;
use crate::auth::directory::principals;
use crate::base::Failure;
use crate::services::service::Call;

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
    let checked = principals::checked(call.world, |exists| validate::key(text, exists))
        .map_err(|_| errors::internal())?;
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
