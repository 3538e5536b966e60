//! A caller: the principal and everything that policies may ask about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bucketproof_policy::{Attached, Principal};

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
    /// ARN of the identity provider, for web identity sessions.
    pub federated_provider: Option<String>,
    /// Set by the first AssumeRole of a chain.
    pub source_identity: Option<String>,
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

    /// The account, unless anonymous.
    pub fn account_id(&self) -> Option<&str> {
        (!self.is_anonymous()).then_some(self.account.as_str())
    }
}
