//! S3's error catalogue: every code, status and text that S3 answers here, once.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>; texts as recorded from the service where
//! recordings exist.

mod access_points;
mod acl;
mod auth;
mod body;
mod bucket;
mod configurations;
mod copy;
mod cors;
mod listing;
mod lock;
mod multipart;
mod tagging;

use bucketproof_policy::{Layer, Verdict};

use crate::auth::authorize::Refusal;
use crate::base::Failure;
use crate::storage::blobs::BlobError;
use crate::storage::records::RecordError;
use crate::storage::{CommitError, StorageError};

pub use access_points::*;
pub use acl::*;
pub use auth::{authentication, malformed_policy, signature_mismatch};
pub use body::*;
pub use bucket::*;
pub use configurations::*;
pub use copy::*;
pub use cors::*;
pub use listing::*;
pub use lock::*;
pub use multipart::*;
pub use tagging::*;

/// A permission that is missing or denied.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html>
pub fn refused(refusal: &Refusal) -> Failure {
    if !refusal.same_account {
        return access_denied();
    }
    Failure::new(403, "AccessDenied", refusal_text(refusal))
}

/// A refusal of KMS, which asks for the same caller: its words, under S3's code and status, whoever owns the bucket.
pub fn refused_by_kms(refusal: &Refusal) -> Failure {
    Failure::new(
        403,
        "AccessDenied",
        crate::services::kms::errors::refusal_text(refusal),
    )
}

/// The long text that callers of the owner's account get.
pub fn refusal_text(refusal: &Refusal) -> String {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let because = because(refusal);
    if resource == "*" {
        return format!("User: {caller} is not authorized to perform: {action} {because}");
    }
    format!(
        "User: {caller} is not authorized to perform: {action} on resource: \"{resource}\" {because}"
    )
}

/// The part of a refusal that names the kind of policy.
pub fn because(refusal: &Refusal) -> String {
    let (article, kind) = match refusal.layer {
        Layer::Identity => ("an", "identity-based policy"),
        Layer::Resource | Layer::Acl => ("a", "resource-based policy"),
        Layer::Boundary => ("a", "permissions boundary"),
        Layer::Session => ("a", "session policy"),
        Layer::ServiceControl => ("a", "service control policy"),
        Layer::ResourceControl => ("a", "resource control policy"),
    };
    if refusal.verdict == Verdict::ExplicitDeny {
        return format!("with an explicit deny in {article} {kind}");
    }
    format!("because no {kind} allows the {} action", refusal.action)
}

/// The short form, for anonymous and foreign callers.
pub fn access_denied() -> Failure {
    Failure::new(403, "AccessDenied", "Access Denied")
}

/// A store that fails: nothing is said about it on the wire.
pub fn internal() -> Failure {
    Failure::new(
        500,
        "InternalError",
        "We encountered an internal error. Please try again.",
    )
}

impl From<StorageError> for Failure {
    fn from(_: StorageError) -> Self {
        internal()
    }
}

impl From<RecordError> for Failure {
    fn from(_: RecordError) -> Self {
        internal()
    }
}

impl From<BlobError> for Failure {
    fn from(_: BlobError) -> Self {
        internal()
    }
}

impl From<CommitError> for Failure {
    /// A conflict that an operation did not expect means that somebody else changed the same thing at the same time.
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { .. } => operation_aborted(),
            CommitError::Storage(_) => internal(),
        }
    }
}

/// Two changes of one bucket at the same time.
pub fn operation_aborted() -> Failure {
    Failure::new(
        409,
        "OperationAborted",
        "A conflicting conditional operation is currently in progress against this resource. Please try again.",
    )
}

/// Not done here; `reason` stands in the coverage table.
pub fn not_implemented(reason: &str) -> Failure {
    Failure::new(
        501,
        "NotImplemented",
        format!(
            "A header or query you provided implies functionality that is not implemented. ({reason})"
        ),
    )
}

/// A header whose function is not done here.
pub fn header_not_implemented(header: &str) -> Failure {
    Failure::new(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
    )
    .with("Header", header)
}

/// The bucket is not there.
pub fn no_such_bucket(bucket: &str) -> Failure {
    Failure::new(404, "NoSuchBucket", "The specified bucket does not exist")
        .with("BucketName", bucket)
}

