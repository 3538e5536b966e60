//! Grantees as the wire writes them: canonical user ids, group URIs, e-mail addresses.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee>

use bucketproof_policy::Grantee;

use crate::base::Failure;
use crate::services::s3::{errors, owner};

const GROUPS: [(Grantee, &str); 3] = [
    (
        Grantee::AllUsers,
        "http://acs.amazonaws.com/groups/global/AllUsers",
    ),
    (
        Grantee::AuthenticatedUsers,
        "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    ),
    (
        Grantee::LogDelivery,
        "http://acs.amazonaws.com/groups/s3/LogDelivery",
    ),
];

/// The URI of a group; `None` for accounts.
pub fn uri(grantee: &Grantee) -> Option<&'static str> {
    let found = GROUPS.iter().find(|(group, _)| group == grantee);
    found.map(|(_, uri)| *uri)
}

/// The account with a canonical user id; `argument` is what the refusal calls it.
///
/// # Errors
/// `InvalidArgument`.
pub fn by_id(id: &str, argument: &'static str) -> Result<Grantee, Failure> {
    let account = owner::account_of(id).map(Grantee::Account);
    account.ok_or_else(|| errors::invalid_argument("Invalid id", argument, id))
}

/// The group with a URI; `argument` is what the refusal calls it.
///
/// # Errors
/// `InvalidArgument`.
pub fn by_uri(wanted: &str, argument: &'static str) -> Result<Grantee, Failure> {
    let found = GROUPS.into_iter().find(|(_, uri)| *uri == wanted);
    found
        .map(|(group, _)| group)
        .ok_or_else(|| errors::invalid_argument("Invalid group uri", argument, wanted))
}
