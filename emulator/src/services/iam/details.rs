//! Users, groups, roles and policies with all that belongs to them.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>

use crate::auth::directory::records::{GroupRecord, PolicyVersion, RoleRecord, UserRecord};
use crate::auth::directory::{self, Entity, policies as gathered};
use crate::auth::last_used::{self, LastUsed};
use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::iam::attachments::{self, Usage};
use crate::services::iam::instance_profiles::{self, Shown};
use crate::services::iam::policies::{self, Policy};
use crate::services::iam::show::{self, ManagedPolicy};
use crate::services::iam::{errors, role_view};
use crate::services::service::Call;

/// One of them, as it is kept.
#[derive(Debug)]
pub enum Found {
    /// A user.
    User(UserRecord),
    /// A group.
    Group(GroupRecord),
    /// A role.
    Role(RoleRecord),
    /// A managed policy and how often it is used.
    Policy(Policy, Usage),
}

/// One of them with all that is shown of it.
#[derive(Debug)]
pub enum Detail {
    /// A user and the names of its groups.
    User(UserRecord, Vec<String>),
    /// A group.
    Group(GroupRecord),
    /// A role, its instance profiles and its last use.
    Role(RoleRecord, Vec<Shown>, Option<LastUsed>),
    /// A managed policy and its versions.
    Policy(ManagedPolicy, Vec<(PolicyVersion, bool)>),
}

/// All that `wants` by its kind, in the order of the answer's lists and of names. Of AWS's policies, those in use.
///
/// # Errors
/// A store that fails.
pub fn all(call: &Call<'_>, wants: impl Fn(&str) -> bool) -> Result<Vec<Found>, Failure> {
    let mut found = Vec::new();
    if wants("User") {
        found.extend(listed::<UserRecord>(call)?.into_iter().map(Found::User));
    }
    if wants("Group") {
        found.extend(listed::<GroupRecord>(call)?.into_iter().map(Found::Group));
    }
    if wants("Role") {
        found.extend(listed::<RoleRecord>(call)?.into_iter().map(Found::Role));
    }
    let uses = attachments::all(call)?;
    let usage = |arn: &str| uses.get(arn).copied().unwrap_or_default();
    if wants("AWSManagedPolicy") {
        let aws = directory::managed::all().map(|policy| (usage(&policy.arn()), policy));
        let used = aws.filter(|(usage, _)| !usage.is_none());
        found.extend(used.map(|(usage, policy)| Found::Policy(Policy::Aws(policy), usage)));
    }
    if wants("LocalManagedPolicy") {
        for policy in listed::<directory::records::PolicyRecord>(call)? {
            let usage = usage(&policy.arn);
            found.push(Found::Policy(Policy::Own(policy), usage));
        }
    }
    found.sort_by_cached_key(Found::key);
    Ok(found)
}

fn listed<E: Entity>(call: &Call<'_>) -> Result<Vec<E>, Failure> {
    let account = &call.authority.identity().account;
    errors::stored(directory::list::<E>(call.world, account))
}

impl Found {
    /// Its place in the answer.
    pub fn key(&self) -> String {
        let (kind, name) = match self {
            Self::User(user) => (0, &*user.name),
            Self::Group(group) => (1, &*group.name),
            Self::Role(role) => (2, &*role.name),
            Self::Policy(Policy::Aws(policy), _) => (3, policy.name),
            Self::Policy(Policy::Own(policy), _) => (4, &*policy.name),
        };
        format!("{kind} {}", name.to_lowercase())
    }

    /// With all that belongs to it.
    ///
    /// # Errors
    /// A store that fails.
    pub fn detail(self, call: &Call<'_>) -> Result<Detail, Failure> {
        Ok(match self {
            Self::User(user) => {
                let groups = errors::stored(gathered::groups(call.world, &user))?;
                let names = groups.into_iter().map(|group| group.name).collect();
                Detail::User(user, names)
            }
            Self::Group(group) => Detail::Group(group),
            Self::Role(role) => {
                let profiles = instance_profiles::of_role(call, &role)?;
                let profiles = profiles
                    .into_iter()
                    .map(|profile| instance_profiles::shown(call, profile))
                    .collect::<Result<_, _>>()?;
                let used = errors::stored(last_used::of(call.world, &role.role_id))?;
                Detail::Role(role_view::shown(call, role)?, profiles, used)
            }
            Self::Policy(policy, usage) => {
                let shown = policies::with_usage(&policy, usage);
                Detail::Policy(shown, policy.versions())
            }
        })
    }
}

impl Detail {
    /// The list in which it stands.
    pub const fn list(&self) -> &'static str {
        match self {
            Self::User(..) => LISTS[0],
            Self::Group(..) => LISTS[1],
            Self::Role(..) => LISTS[2],
            Self::Policy(..) => LISTS[3],
        }
    }

    /// Writes its elements.
    pub fn write(&self, xml: &mut Writer) {
        match self {
            Self::User(user, groups) => {
                show::listed_user(xml, user);
                if !user.inline.is_empty() {
                    show::inline_policies(xml, "UserPolicyList", &user.inline);
                }
                show::members(xml, "GroupList", groups);
                show::attached_policies(xml, "AttachedManagedPolicies", &user.attached);
                show::boundary(xml, user.boundary.as_deref());
                show::tags(xml, &user.tags);
            }
            Self::Group(group) => {
                show::group(xml, group);
                show::inline_policies(xml, "GroupPolicyList", &group.inline);
                show::attached_policies(xml, "AttachedManagedPolicies", &group.attached);
            }
            Self::Role(role, profiles, used) => {
                show::role_head(xml, role);
                xml.open("InstanceProfileList");
                for profile in profiles {
                    xml.open("member");
                    profile.write(xml, true);
                    xml.close();
                }
                xml.close();
                show::inline_policies(xml, "RolePolicyList", &role.inline);
                show::attached_policies(xml, "AttachedManagedPolicies", &role.attached);
                show::boundary(xml, role.boundary.as_deref());
                show::tags(xml, &role.tags);
                show::role_last_used(xml, used.as_ref());
            }
            Self::Policy(policy, versions) => {
                policy.write(xml, true);
                xml.open("PolicyVersionList");
                for (version, in_force) in versions {
                    xml.open("member");
                    show::version(xml, version, *in_force, true);
                    xml.close();
                }
                xml.close();
            }
        }
    }
}

/// The lists of the answer.
pub const LISTS: [&str; 4] = [
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "Policies",
];
