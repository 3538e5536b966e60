//! The ACL that a request's head asks for: `x-amz-acl`, or `x-amz-grant-*`.

use bucketproof_policy::{Grant, Permission};

use super::canned::Canned;
use super::grantee;
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::s3::errors;

const CANNED: &str = "x-amz-acl";

/// The headers of explicit grants, with the condition key that each one is.
const GRANTS: [(&str, &str, Permission); 5] = [
    (
        "x-amz-grant-full-control",
        "s3:x-amz-grant-full-control",
        Permission::FullControl,
    ),
    ("x-amz-grant-read", "s3:x-amz-grant-read", Permission::Read),
    (
        "x-amz-grant-read-acp",
        "s3:x-amz-grant-read-acp",
        Permission::ReadAcp,
    ),
    (
        "x-amz-grant-write",
        "s3:x-amz-grant-write",
        Permission::Write,
    ),
    (
        "x-amz-grant-write-acp",
        "s3:x-amz-grant-write-acp",
        Permission::WriteAcp,
    ),
];

/// What the head asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Requested {
    /// Nothing: what is default.
    #[default]
    Nothing,
    /// A canned ACL.
    Canned(Canned),
    /// These grants and no other; not even the owner's.
    Grants(Vec<Grant>),
}

impl Requested {
    /// Reads the headers.
    ///
    /// # Errors
    /// Canned ACLs that do not exist, both kinds at once, grantees that cannot be read.
    pub fn read(head: &Head) -> Result<Self, Failure> {
        match (head.header(CANNED), has_grants(head)) {
            (Some(_), true) => Err(errors::canned_and_grants()),
            (Some(name), false) => match Canned::parse(name) {
                Some(canned) => Ok(Self::Canned(canned)),
                None => Err(errors::unknown_canned_acl(name)),
            },
            (None, false) => Ok(Self::Nothing),
            (None, true) => explicit(head).map(Self::Grants),
        }
    }

    /// Whether the head asks for anything.
    pub fn is_some(&self) -> bool {
        *self != Self::Nothing
    }

    /// The grants on a resource of `owner`; `bucket_owner` as for [`Canned::grants`].
    pub fn grants(&self, owner: &str, bucket_owner: Option<&str>) -> Vec<Grant> {
        match self {
            Self::Nothing => Canned::Private.grants(owner, bucket_owner),
            Self::Canned(canned) => canned.grants(owner, bucket_owner),
            Self::Grants(grants) => grants.clone(),
        }
    }
}

/// Whether the head asks for an ACL.
pub fn is_in(head: &Head) -> bool {
    head.headers.contains_key(CANNED) || has_grants(head)
}

fn has_grants(head: &Head) -> bool {
    GRANTS
        .iter()
        .any(|(header, ..)| head.headers.contains_key(*header))
}

/// The condition keys that the headers are.
pub fn keys(head: &Head, ask: Ask) -> Ask {
    let ask = ask.key_if("s3:x-amz-acl", head.header(CANNED));
    GRANTS.iter().fold(ask, |ask, (header, key, _)| {
        ask.key_if(key, head.header(header))
    })
}

/// The most grants of one ACL.
pub const MAX_GRANTS: usize = 100;

fn explicit(head: &Head) -> Result<Vec<Grant>, Failure> {
    let mut grants = Vec::new();
    for (header, _, permission) in GRANTS {
        let Some(list) = head.header(header) else {
            continue;
        };
        for entry in list.split(',').map(str::trim) {
            grants.push(Grant::new(grantee_of(header, entry)?, permission));
        }
    }
    if grants.len() > MAX_GRANTS {
        return Err(errors::malformed_acl());
    }
    Ok(grants)
}

/// `id="…"`, `uri="…"` or `emailAddress="…"`; the quotes may be left out.
fn grantee_of(header: &'static str, entry: &str) -> Result<bucketproof_policy::Grantee, Failure> {
    let unreadable = || errors::unreadable_grantee(header, entry);
    let (kind, value) = entry.split_once('=').ok_or_else(unreadable)?;
    let value = value.trim();
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').ok_or_else(unreadable)?,
        None => value,
    };
    match kind.trim() {
        "id" => grantee::by_id(value, "id"),
        "uri" => grantee::by_uri(value, "uri"),
        "emailAddress" => Err(errors::unresolvable_email()),
        _ => Err(unreadable()),
    }
}
