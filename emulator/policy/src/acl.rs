//! Access control lists: what the grants on a bucket or on an object add to the policies.
//!
//! An ACL only allows. It stands beside the resource's policy: a grant to an account delegates to that account, a grant
//! to a group reaches its members directly, and a Deny in any policy beats both. See
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::principal::{Principal, Reach};

/// The account that stands for unsigned callers as owner or grantee.
pub const ANONYMOUS: &str = "anonymous";
/// The service that the group `LogDelivery` stands for.
const LOG_DELIVERY: &str = "logging.s3.amazonaws.com";

/// One permission of one grantee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// To whom.
    pub grantee: Grantee,
    /// What.
    pub permission: Permission,
}

impl Grant {
    /// A grant.
    pub fn new(grantee: Grantee, permission: Permission) -> Self {
        Self {
            grantee,
            permission,
        }
    }

    /// What owners get when nothing else is said.
    pub fn full_control(account: &str) -> Self {
        Self::new(
            Grantee::Account(account.to_owned()),
            Permission::FullControl,
        )
    }
}

/// To whom a grant is made.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grantee {
    /// An account; [`ANONYMOUS`] for unsigned callers as one user.
    Account(String),
    /// Everyone, signed or not.
    AllUsers,
    /// Every caller of every account.
    AuthenticatedUsers,
    /// S3's own delivery of access logs.
    LogDelivery,
}

impl Grantee {
    /// Whether callers whom nobody named are among them.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::AllUsers | Self::AuthenticatedUsers)
    }

    fn reach(&self, principal: &Principal) -> Option<Reach> {
        let when = |holds: bool, reach| holds.then_some(reach);
        match (self, principal) {
            // Who only holds a token calls nothing but STS.
            (_, Principal::WebIdentity { .. }) => None,
            (Self::AllUsers, _) => Some(Reach::Everyone),
            (Self::AuthenticatedUsers, _) => when(principal.account().is_some(), Reach::Everyone),
            (Self::LogDelivery, Principal::Service { name }) => {
                when(name == LOG_DELIVERY, Reach::Exact)
            }
            (Self::LogDelivery, _) => None,
            (Self::Account(account), Principal::Anonymous) => {
                when(account == ANONYMOUS, Reach::Exact)
            }
            (Self::Account(account), _) => when(
                principal.account() == Some(account.as_str()),
                Reach::Account,
            ),
        }
    }
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(account) => write!(f, "account {account}"),
            Self::AllUsers => f.write_str("AllUsers"),
            Self::AuthenticatedUsers => f.write_str("AuthenticatedUsers"),
            Self::LogDelivery => f.write_str("LogDelivery"),
        }
    }
}

/// What a grant allows.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Permission {
    /// Listing a bucket, reading an object.
    Read,
    /// Making objects in a bucket.
    Write,
    /// Reading the ACL.
    ReadAcp,
    /// Writing the ACL.
    WriteAcp,
    /// All of them.
    FullControl,
}

impl Permission {
    /// All permissions.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Write,
        Self::ReadAcp,
        Self::WriteAcp,
        Self::FullControl,
    ];

    /// As S3 writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::Write => "WRITE",
            Self::ReadAcp => "READ_ACP",
            Self::WriteAcp => "WRITE_ACP",
            Self::FullControl => "FULL_CONTROL",
        }
    }

    /// The permission of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    fn covers(self, needed: Self) -> bool {
        self == Self::FullControl || self == needed
    }
}

/// The actions that the permissions on a bucket stand for.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#acl-access-policy-permission-mapping>
const OF_BUCKETS: [(&str, Permission); 7] = [
    ("s3:ListBucket", Permission::Read),
    ("s3:ListBucketVersions", Permission::Read),
    ("s3:ListBucketMultipartUploads", Permission::Read),
    ("s3:PutObject", Permission::Write),
    ("s3:DeleteObject", Permission::Write),
    ("s3:GetBucketAcl", Permission::ReadAcp),
    ("s3:PutBucketAcl", Permission::WriteAcp),
];

/// The actions that the permissions on an object stand for; the same page.
const OF_OBJECTS: [(&str, Permission); 7] = [
    ("s3:GetObject", Permission::Read),
    ("s3:GetObjectVersion", Permission::Read),
    ("s3:GetObjectTorrent", Permission::Read),
    ("s3:GetObjectAcl", Permission::ReadAcp),
    ("s3:GetObjectVersionAcl", Permission::ReadAcp),
    ("s3:PutObjectAcl", Permission::WriteAcp),
    ("s3:PutObjectVersionAcl", Permission::WriteAcp),
];

