//! Managed policies of both kinds: the account's own and AWS's.

use crate::auth::authorize::Ask;
use crate::auth::directory::managed::{self, AwsPolicy};
use crate::auth::directory::records::{PolicyRecord, PolicyVersion};
use crate::base::Failure;
use crate::services::iam::attachments::{self, Usage};
use crate::services::iam::errors;
use crate::services::iam::show::ManagedPolicy;
use crate::services::iam::subject;
use crate::services::service::Call;

/// A managed policy.
#[derive(Debug)]
pub enum Policy {
    /// The account's own.
    Own(PolicyRecord),
    /// AWS's.
    Aws(AwsPolicy),
}

impl Policy {
    /// Its versions, newest first, each with whether it is in force. Of AWS's policies only that one is known.
    pub fn versions(self) -> Vec<(PolicyVersion, bool)> {
        match self {
            Self::Own(policy) => {
                let in_force = policy.default_version;
                let versions = policy.versions.into_iter().rev();
                versions
                    .map(|version| {
                        let default = version.id == in_force;
                        (version, default)
                    })
                    .collect()
            }
            Self::Aws(policy) => {
                let version = PolicyVersion {
                    id: policy.version.to_owned(),
                    text: policy.text.to_owned(),
                    created: policy.updated(),
                };
                vec![(version, true)]
            }
        }
    }
}

/// `arn:aws:iam::1:policy/a/b` has the path `/a/` and the name `b`.
pub fn path_and_name(policy_arn: &str) -> (&str, &str) {
    let resource = policy_arn
        .split_once(":policy")
        .map_or("", |(_, rest)| rest);
    let name_at = resource.rfind('/').map_or(0, |slash| slash + 1);
    resource.split_at(name_at)
}

/// The policy of an ARN.
///
/// # Errors
/// A store that fails.
pub fn find(call: &Call<'_>, policy_arn: &str) -> Result<Option<Policy>, Failure> {
    if let Some(policy) = managed::find(policy_arn) {
        return Ok(Some(Policy::Aws(policy)));
    }
    let found = subject::find::<PolicyRecord>(call, policy_arn)?;
    Ok(found.map(|found| Policy::Own(found.entity)))
}

/// Asks permission to read a policy. AWS's are everybody's to read.
///
/// # Errors
/// A store that fails.
pub fn ask_to_read(
    call: &Call<'_>,
    action: &'static str,
    policy_arn: &str,
) -> Result<Ask, Failure> {
    if policy_arn.starts_with("arn:aws:iam::aws:") {
        return Ok(Ask::new(action, policy_arn));
    }
    subject::ask::<PolicyRecord>(call, action, policy_arn)
}

/// A policy with its uses, as answers show it.
pub fn with_usage(policy: &Policy, usage: Usage) -> ManagedPolicy {
    match policy {
        Policy::Own(policy) => ManagedPolicy::own(policy.clone(), usage),
        Policy::Aws(policy) => ManagedPolicy::aws(policy, usage),
    }
}

/// A policy with its uses.
///
/// # Errors
/// No such policy, or a store that fails.
pub fn shown(call: &Call<'_>, policy_arn: &str) -> Result<ManagedPolicy, Failure> {
    let usage = attachments::of(call, policy_arn)?;
    match find(call, policy_arn)? {
        Some(policy) => Ok(with_usage(&policy, usage)),
        None => Err(errors::no_such_policy(policy_arn)),
    }
}
