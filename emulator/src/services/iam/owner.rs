//! What users, groups and roles have in common: inline and attached policies, and operations that differ in one word;
//! users and roles also have a boundary.

use std::collections::BTreeMap;

use crate::auth::authorize::Ask;
use crate::auth::directory::records::{GroupRecord, RoleRecord, UserRecord};
use crate::base::Failure;
use crate::services::iam::subject::{self, Subject};
use crate::services::service::{Call, Row, Run, Service};

/// One of several operations that differ in one word: its name and its action.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// Operation.
    pub name: &'static str,
    /// Action.
    pub action: &'static str,
}

impl Named {
    /// Its row.
    pub const fn row(self, run: Run) -> Row {
        Row::named(Service::Iam, self.name, self.action, run)
    }
}

macro_rules! named {
    ($name:expr) => {
        Named {
            name: $name,
            action: concat!("iam:", $name),
        }
    };
    ($before:literal, $word:literal, $after:literal) => {
        Named {
            name: concat!($before, $word, $after),
            action: concat!("iam:", $before, $word, $after),
        }
    };
}
pub(crate) use named;

/// The operations that exist once for users, once for groups and once for roles.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each field is the operation of that name")]
pub struct Triples {
    pub put_policy: Named,
    pub get_policy: Named,
    pub list_policies: Named,
    pub delete_policy: Named,
    pub attach_policy: Named,
    pub detach_policy: Named,
    pub list_attached_policies: Named,
}

macro_rules! triples {
    ($word:literal) => {
        Triples {
            put_policy: named!("Put", $word, "Policy"),
            get_policy: named!("Get", $word, "Policy"),
            list_policies: named!("List", $word, "Policies"),
            delete_policy: named!("Delete", $word, "Policy"),
            attach_policy: named!("Attach", $word, "Policy"),
            detach_policy: named!("Detach", $word, "Policy"),
            list_attached_policies: named!("ListAttached", $word, "Policies"),
        }
    };
}

/// A user, group or role.
pub trait Owner: Subject {
    /// Its operations.
    const TRIPLES: Triples;
    /// `user`, `group` or `role`, in texts.
    const KIND_WORD: &'static str;
    /// Characters that its inline policies may have together, white space not counted.
    const INLINE_QUOTA: usize;
    /// `PoliciesPerUser`, `PoliciesPerGroup` or `PoliciesPerRole`, in texts.
    const ATTACHED_QUOTA: &'static str;

    /// Inline policies by name.
    fn inline(&self) -> &BTreeMap<String, String>;
    /// Inline policies, to be changed.
    fn inline_mut(&mut self) -> &mut BTreeMap<String, String>;
    /// ARNs of attached policies.
    fn attached(&self) -> &Vec<String>;
    /// ARNs of attached policies, to be changed.
    fn attached_mut(&mut self) -> &mut Vec<String>;
    /// ARN of the boundary; groups have none.
    fn boundary(&self) -> Option<&str> {
        None
    }
    /// The unique id.
    fn id(&self) -> &str;
    /// Where it stands.
    fn path(&self) -> &str;
}

/// A user or a role.
pub trait Bounded: Owner {
    /// `PutUserPermissionsBoundary`, …
    const PUT_BOUNDARY: Named;
    /// `DeleteUserPermissionsBoundary`, …
    const DELETE_BOUNDARY: Named;
    /// Sets or removes the boundary.
    fn set_boundary(&mut self, policy_arn: Option<String>);
}

/// Managed policies that one user, group or role can have.
pub const MAX_ATTACHED: usize = 10;

macro_rules! owner {
    ($record:ty, $word:literal, $kind:literal, $quota:literal, $attached:literal, $id:ident $(, $boundary:ident)?) => {
        impl Owner for $record {
            const TRIPLES: Triples = triples!($word);
            const KIND_WORD: &'static str = $kind;
            const INLINE_QUOTA: usize = $quota;
            const ATTACHED_QUOTA: &'static str = $attached;

            fn inline(&self) -> &BTreeMap<String, String> {
                &self.inline
            }
            fn inline_mut(&mut self) -> &mut BTreeMap<String, String> {
                &mut self.inline
            }
            fn attached(&self) -> &Vec<String> {
                &self.attached
            }
            fn attached_mut(&mut self) -> &mut Vec<String> {
                &mut self.attached
            }
            $(fn boundary(&self) -> Option<&str> {
                self.$boundary.as_deref()
            })?
            fn id(&self) -> &str {
                &self.$id
            }
            fn path(&self) -> &str {
                &self.path
            }
        }

        $(impl Bounded for $record {
            const PUT_BOUNDARY: Named = named!("Put", $word, "PermissionsBoundary");
            const DELETE_BOUNDARY: Named = named!("Delete", $word, "PermissionsBoundary");

            fn set_boundary(&mut self, policy_arn: Option<String>) {
                self.$boundary = policy_arn;
            }
        })?
    };
}

owner!(
    UserRecord,
    "User",
    "user",
    2048,
    "PoliciesPerUser",
    user_id,
    boundary
);
owner!(
    GroupRecord,
    "Group",
    "group",
    5120,
    "PoliciesPerGroup",
    group_id
);
owner!(
    RoleRecord,
    "Role",
    "role",
    10_240,
    "PoliciesPerRole",
    role_id,
    boundary
);

/// Asks permission for an action on a user or role under the condition of the boundary it has: what lets an
/// administrator manage only those inside a boundary.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
///
/// # Errors
/// A store that fails.
pub fn ask_bounded<E: Owner>(
    call: &Call<'_>,
    action: &'static str,
    given: &str,
) -> Result<Ask, Failure> {
    let found = subject::find::<E>(call, given)?;
    let boundary = found.as_ref().and_then(|found| found.entity.boundary());
    Ok(subject::ask::<E>(call, action, given)?.key_if("iam:PermissionsBoundary", boundary))
}

/// The spelling under which an inline policy is kept: names are told apart without case.
pub fn kept_name<'o, E: Owner>(owner: &'o E, name: &str) -> Option<&'o str> {
    let mut names = owner.inline().keys();
    names
        .find(|kept| kept.eq_ignore_ascii_case(name))
        .map(String::as_str)
}
