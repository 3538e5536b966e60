//! Who asks, and whom a policy names.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use std::borrow::Cow;

use crate::arn;

/// The caller of a request. ARNs are complete and compared as they are, with regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// An unsigned request.
    Anonymous,
    /// The root user of an account.
    Root {
        /// Twelve digits.
        account: String,
    },
    /// An IAM user, also with credentials of `GetSessionToken`.
    User {
        /// Twelve digits.
        account: String,
        /// `arn:aws:iam::ACCOUNT:user/PATH/NAME`
        arn: String,
        /// `AIDA...`
        id: String,
    },
    /// A session of a role, however it was assumed.
    RoleSession {
        /// Twelve digits: the role's account.
        account: String,
        /// `arn:aws:iam::ACCOUNT:role/PATH/NAME`
        role_arn: String,
        /// `AROA...`
        role_id: String,
        /// `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`; empty when only the role is known, as in a simulation.
        session_arn: String,
    },
    /// A session of `GetFederationToken`.
    FederatedUser {
        /// Twelve digits.
        account: String,
        /// The user that asked for the session.
        user_arn: String,
        /// That user's `AIDA...`; empty for root.
        user_id: String,
        /// `arn:aws:sts::ACCOUNT:federated-user/NAME`
        session_arn: String,
    },
    /// The holder of a token, asking to assume a role with it.
    WebIdentity {
        /// `arn:aws:iam::ACCOUNT:oidc-provider/HOST`
        provider_arn: String,
    },
    /// An AWS service calling for itself.
    Service {
        /// `x.amazonaws.com`
        name: String,
    },
}

impl Principal {
    /// The account whose identity policies apply, for callers that have one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Principal::Root { account }
            | Principal::User { account, .. }
            | Principal::RoleSession { account, .. }
            | Principal::FederatedUser { account, .. } => Some(account),
            Principal::Anonymous | Principal::WebIdentity { .. } | Principal::Service { .. } => {
                None
            }
        }
    }
}

impl std::fmt::Display for Principal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Principal::Anonymous => f.write_str("anonymous"),
            Principal::Root { account } => write!(f, "arn:aws:iam::{account}:root"),
            Principal::User { arn, .. } => f.write_str(arn),
            Principal::RoleSession {
                session_arn,
                role_arn,
                ..
            } if session_arn.is_empty() => f.write_str(role_arn),
            Principal::RoleSession { session_arn, .. }
            | Principal::FederatedUser { session_arn, .. } => f.write_str(session_arn),
            Principal::WebIdentity { provider_arn } => f.write_str(provider_arn),
            Principal::Service { name } => f.write_str(name),
        }
    }
}

/// One entry of a `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PrincipalRef {
    /// `"*"` or `{"AWS": "*"}`: everyone, anonymous callers included.
    Everyone,
    /// `{"AWS": "111122223333"}` or the account's root ARN: every principal of the account, as delegation.
    Account(String),
    /// `{"AWS": "arn:aws:iam::ACCOUNT:user/PATH/NAME"}`
    User {
        /// Twelve digits.
        account: String,
        /// As written.
        arn: String,
    },
    /// `{"AWS": "arn:aws:iam::ACCOUNT:role/PATH/NAME"}`: all sessions of the role.
    Role {
        /// Twelve digits.
        account: String,
        /// As written.
        arn: String,
    },
    /// `{"AWS": "arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION"}`: that session only.
    AssumedRole {
        /// Twelve digits.
        account: String,
        /// As written.
        arn: String,
    },
    /// `{"AWS": "arn:aws:sts::ACCOUNT:federated-user/NAME"}`
    FederatedUser {
        /// Twelve digits.
        account: String,
        /// As written.
        arn: String,
    },
    /// `{"Federated": ...}`: the ARN of an identity provider, or the domain name of a public one.
    Federated(String),
    /// `{"Service": "x.amazonaws.com"}`
    Service(String),
    /// `{"CanonicalUser": "64 hexadecimal digits"}`. It names an account by its S3 identifier, which no caller carries:
    /// it matches nobody until it is replaced by that account (see [`crate::Document::replace_principals`]).
    CanonicalUser(String),
    /// `{"AWS": "AIDA..."}` or `{"AWS": "AROA..."}`: what remains of a deleted user or role.
    UniqueId(String),
}

/// The names a `Principal` map may have.
pub(crate) const KINDS: [&str; 4] = ["AWS", "Federated", "Service", "CanonicalUser"];

impl PrincipalRef {
    /// Reads one entry of the map `Principal: {kind: text}`; `None` when the text has no allowed form.
    pub fn parse(kind: &str, text: &str) -> Option<PrincipalRef> {
        match kind {
            "AWS" => aws(text),
            "Federated" => is_provider(text).then(|| PrincipalRef::Federated(text.to_owned())),
            "Service" => is_service(text).then(|| PrincipalRef::Service(text.to_owned())),
            "CanonicalUser" => {
                let hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                hex.then(|| PrincipalRef::CanonicalUser(text.to_owned()))
            }
            _ => None,
        }
    }

