//! How entities are written, element by element in AWS's order. What is shown depends on the call: listings leave out
//! tags and boundaries, and answers to creations leave out more.

use std::collections::BTreeMap;

use crate::auth::directory::managed::AwsPolicy;
use crate::auth::directory::records::{
    GroupRecord, InstanceProfileRecord, PolicyRecord, PolicyVersion, RoleRecord, UserRecord,
};
use crate::auth::last_used::LastUsed;
use crate::base::{Timestamp, time_format};
use crate::protocol::xml::Writer;
use crate::services::iam::attachments::Usage;
use crate::services::iam::{documents, policies};

/// A moment.
pub fn date(xml: &mut Writer, name: &'static str, at: Timestamp) {
    xml.text_element(name, time_format::iso_seconds(at));
}

/// `<Tags><member><Key>…`, also when there are none.
pub fn tags<'t>(xml: &mut Writer, tags: impl IntoIterator<Item = (&'t String, &'t String)>) {
    xml.open("Tags");
    for (key, value) in tags {
        xml.open("member");
        xml.text_element("Key", key);
        xml.text_element("Value", value);
        xml.close();
    }
    xml.close();
}

/// Tags in the order in which a creation gave them; nothing when it gave none.
pub fn given_tags(xml: &mut Writer, given: &[(String, String)]) {
    if !given.is_empty() {
        tags(xml, given.iter().map(|(key, value)| (key, value)));
    }
}

/// Tags, unless there are none.
pub fn some_tags(xml: &mut Writer, all: &BTreeMap<String, String>) {
    if !all.is_empty() {
        tags(xml, all);
    }
}

/// A list of texts.
pub fn members<T: AsRef<str>>(
    xml: &mut Writer,
    name: &'static str,
    texts: impl IntoIterator<Item = T>,
) {
    xml.open(name);
    for text in texts {
        xml.text_element("member", text);
    }
    xml.close();
}

/// `Policy` is what AWS answers; its model says `PermissionsBoundaryPolicy`.
pub fn boundary(xml: &mut Writer, policy_arn: Option<&str>) {
    if let Some(policy_arn) = policy_arn {
        xml.open("PermissionsBoundary");
        xml.text_element("PermissionsBoundaryType", "Policy");
        xml.text_element("PermissionsBoundaryArn", policy_arn);
        xml.close();
    }
}

/// A user, as listings show it.
pub fn listed_user(xml: &mut Writer, user: &UserRecord) {
    xml.text_element("Path", &user.path);
    xml.text_element("UserName", &user.name);
    xml.text_element("UserId", &user.user_id);
    xml.text_element("Arn", user.arn());
    date(xml, "CreateDate", user.created);
}

/// A user with its boundary and tags.
pub fn user(xml: &mut Writer, user: &UserRecord) {
    listed_user(xml, user);
    boundary(xml, user.boundary.as_deref());
    some_tags(xml, &user.tags);
}

/// A user that was just made.
pub fn new_user(xml: &mut Writer, user: &UserRecord, tags: &[(String, String)]) {
    listed_user(xml, user);
    boundary(xml, user.boundary.as_deref());
    given_tags(xml, tags);
}

/// A group.
pub fn group(xml: &mut Writer, group: &GroupRecord) {
    xml.text_element("Path", &group.path);
    xml.text_element("GroupName", &group.name);
    xml.text_element("GroupId", &group.group_id);
    xml.text_element("Arn", group.arn());
    date(xml, "CreateDate", group.created);
}

/// A list of groups.
pub fn groups(xml: &mut Writer, groups: &[GroupRecord]) {
    xml.open("Groups");
    for listed in groups {
        xml.open("member");
        group(xml, listed);
        xml.close();
    }
    xml.close();
}

/// A role's first elements.
pub fn role_head(xml: &mut Writer, role: &RoleRecord) {
    xml.text_element("Path", &role.path);
    xml.text_element("RoleName", &role.name);
    xml.text_element("RoleId", &role.role_id);
    xml.text_element("Arn", role.arn());
    date(xml, "CreateDate", role.created);
    xml.text_element("AssumeRolePolicyDocument", documents::encoded(&role.trust));
}

/// A role, as listings show it.
pub fn listed_role(xml: &mut Writer, role: &RoleRecord) {
    role_head(xml, role);
    xml.optional_element("Description", role.description.as_deref());
    xml.text_element("MaxSessionDuration", role.max_session_seconds.to_string());
}

/// A role with everything.
pub fn role(xml: &mut Writer, role: &RoleRecord, used: Option<&LastUsed>) {
    listed_role(xml, role);
    boundary(xml, role.boundary.as_deref());
    some_tags(xml, &role.tags);
    role_last_used(xml, used);
}

