//! Claims that AWS makes condition keys for single issuers only.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>, the tables of the
//! identity providers. Requests of the session do not have these keys.

use bucketproof_policy::Value;

use super::claims::Holder;

/// Issuers without their scheme, and the claims that become `ISSUER:CLAIM`. Secondary sources only.
const TABLE: &[(&str, &[&str])] = &[(
    "token.actions.githubusercontent.com",
    &[
        "actor",
        "actor_id",
        "enterprise_id",
        "environment",
        "job_workflow_ref",
        "ref",
        "repository",
        "repository_id",
        "workflow",
    ],
)];

/// The keys of a token's issuer that others do not have, for the claims that the token makes.
pub fn provider_keys(host: &str, holder: &Holder) -> Vec<(String, Value)> {
    let entry = TABLE.iter().find(|(issuer, _)| *issuer == host);
    let names = entry.map(|(_, names)| *names).unwrap_or_default();
    let claim = |name: &&str| {
        let text = holder.texts.get(*name)?;
        Some((format!("{host}:{name}"), Value::from(text.as_str())))
    };
    names.iter().filter_map(claim).collect()
}