    /// The name it stands under in a `Principal` map.
    pub fn kind(&self) -> &'static str {
        match self {
            PrincipalRef::Federated(_) => "Federated",
            PrincipalRef::Service(_) => "Service",
            PrincipalRef::CanonicalUser(_) => "CanonicalUser",
            _ => "AWS",
        }
    }

    /// The text of the entry; an account is shown as its root ARN, the form AWS gives back.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            PrincipalRef::Everyone => "*".into(),
            PrincipalRef::Account(account) => format!("arn:aws:iam::{account}:root").into(),
            PrincipalRef::User { arn, .. }
            | PrincipalRef::Role { arn, .. }
            | PrincipalRef::AssumedRole { arn, .. }
            | PrincipalRef::FederatedUser { arn, .. } => arn.into(),
            PrincipalRef::Federated(text)
            | PrincipalRef::Service(text)
            | PrincipalRef::CanonicalUser(text)
            | PrincipalRef::UniqueId(text) => text.into(),
        }
    }

    /// How closely this entry names the caller.
    pub(crate) fn reach(&self, principal: &Principal) -> Option<Reach> {
        let when = |same: bool, reach: Reach| same.then_some(reach);
        match self {
            PrincipalRef::Everyone => Some(Reach::Everyone),
            PrincipalRef::Account(wanted) => {
                when(principal.account() == Some(wanted), Reach::Account)
            }
            PrincipalRef::User { arn: wanted, .. } => match principal {
                Principal::User { arn, .. } => when(arn == wanted, Reach::Exact),
                Principal::FederatedUser { user_arn, .. } => {
                    when(user_arn == wanted, Reach::Parent)
                }
                _ => None,
            },
            PrincipalRef::Role { arn: wanted, .. } => match principal {
                Principal::RoleSession { role_arn, .. } => when(role_arn == wanted, Reach::Parent),
                _ => None,
            },
            PrincipalRef::AssumedRole { arn: wanted, .. } => match principal {
                Principal::RoleSession { session_arn, .. } => {
                    when(session_arn == wanted, Reach::Exact)
                }
                _ => None,
            },
            PrincipalRef::FederatedUser { arn: wanted, .. } => match principal {
                Principal::FederatedUser { session_arn, .. } => {
                    when(session_arn == wanted, Reach::Exact)
                }
                _ => None,
            },
            PrincipalRef::Federated(wanted) => match principal {
                Principal::WebIdentity { provider_arn } => {
                    when(provider_arn == wanted, Reach::Exact)
                }
                _ => None,
            },
            PrincipalRef::Service(wanted) => match principal {
                Principal::Service { name } => when(name == wanted, Reach::Exact),
                _ => None,
            },
            PrincipalRef::UniqueId(wanted) => match principal {
                Principal::User { id, .. } => when(id == wanted, Reach::Exact),
                Principal::RoleSession { role_id, .. } => when(role_id == wanted, Reach::Parent),
                Principal::FederatedUser { user_id, .. } => when(user_id == wanted, Reach::Parent),
                _ => None,
            },
            PrincipalRef::CanonicalUser(_) => None,
        }
    }
}

/// How closely a resource policy names the caller. What it grants depends on it:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reach {
    /// Its account only: delegation, an identity policy decides.
    Account,
    /// The role of the session, or the user of the federated session: boundary and session policies still limit.
    Parent,
    /// `*`, or a `NotPrincipal` that leaves the caller out.
    Everyone,
    /// The caller itself.
    Exact,
}

fn aws(text: &str) -> Option<PrincipalRef> {
    if text == "*" {
        return Some(PrincipalRef::Everyone);
    }
    if is_account(text) {
        return Some(PrincipalRef::Account(text.to_owned()));
    }
    if is_unique_id(text) {
        return Some(PrincipalRef::UniqueId(text.to_owned()));
    }
    let [_, partition, service, region, account, resource] = arn::split(text)?;
    if !partition.starts_with("aws") || !region.is_empty() || !is_account(account) {
        return None;
    }
    let account = account.to_owned();
    let arn = text.to_owned();
    match (service, resource.split_once('/')) {
        ("iam", None) if resource == "root" => Some(PrincipalRef::Account(account)),
        ("iam", Some(("user", name))) if is_path(name) => Some(PrincipalRef::User { account, arn }),
        ("iam", Some(("role", name))) if is_path(name) => Some(PrincipalRef::Role { account, arn }),
        ("sts", Some(("assumed-role", name))) => {
            let (role, session) = name.split_once('/')?;
            (is_name(role) && is_name(session))
                .then_some(PrincipalRef::AssumedRole { account, arn })
        }
        ("sts", Some(("federated-user", name))) if is_name(name) => {
            Some(PrincipalRef::FederatedUser { account, arn })
        }
        _ => None,
    }
}

pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_unique_id(text: &str) -> bool {
    (text.starts_with("AIDA") || text.starts_with("AROA"))
        && (16..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}

/// A name with an optional path in front; wildcards are allowed in neither.
fn is_path(text: &str) -> bool {
    let (path, name) = text.rsplit_once('/').unwrap_or(("", text));
    is_name(name)
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'*' && byte != b'?')
}

fn is_service(text: &str) -> bool {
    is_domain(text) && (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn"))
}

fn is_provider(text: &str) -> bool {
    let Some([_, partition, "iam", "", account, resource]) = arn::split(text) else {
        return is_domain(text);
    };
    let named = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'*')
    };
    let known = match resource.split_once('/') {
        Some(("oidc-provider" | "saml-provider", name)) => named(name),
        _ => false,
    };
    partition.starts_with("aws") && is_account(account) && known
}

/// Lower-case labels with at least one dot between them.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests;