/// The key is not there.
pub fn no_such_key(key: &str) -> Failure {
    Failure::new(404, "NoSuchKey", "The specified key does not exist.").with("Key", key)
}

/// The version is not there.
pub fn no_such_version(key: &str, version_id: &str) -> Failure {
    Failure::new(
        404,
        "NoSuchVersion",
        "The specified version does not exist.",
    )
    .with("Key", key)
    .with("VersionId", version_id)
}

/// Method and resource do not go together.
pub fn method_not_allowed(method: &str, resource_type: &str) -> Failure {
    Failure::new(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
    )
    .with("Method", method)
    .with("ResourceType", resource_type)
}

/// A sub-resource of a delete marker.
pub fn delete_marker(method: &str) -> Failure {
    method_not_allowed(method, "DeleteMarker")
        .header("x-amz-delete-marker", "true")
        .header("allow", "DELETE")
}

/// A parameter with a value that S3 does not take.
pub fn invalid_argument(
    message: impl Into<String>,
    name: &str,
    value: impl Into<String>,
) -> Failure {
    Failure::new(400, "InvalidArgument", message.into())
        .with("ArgumentName", name)
        .with("ArgumentValue", value)
}

/// A request that contradicts itself.
pub fn invalid_request(message: impl Into<String>) -> Failure {
    Failure::new(400, "InvalidRequest", message.into())
}

/// A body that is not the expected document.
pub fn malformed_xml() -> Failure {
    Failure::new(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )
}

/// A path that is not a bucket and a key.
pub fn invalid_uri(path: &str) -> Failure {
    Failure::new(400, "InvalidURI", "Couldn't parse the specified URI.").with("URI", path)
}

/// A name that no bucket can have.
pub fn invalid_bucket_name(bucket: &str) -> Failure {
    Failure::new(
        400,
        "InvalidBucketName",
        "The specified bucket is not valid.",
    )
    .with("BucketName", bucket)
}

/// A condition of the request does not hold.
pub fn precondition_failed(condition: &str) -> Failure {
    Failure::new(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
    )
    .with("Condition", condition)
}

/// The object is archived. <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
pub fn invalid_object_state(storage_class: &str) -> Failure {
    Failure::new(
        403,
        "InvalidObjectState",
        "The operation is not valid for the object's storage class",
    )
    .with("StorageClass", storage_class)
}

/// The source of a copy is archived.
pub fn invalid_source_state() -> Failure {
    Failure::new(
        403,
        "InvalidObjectState",
        "Operation is not valid for the source object's storage class",
    )
}

/// No storage class of that name.
pub fn invalid_storage_class(class: &str) -> Failure {
    Failure::new(
        400,
        "InvalidStorageClass",
        "The storage class you specified is not valid",
    )
    .with("StorageClassRequested", class)
}

/// A key longer than 1,024 bytes.
pub fn key_too_long(bytes: usize) -> Failure {
    Failure::new(400, "KeyTooLongError", "Your key is too long")
        .with("Size", bytes.to_string())
        .with("MaxSizeAllowed", "1024")
}

/// A range that no byte of the object is in.
pub fn invalid_range(asked: &str, size: u64) -> Failure {
    Failure::new(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
    )
    .with("RangeRequested", asked)
    .with("ActualObjectSize", size.to_string())
}

/// A version id that S3 never gave out.
pub fn invalid_version_id(found: &str) -> Failure {
    invalid_argument("Invalid version id specified", "versionId", found)
}

/// A version id without a character.
pub fn empty_version_id() -> Failure {
    invalid_argument("Version id cannot be the empty string", "versionId", "")
}

/// The bucket's owner is not the expected one.
pub fn invalid_expected_owner(found: &str) -> Failure {
    Failure::new(
        400,
        "InvalidBucketOwnerAWSAccountID",
        format!(
            "The value of the expected bucket owner parameter must be an AWS Account ID... [{found}]"
        ),
    )
}

/// A sub-resource that the bucket does not have.
pub fn no_such_configuration(code: &'static str, message: &'static str, bucket: &str) -> Failure {
    Failure::new(404, code, message).with("BucketName", bucket)
}
