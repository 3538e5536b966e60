//! Who acts with temporary credentials.
//!
//! A session is made of what its role or user is now: an edited policy acts at once, a deleted role or user ends it, and
//! one that was made again under the same name is somebody else.

use std::collections::BTreeMap;
use std::sync::Arc;

use bucketproof_policy::{Attached, Principal};

use super::{Credential, attached, boundary, user_identity};
use crate::auth::directory::records::{RoleRecord, UserRecord};
use crate::auth::directory::sessions::{Holder, LongTerm, SessionRecord};
use crate::auth::directory::{self, policies, unique_ids};
use crate::auth::identity::{Identity, IdentityPolicies, SessionFacts};
use crate::auth::stored_document;
use crate::base::arn;
use crate::storage::StorageError;
use crate::world::World;

/// The credential of a session. It outlives its role's or user's record only to be refused in the right words.
///
/// # Errors
/// A store that fails.
pub(super) fn credential(
    world: &World,
    session: SessionRecord,
) -> Result<Credential, StorageError> {
    let identity = match &session.holder {
        Holder::Role {
            name,
            id,
            session_name,
        } => {
            let role = directory::role(world, &session.account, name)?;
            let role = role.filter(|role| role.role_id == *id);
            role.map(|role| in_role(world, &session, &role, session_name))
                .transpose()?
        }
        Holder::Caller(caller) => {
            long_term(world, &session.account, caller)?.map(|identity| Identity {
                session: Some(facts(&session)),
                ..identity
            })
        }
        Holder::Federated { name, by } => long_term(world, &session.account, by)?
            .map(|base| federated(world, &session, base, name))
            .transpose()?,
    };
    let mut credential = Credential::new(&session.access_key_id, session.secret, identity);
    credential.token = Some(session.token);
    credential.expires = Some(session.expires);
    Ok(credential)
}

fn long_term(
    world: &World,
    account: &str,
    whose: &LongTerm,
) -> Result<Option<Identity>, StorageError> {
    match whose {
        LongTerm::Root => Ok(Some(Identity::root(account))),
        LongTerm::User { id } => unique_ids::bearer::<UserRecord>(world, id)?
            .map(|user| user_identity(world, &user))
            .transpose(),
    }
}

fn facts(session: &SessionRecord) -> SessionFacts {
    SessionFacts {
        issued: session.issued,
        web_identity: session.web_identity.clone(),
        source_identity: session.source_identity.clone(),
        transitive_tags: session.transitive_tags(),
    }
}

fn in_role(
    world: &World,
    session: &SessionRecord,
    role: &RoleRecord,
    session_name: &str,
) -> Result<Identity, StorageError> {
    let session_arn = arn::assumed_role(&session.account, &role.name, session_name);
    let limited = session.policy.is_some() || !session.policy_arns.is_empty();
    let limits = session_policies(world, session)?;
    Ok(Identity {
        principal: Arc::new(Principal::RoleSession {
            account: session.account.clone(),
            role_arn: role.arn(),
            role_id: role.role_id.clone(),
            session_arn: session_arn.clone(),
        }),
        account: session.account.clone(),
        arn: session_arn,
        userid: format!("{}:{session_name}", role.role_id),
        username: None,
        principal_type: "AssumedRole",
        principal_arn: Some(role.arn()),
        tags: tagged_over(&role.tags, &session.tags),
        session: Some(facts(session)),
        policies: IdentityPolicies {
            identity: policies::of_role(world, role)?
                .into_iter()
                .map(Attached::from)
                .collect(),
            boundary: boundary(world, role.boundary.as_deref())?,
            session: limited.then_some(limits),
        },
    })
}

/// A federated user has what both the base and the session policies allow: without session policies nothing, apart from
/// what resources grant to the session.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html>
fn federated(
    world: &World,
    session: &SessionRecord,
    base: Identity,
    name: &str,
) -> Result<Identity, StorageError> {
    let session_arn = arn::federated_user(&session.account, name);
    let identity = if base.is_root() {
        vec![everything()?]
    } else {
        base.policies.identity
    };
    Ok(Identity {
        principal: Arc::new(Principal::FederatedUser {
            account: session.account.clone(),
            user_arn: base.arn,
            user_id: match &*base.principal {
                Principal::User { id, .. } => id.clone(),
                _ => String::new(),
            },
            session_arn: session_arn.clone(),
        }),
        account: session.account.clone(),
        arn: session_arn.clone(),
        userid: format!("{}:{name}", session.account),
        username: None,
        principal_type: "FederatedUser",
        principal_arn: Some(session_arn),
        tags: tagged_over(&base.tags, &session.tags),
        session: Some(facts(session)),
        policies: IdentityPolicies {
            identity,
            boundary: base.policies.boundary,
            session: Some(session_policies(world, session)?),
        },
    })
}

/// What a root user may, as a policy: it has none of its own.
fn everything() -> Result<Attached, StorageError> {
    let text =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    Ok(Attached {
        name: "the account's root user".to_owned(),
        document: stored_document(text)?,
    })
}

/// Session tags take the place of tags of the same name, whatever its case.
fn tagged_over(
    own: &BTreeMap<String, String>,
    session: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut tags = own.clone();
    tags.retain(|name, _| !session.keys().any(|given| given.eq_ignore_ascii_case(name)));
    tags.extend(session.clone());
    tags
}

/// Managed session policies are read in the version that is in force now.
fn session_policies(world: &World, session: &SessionRecord) -> Result<Vec<Attached>, StorageError> {
    let inline = session.policy.iter().map(|text| ("session policy", text));
    attached(world, inline, &session.policy_arns)
}
