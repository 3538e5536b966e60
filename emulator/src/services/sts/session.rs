//! Sessions of roles: temporary credentials and how they are shown.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html>

use super::errors;
use super::request::Wanted;
use super::trust::Carried;
use crate::auth::directory::records::{RoleRecord, SessionRecord};
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
    /// With a token of this identity provider.
    WebIdentity {
        /// ARN of the provider.
        provider_arn: String,
    },
}

/// A session that was made.
#[derive(Debug)]
pub struct Made {
    /// As stored.
    pub session: SessionRecord,
    /// How much of the room for policies and tags is used, in percent.
    pub packed_percent: usize,
}

/// Makes a session of a role for somebody who was permitted to.
///
/// # Errors
/// A duration that is too long, session policies that are too large or not there, or a store that fails.
pub async fn make(
    call: &Call<'_>,
    role: &RoleRecord,
    wanted: Wanted,
    carried: Carried,
    origin: Origin,
) -> Result<Made, Failure> {
    check_duration(role, &wanted, &origin)?;
    let packed_percent = packed_percent(&wanted, &carried);
    if packed_percent > 100 {
        return Err(errors::packed_policy_too_large(packed_percent));
    }
    check_managed(call, role, &wanted)?;
    let ids = &call.world.ids;
    let session = SessionRecord {
        access_key_id: ids.unique_id("ASIA"),
        secret: Secret::new(ids.secret_access_key()),
        token: Secret::new(ids.session_token()),
        account: role.account.clone(),
        role_name: role.name.clone(),
        role_id: role.role_id.clone(),
        session_name: wanted.session_name,
        issued: call.now,
        expires: call.now.plus_seconds(wanted.duration_seconds),
        policy: wanted.policy,
        policy_arns: wanted.policy_arns,
        federated_provider: match origin {
            Origin::WebIdentity { provider_arn } => Some(provider_arn),
            Origin::User | Origin::Chained => None,
        },
        tags: carried.tags,
        source_identity: carried.source_identity,
    };
    let commit = Commit::new().session(&session);
    let done = call.world.commit_authority(commit).await;
    done.map_err(|_| errors::internal())?;
    Ok(Made {
        session,
        packed_percent,
    })
}

fn check_duration(role: &RoleRecord, wanted: &Wanted, origin: &Origin) -> Result<(), Failure> {
    if wanted.duration_seconds > i64::from(role.max_session_seconds) {
        return Err(errors::above_role_maximum());
    }
    if matches!(origin, Origin::Chained) && wanted.duration_seconds > CHAINED_SECONDS {
        return Err(errors::above_chain_maximum());
    }
    Ok(())
}

/// Managed session policies are AWS's or the role's account's.
fn check_managed(call: &Call<'_>, role: &RoleRecord, wanted: &Wanted) -> Result<(), Failure> {
    for policy_arn in &wanted.policy_arns {
        let foreign = arn::account(policy_arn).is_some_and(|account| account != role.account);
        let text = directory::managed_policy(call.world, policy_arn);
        if foreign || text.map_err(|_| errors::internal())?.is_none() {
            return Err(errors::no_such_policy(policy_arn));
        }
    }
    Ok(())
}

fn packed_percent(wanted: &Wanted, carried: &Carried) -> usize {
    let policies = wanted.policy.iter().chain(&wanted.policy_arns);
    let tags = carried.tags.iter().flat_map(|(name, value)| [name, value]);
    let bytes: usize = policies.chain(tags).map(String::len).sum();
    (bytes * 100).div_ceil(PACKED_BYTES)
}

/// `<AssumedRoleUser>` and `<Credentials>`.
pub fn write(xml: &mut Writer, session: &SessionRecord) {
    let (role_id, name) = (&session.role_id, &session.session_name);
    xml.open("AssumedRoleUser");
    xml.text_element("AssumedRoleId", format!("{role_id}:{name}"));
    let session_arn = arn::assumed_role(&session.account, &session.role_name, name);
    xml.text_element("Arn", session_arn);
    xml.close();
    xml.open("Credentials");
    xml.text_element("AccessKeyId", &session.access_key_id);
    xml.text_element("SecretAccessKey", session.secret.expose());
    xml.text_element("SessionToken", session.token.expose());
    xml.text_element("Expiration", time_format::iso_seconds(session.expires));
    xml.close();
}