/// An empty element for a role that was never used.
pub fn role_last_used(xml: &mut Writer, used: Option<&LastUsed>) {
    xml.open("RoleLastUsed");
    if let Some(used) = used {
        date(xml, "LastUsedDate", used.at);
        xml.text_element("Region", &used.region);
    }
    xml.close();
}

/// Names and ARNs of attached policies.
pub fn attached_policies(xml: &mut Writer, name: &'static str, policy_arns: &[String]) {
    xml.open(name);
    for policy_arn in policy_arns {
        xml.open("member");
        xml.text_element("PolicyName", policies::path_and_name(policy_arn).1);
        xml.text_element("PolicyArn", policy_arn);
        xml.close();
    }
    xml.close();
}

/// Inline policies with their documents.
pub fn inline_policies(xml: &mut Writer, name: &'static str, policies: &BTreeMap<String, String>) {
    xml.open(name);
    for (name, text) in policies {
        xml.open("member");
        xml.text_element("PolicyName", name);
        xml.text_element("PolicyDocument", documents::encoded(text));
        xml.close();
    }
    xml.close();
}

/// A role that was just made.
pub fn new_role(xml: &mut Writer, role: &RoleRecord, tags: &[(String, String)]) {
    role_head(xml, role);
    boundary(xml, role.boundary.as_deref());
    given_tags(xml, tags);
}

/// A role whose description was just changed.
pub fn described_role(xml: &mut Writer, role: &RoleRecord) {
    role_head(xml, role);
    xml.optional_element("Description", role.description.as_deref());
    boundary(xml, role.boundary.as_deref());
    some_tags(xml, &role.tags);
}

/// An instance profile with its role, whose trust policy is the one to show.
pub fn instance_profile(
    xml: &mut Writer,
    profile: &InstanceProfileRecord,
    role: Option<&RoleRecord>,
) {
    xml.text_element("Path", &profile.path);
    xml.text_element("InstanceProfileName", &profile.name);
    xml.text_element("InstanceProfileId", &profile.profile_id);
    xml.text_element("Arn", profile.arn());
    date(xml, "CreateDate", profile.created);
    xml.open("Roles");
    if let Some(role) = role {
        xml.open("member");
        role_head(xml, role);
        xml.close();
    }
    xml.close();
}

/// A managed policy, the account's own or AWS's, with how often it is used.
#[derive(Debug, Clone)]
pub struct ManagedPolicy {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// `ANPA…`.
    pub id: String,
    /// Id of the version in force.
    pub version: String,
    /// Free text.
    pub description: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When its default version last changed.
    pub updated: Timestamp,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// By how many it is used.
    pub usage: Usage,
}

impl ManagedPolicy {
    /// The account's own.
    pub fn own(policy: PolicyRecord, usage: Usage) -> Self {
        Self {
            name: policy.name,
            arn: policy.arn,
            path: policy.path,
            id: policy.policy_id,
            version: policy.default_version,
            description: policy.description,
            created: policy.created,
            updated: policy.updated,
            tags: policy.tags,
            usage,
        }
    }

    /// AWS's.
    pub fn aws(policy: &AwsPolicy, usage: Usage) -> Self {
        Self {
            name: policy.name.to_owned(),
            arn: policy.arn(),
            path: policy.path.to_owned(),
            id: policy.id.to_owned(),
            version: policy.version.to_owned(),
            description: Some(policy.description.to_owned()),
            created: policy.created(),
            updated: policy.updated(),
            tags: BTreeMap::new(),
            usage,
        }
    }

    /// Writes it; the description only where AWS shows it.
    pub fn write(&self, xml: &mut Writer, described: bool) {
        xml.text_element("PolicyName", &self.name);
        xml.text_element("PolicyId", &self.id);
        xml.text_element("Arn", &self.arn);
        xml.text_element("Path", &self.path);
        xml.text_element("DefaultVersionId", &self.version);
        xml.text_element("AttachmentCount", self.usage.attached.to_string());
        xml.text_element(
            "PermissionsBoundaryUsageCount",
            self.usage.boundary.to_string(),
        );
        xml.text_element("IsAttachable", "true");
        if described {
            xml.optional_element("Description", self.description.as_deref());
        }
        date(xml, "CreateDate", self.created);
        date(xml, "UpdateDate", self.updated);
    }
}

/// A version of a managed policy; its document only where AWS shows it.
pub fn version(xml: &mut Writer, version: &PolicyVersion, default: bool, with_document: bool) {
    if with_document {
        xml.text_element("Document", documents::encoded(&version.text));
    }
    xml.text_element("VersionId", &version.id);
    xml.text_element("IsDefaultVersion", default.to_string());
    date(xml, "CreateDate", version.created);
}
