//! A caller: the principal and everything that policies may ask about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bucketproof_policy::{Attached, Principal};

use super::directory::sessions::WebIdentity;
use crate::base::{Timestamp, arn};

/// The policies that a caller brings along.
#[derive(Debug, Clone, Default)]
pub struct IdentityPolicies {
    /// Inline and managed policies of the user or role.
    pub identity: Vec<Attached>,
    /// The permissions boundary.
    pub boundary: Option<Attached>,
    /// The session policies; `None` when none was passed.
    pub session: Option<Vec<Attached>>,
}

/// What only temporary credentials have.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    /// When the session began.
    pub issued: Timestamp,
    /// The token it came from, for web identity sessions.
    pub web_identity: Option<WebIdentity>,
    /// Set by the first AssumeRole of a chain.
    pub source_identity: Option<String>,
    /// Session tags that the next role of a chain inherits.
    pub transitive_tags: BTreeMap<String, String>,
}

/// A caller.
#[derive(Debug, Clone)]
pub struct Identity {
    /// As the evaluator sees it.
    pub principal: Arc<Principal>,
    /// Account id; `anonymous` for anonymous callers.
    pub account: String,
    /// The ARN shown in answers and messages: the session ARN for roles. Empty for anonymous callers.
    pub arn: String,
    /// `aws:userid`.
    pub userid: String,
    /// `aws:username`: IAM users only.
    pub username: Option<String>,
    /// `aws:PrincipalType`.
    pub principal_type: &'static str,
    /// `aws:PrincipalArn`: the role's ARN for sessions.
    pub principal_arn: Option<String>,
    /// Principal and session tags.
    pub tags: BTreeMap<String, String>,
    /// Temporary credentials only.
    pub session: Option<SessionFacts>,
    /// Policies.
    pub policies: IdentityPolicies,
}

impl Identity {
    /// Nobody: a request without credentials.
    pub fn anonymous() -> Self {
        Self {
            principal: Arc::new(Principal::Anonymous),
            account: "anonymous".to_owned(),
            arn: String::new(),
            userid: "anonymous".to_owned(),
            username: None,
            principal_type: "Anonymous",
            principal_arn: None,
            tags: BTreeMap::new(),
            session: None,
            policies: IdentityPolicies::default(),
        }
    }

    /// The root user of an account.
    pub fn root(account: &str) -> Self {
        let root_arn = arn::root(account);
        Self {
            principal: Arc::new(Principal::Root {
                account: account.to_owned(),
            }),
            account: account.to_owned(),
            arn: root_arn.clone(),
            userid: account.to_owned(),
            username: None,
            principal_type: "Account",
            principal_arn: Some(root_arn),
            tags: BTreeMap::new(),
            session: None,
            policies: IdentityPolicies::default(),
        }
    }

    /// Whether nobody signed.
    pub fn is_anonymous(&self) -> bool {
        matches!(*self.principal, Principal::Anonymous)
    }

    /// Whether this is an account's root user.
    pub fn is_root(&self) -> bool {
        matches!(*self.principal, Principal::Root { .. })
    }

    /// Whether this is a session of a role.
    pub fn is_role_session(&self) -> bool {
        matches!(*self.principal, Principal::RoleSession { .. })
    }

    /// Whether this is a session of `GetFederationToken`.
    pub fn is_federated_user(&self) -> bool {
        matches!(*self.principal, Principal::FederatedUser { .. })
    }

    /// Whether this is a session that `GetFederationToken` or `GetSessionToken` began: these may call no IAM and little
    /// of STS. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html>
    pub fn is_limited_session(&self) -> bool {
        self.session.is_some() && !self.is_role_session()
    }

    /// The account, unless anonymous.
    pub fn account_id(&self) -> Option<&str> {
        (!self.is_anonymous()).then_some(self.account.as_str())
    }
}
