//! `CallerArn`: the principal that a simulation is asked by, and the condition keys that follow from it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>

use bucketproof_policy::Principal;

use crate::auth::directory;
use crate::base::Failure;
use crate::services::iam::errors::{self as catalogue, simulation as errors};
use crate::services::iam::simulate::differences::SESSIONS_AS_CALLERS;
use crate::world::World;

/// What AWS gives as `aws:userid` when a simulation names no caller.
const NOBODY: &str = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

/// Who a simulation is asked by.
#[derive(Debug, Clone)]
pub struct Caller {
    /// As the evaluator sees it.
    pub principal: Principal,
    /// Its account.
    pub account: String,
    /// `aws:PrincipalArn`: a role's ARN for its sessions. `None` when no caller was named.
    principal_arn: Option<String>,
    userid: String,
    username: Option<String>,
}

impl Caller {
    /// The caller of a simulation that names none: somebody in the account.
    pub fn nobody(account: &str) -> Self {
        Self {
            principal: Principal::User {
                account: account.to_owned(),
                arn: String::new(),
                id: String::new(),
            },
            account: account.to_owned(),
            principal_arn: None,
            userid: NOBODY.to_owned(),
            username: None,
        }
    }

    /// The caller of an ARN. Unlike AWS, sessions of roles and federated users are taken too.
    ///
    /// # Errors
    /// An ARN of nobody who can call, or a store that fails.
    pub fn of(world: &World, arn: &str) -> Result<Self, Failure> {
        let fields: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", partition, service, "", account, resource] = fields[..] else {
            return Err(errors::caller());
        };
        if !partition.starts_with("aws") || !crate::base::arn::is_account_id(account) {
            return Err(errors::caller());
        }
        let (kind, path) = resource.split_once('/').ok_or_else(errors::caller)?;
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.is_empty() {
            return Err(errors::caller());
        }
        let made = |principal, principal_arn: String, username: Option<&str>| Self {
            principal,
            account: account.to_owned(),
            principal_arn: Some(principal_arn),
            userid: arn.to_owned(),
            username: username.map(str::to_owned),
        };
        let user = |arn: &str| Principal::User {
            account: account.to_owned(),
            arn: arn.to_owned(),
            id: String::new(),
        };
        let session =
            |role_arn: String, role_id: String, session_arn: &str| Principal::RoleSession {
                account: account.to_owned(),
                role_arn,
                role_id,
                session_arn: session_arn.to_owned(),
            };
        Ok(match (service, kind) {
            ("iam", "user") => made(user(arn), arn.to_owned(), Some(name)),
            ("iam", "group") => made(user(arn), arn.to_owned(), None),
            ("iam", "role") => made(
                session(arn.to_owned(), String::new(), ""),
                arn.to_owned(),
                None,
            ),
            ("sts", "assumed-role") if SESSIONS_AS_CALLERS => {
                let (role, _) = path.split_once('/').ok_or_else(errors::caller)?;
                let known = catalogue::stored(directory::role(world, account, role))?;
                let (role_arn, role_id) = match known {
                    Some(role) => (role.arn(), role.role_id),
                    None => (
                        crate::base::arn::iam(account, "role", "/", role),
                        String::new(),
                    ),
                };
                made(session(role_arn.clone(), role_id, arn), role_arn, None)
            }
            ("sts", "federated-user") if SESSIONS_AS_CALLERS => {
                let principal = Principal::FederatedUser {
                    account: account.to_owned(),
                    user_arn: String::new(),
                    user_id: String::new(),
                    session_arn: arn.to_owned(),
                };
                made(principal, arn.to_owned(), None)
            }
            _ => return Err(errors::caller()),
        })
    }

    /// The same caller with the unique id of the entity that it is.
    #[must_use]
    pub fn with_id(mut self, unique_id: &str) -> Self {
        match &mut self.principal {
            Principal::User { id, .. } | Principal::RoleSession { role_id: id, .. } => {
                unique_id.clone_into(id);
            }
            _ => {}
        }
        self
    }

    /// The condition keys that AWS's simulator fills in; keys that a call gives come before them.
    pub fn keys(&self) -> Vec<(&'static str, String)> {
        let keys = [
            ("aws:PrincipalAccount", Some(&self.account)),
            ("aws:PrincipalArn", self.principal_arn.as_ref()),
            ("aws:userid", Some(&self.userid)),
            ("aws:username", self.username.as_ref()),
        ];
        keys.into_iter()
            .filter_map(|(key, value)| Some((key, value?.clone())))
            .collect()
    }
}