/// The ACL that has a say in one request. Where ACLs are switched off there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acl {
    /// What the grants are on.
    pub on: AclOn,
    /// The grants.
    pub grants: Vec<Grant>,
    /// Whether Block Public Access has grants to everyone ignored (`IgnorePublicAcls`).
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
    pub ignores_public: bool,
}

/// What an ACL is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AclOn {
    /// A bucket.
    Bucket {
        /// Of a request that writes or deletes a key: the account that owns the object that is there. `WRITE` makes new
        /// objects; those of others it neither overwrites nor deletes.
        existing_owner: Option<String>,
    },
    /// An object.
    Object {
        /// The account that owns it. Where that is not the bucket's, the bucket's policy can deny but not allow what the
        /// object's own permissions are about.
        owner: String,
    },
}

impl Acl {
    /// Whether any grant is to callers whom nobody named.
    pub fn is_public(grants: &[Grant]) -> bool {
        grants.iter().any(|grant| grant.grantee.is_public())
    }

    /// How closely the grants name the caller for an action; `None` when they do not allow it.
    pub(crate) fn reach(&self, principal: &Principal, action: &str) -> Option<Reach> {
        let needed = self.needed(action)?;
        let reached = self
            .grants
            .iter()
            .filter_map(|grant| self.grant_reach(grant, needed, principal, action).ok());
        reached.max()
    }

    /// The owner of the object, when the action is one that object permissions are about.
    pub(crate) fn object_owner(&self, action: &str) -> Option<&str> {
        match &self.on {
            AclOn::Object { owner } => self.needed(action).map(|_| owner.as_str()),
            AclOn::Bucket { .. } => None,
        }
    }

    /// The permission that an action asks for.
    pub(crate) fn needed(&self, action: &str) -> Option<Permission> {
        let table = match self.on {
            AclOn::Bucket { .. } => &OF_BUCKETS,
            AclOn::Object { .. } => &OF_OBJECTS,
        };
        let found = table
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(action));
        found.map(|(_, permission)| *permission)
    }

    fn grant_reach(
        &self,
        grant: &Grant,
        needed: Permission,
        principal: &Principal,
        action: &str,
    ) -> Result<Reach, GrantMiss> {
        if !grant.permission.covers(needed) {
            return Err(GrantMiss::Permission);
        }
        let reach = grant.grantee.reach(principal).ok_or(GrantMiss::Grantee)?;
        if self.ignores_public && grant.grantee.is_public() {
            return Err(GrantMiss::Ignored);
        }
        if needed == Permission::Write && !self.is_free(principal, action) {
            return Err(GrantMiss::Existing);
        }
        Ok(reach)
    }

    /// Whether a key may be written or deleted by a caller who only has `WRITE` on the bucket.
    fn is_free(&self, principal: &Principal, action: &str) -> bool {
        let AclOn::Bucket { existing_owner } = &self.on else {
            return false;
        };
        let caller = match principal {
            Principal::Anonymous => Some(ANONYMOUS),
            other => other.account(),
        };
        match existing_owner {
            Some(owner) => caller == Some(owner.as_str()),
            None => action.eq_ignore_ascii_case("s3:PutObject"),
        }
    }

    /// What each grant says of a request.
    pub(crate) fn trace(&self, principal: &Principal, action: &str) -> Vec<GrantTrace> {
        let needed = self.needed(action);
        let one = |grant: &Grant| GrantTrace {
            grantee: grant.grantee.to_string(),
            permission: grant.permission,
            missed: match needed {
                None => Some(GrantMiss::Permission),
                Some(needed) => self.grant_reach(grant, needed, principal, action).err(),
            },
        };
        self.grants.iter().map(one).collect()
    }
}

/// What one grant said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantTrace {
    /// To whom it is.
    pub grantee: String,
    /// What it allows.
    pub permission: Permission,
    /// Why it does not apply; `None` when it does.
    pub missed: Option<GrantMiss>,
}

/// Why a grant does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantMiss {
    /// It allows something else.
    Permission,
    /// It is for somebody else.
    Grantee,
    /// It is for everyone, and Block Public Access has it ignored.
    Ignored,
    /// The key has an object of somebody else.
    Existing,
}

impl fmt::Display for GrantTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (permission, grantee) = (self.permission.name(), &self.grantee);
        write!(f, "      grant of {permission} to {grantee}: ")?;
        f.write_str(match self.missed {
            None => "applies",
            Some(GrantMiss::Permission) => "allows something else",
            Some(GrantMiss::Grantee) => "is for somebody else",
            Some(GrantMiss::Ignored) => "is ignored by Block Public Access",
            Some(GrantMiss::Existing) => "does not reach an object of somebody else",
        })
    }
}
