//! Sessions: temporary credentials, how they come to be and how they are shown.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html>

use super::errors;
use super::request::{SessionPolicies, Wanted};
use super::trust::Carried;
use crate::auth::directory::records::RoleRecord;
use crate::auth::directory::sessions::{Holder, SessionRecord, WebIdentity};
use crate::auth::directory::{self, DirectoryCommit};
use crate::base::{Failure, Secret, arn, time_format};
use crate::protocol::xml::Writer;
use crate::services::service::Call;
use crate::storage::Commit;

/// The longest session of a chained role, in seconds.
const CHAINED_SECONDS: i64 = 3_600;
/// Room for session policies and tags, in bytes. AWS packs them in a way that is not documented; here a percentage of
/// this room is reported.
const PACKED_BYTES: usize = 2_048;

/// How the role was come by.
#[derive(Debug, Clone)]
pub enum Origin {
    /// With credentials of a user.
    User,
    /// With credentials of another role's session.
    Chained,
    /// With a token.
    WebIdentity(WebIdentity),
}

/// Temporary credentials that somebody was permitted to have.
#[derive(Debug)]
pub struct Plan {
    /// The account in which they act.
    pub account: String,
    /// Who they are.
    pub holder: Holder,
    /// How long they last, in seconds.
    pub duration_seconds: i64,
    /// Session policies.
    pub policies: SessionPolicies,
    /// Tags and source identity.
    pub carried: Carried,
    /// The token they came from.
    pub web_identity: Option<WebIdentity>,
}

/// A session that was made.
#[derive(Debug)]
pub struct Made {
    /// As stored.
    pub session: SessionRecord,
    /// How much of the room for policies and tags is used, in percent; `None` when there are neither.
    pub packed_percent: Option<usize>,
}

/// Makes a session of a role.
///
/// # Errors
/// A duration that is too long, and what [`make`] finds.
pub async fn of_role(
    call: &Call<'_>,
    role: &RoleRecord,
    wanted: Wanted,
    carried: Carried,
    origin: Origin,
) -> Result<Made, Failure> {
    check_duration(role, &wanted, &origin)?;
    let plan = Plan {
        account: role.account.clone(),
        holder: Holder::Role {
            name: role.name.clone(),
            id: role.role_id.clone(),
            session_name: wanted.session_name,
        },
        duration_seconds: wanted.duration_seconds,
        policies: wanted.policies,
        carried,
        web_identity: match origin {
            Origin::WebIdentity(token) => Some(token),
            Origin::User | Origin::Chained => None,
        },
    };
    make(call, plan).await
}

/// The role's own maximum first, then that of chains.
fn check_duration(role: &RoleRecord, wanted: &Wanted, origin: &Origin) -> Result<(), Failure> {
    if wanted.duration_seconds > i64::from(role.max_session_seconds) {
        return Err(errors::above_role_maximum());
    }
    if matches!(origin, Origin::Chained) && wanted.duration_seconds > CHAINED_SECONDS {
        return Err(errors::above_chain_maximum());
    }
    Ok(())
}

/// Makes temporary credentials.
///
/// # Errors
/// Session policies and tags that are too large, managed policies that are not there, or a store that fails.
pub async fn make(call: &Call<'_>, plan: Plan) -> Result<Made, Failure> {
    let packed_percent = packed_percent(&plan);
    if packed_percent.is_some_and(|percent| percent > 100) {
        return Err(errors::packed_policy_too_large(
            packed_percent.unwrap_or_default(),
        ));
    }
    check_managed(call, &plan)?;
    let ids = &call.world.ids;
    let session = SessionRecord {
        access_key_id: ids.unique_id("ASIA"),
        secret: Secret::new(ids.secret_access_key()),
        token: Secret::new(ids.session_token()),
        account: plan.account,
        holder: plan.holder,
        issued: call.now,
        expires: call.now.plus_seconds(plan.duration_seconds),
        policy: plan.policies.inline,
        policy_arns: plan.policies.arns,
        transitive_tag_keys: plan.carried.tags.transitive_keys(),
        tags: plan.carried.tags.all(),
        source_identity: plan.carried.source_identity,
        web_identity: plan.web_identity,
    };
    let commit = Commit::new().session(&session);
    // A new key changes nothing that is cached.
    let done = call.world.commit(commit).await;
    done.map_err(|_| errors::internal())?;
    Ok(Made {
        session,
        packed_percent,
    })
}

/// Managed session policies are AWS's or the session's account's.
fn check_managed(call: &Call<'_>, plan: &Plan) -> Result<(), Failure> {
    for policy_arn in &plan.policies.arns {
        let foreign = arn::account(policy_arn).is_some_and(|account| account != plan.account);
        let text = directory::managed_policy(call.world, policy_arn);
        if foreign || text.map_err(|_| errors::internal())?.is_none() {
            return Err(errors::no_such_policy(policy_arn));
        }
    }
    Ok(())
}

fn packed_percent(plan: &Plan) -> Option<usize> {
    let tags = plan.carried.tags.all();
    let policies = plan.policies.inline.iter().chain(&plan.policies.arns);
    let texts = policies.chain(tags.iter().flat_map(|(name, value)| [name, value]));
    let bytes: usize = texts.map(String::len).sum();
    let nothing = plan.policies.is_empty() && tags.is_empty();
    (!nothing).then(|| (bytes * 100).div_ceil(PACKED_BYTES))
}

/// `<Credentials>`.
pub fn write_credentials(xml: &mut Writer, session: &SessionRecord) {
    xml.open("Credentials");
    xml.text_element("AccessKeyId", &session.access_key_id);
    xml.text_element("SecretAccessKey", session.secret.expose());
    xml.text_element("SessionToken", session.token.expose());
    xml.text_element("Expiration", time_format::iso_seconds(session.expires));
    xml.close();
}

/// `<AssumedRoleUser>` and `<Credentials>` of a role's session, `<FederatedUser>` and `<Credentials>` of a federated
/// user's; a user's own session shows its credentials only.
pub fn write(xml: &mut Writer, session: &SessionRecord) {
    let account = &session.account;
    match &session.holder {
        Holder::Role {
            name,
            id,
            session_name,
        } => {
            xml.open("AssumedRoleUser");
            xml.text_element("AssumedRoleId", format!("{id}:{session_name}"));
            xml.text_element("Arn", arn::assumed_role(account, name, session_name));
            xml.close();
        }
        Holder::Federated { name, .. } => {
            xml.open("FederatedUser");
            xml.text_element("FederatedUserId", format!("{account}:{name}"));
            xml.text_element("Arn", arn::federated_user(account, name));
            xml.close();
        }
        Holder::Caller(_) => {}
    }
    write_credentials(xml, session);
}
