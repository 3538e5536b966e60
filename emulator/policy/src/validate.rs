//! What the AWS calls that store a policy check before they take it, and the words they refuse it with.
//!
//! Each service checks differently: S3 wants every condition key to fit every action of its statement, IAM wants none
//! of that but refuses a hyphen in a `Sid`. The messages stand in `validate/texts.rs`, service by service.

mod bucket;
mod date;
mod identity;
mod key;
mod organization;
mod outline;
mod resources;
mod s3_actions;
mod texts;
mod trust;

use crate::document::{Document, Statement};
use crate::principal::PrincipalRef;

pub use identity::quota_length;

/// Why a policy is refused. The error code is the call's: `MalformedPolicyDocument` for IAM and STS, `MalformedPolicy`
/// for S3, `MalformedPolicyDocumentException` for KMS; all with HTTP status 400.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// The text AWS answers with.
    pub message: String,
}

impl Invalid {
    fn new(message: impl Into<String>) -> Invalid {
        Invalid {
            message: message.into(),
        }
    }
}

/// Checks a policy for users, groups and roles, managed or inline.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
///
/// # Errors
/// The first fault in IAM's words. Quotas are not checked here; see [`quota_length`].
pub fn identity(text: &str) -> Result<Document, Invalid> {
    identity::check(text, identity::Strictness::Stored)
}

/// Checks the inline policy of a session, as `AssumeRole` and its kin take it.
///
/// Unlike stored policies it may have any version, and numbers, dates, addresses and ARNs that cannot be read (they
/// match nothing). <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
///
/// # Errors
/// The first fault in IAM's words.
pub fn session(text: &str) -> Result<Document, Invalid> {
    identity::check(text, identity::Strictness::Session)
}

/// Checks the trust policy of a role.
///
/// `exists` is asked for every principal but `*` and federated ones: an identity provider need not exist yet.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>
///
/// # Errors
/// The first fault in IAM's words.
pub fn trust(text: &str, exists: &dyn Fn(&PrincipalRef) -> bool) -> Result<Document, Invalid> {
    trust::check(text, exists)
}

/// Checks the policy of the bucket named `bucket`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
///
/// # Errors
/// The first fault of the first bad statement, in S3's words.
pub fn bucket(
    text: &str,
    bucket: &str,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<Document, Invalid> {
    let owner = bucket::Owner {
        levels: &|resource| bucket::levels(resource, bucket),
        is_access_point: false,
    };
    bucket::check(text, &owner, exists)
}

/// Checks the policy of the access point with the ARN `point`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutAccessPointPolicy.html>
///
/// # Errors
/// The first fault of the first bad statement, in S3's words.
pub fn access_point(
    text: &str,
    point: &str,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Result<Document, Invalid> {
    let owner = bucket::Owner {
        levels: &|resource| bucket::levels_of_access_point(resource, point),
        is_access_point: true,
    };
    bucket::check(text, &owner, exists)
}

/// Checks the policy of a KMS key. That it leaves its author in control is not checked here.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html>
///
/// # Errors
/// The first fault in KMS's words.
pub fn key(text: &str, exists: &dyn Fn(&PrincipalRef) -> bool) -> Result<Document, Invalid> {
    key::check(text, exists)
}

/// Checks a service control policy.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html>
///
/// # Errors
/// The first fault, in plain words.
pub fn service_control(text: &str) -> Result<Document, Invalid> {
    organization::service_control(text)
}

/// Checks a resource control policy.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
///
/// # Errors
/// The first fault, in plain words.
pub fn resource_control(text: &str) -> Result<Document, Invalid> {
    organization::resource_control(text)
}

/// The first principal of a statement that does not exist.
fn unknown_principal<'a>(
    statement: &'a Statement,
    exists: &dyn Fn(&PrincipalRef) -> bool,
) -> Option<&'a PrincipalRef> {
    let entries = statement
        .principal
        .iter()
        .flat_map(|principal| &principal.entries);
    entries
        .filter(|entry| !matches!(entry, PrincipalRef::Everyone | PrincipalRef::Federated(_)))
        .find(|entry| !exists(entry))
}
