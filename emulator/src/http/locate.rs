//! Which service a request is for, from its head alone.

use crate::protocol::request::Head;
use crate::services::s3control;
use crate::services::service::Service;

/// Where the control API lives. No bucket can have this name.
pub const CONTROL_PREFIX: &str = "/_bucketproof/";
/// KMS's prefix in `X-Amz-Target`.
pub const KMS_TARGET: &str = "TrentService.";

/// A request's destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// The stack's own API.
    Control,
    /// STS or IAM. The service is known once the body is, unless the signature names it.
    Query(Option<Service>),
    /// KMS.
    Kms,
    /// S3.
    S3,
    /// S3 Control.
    S3Control,
}

/// Decides by path, protocol headers and signature scope.
pub fn destination(head: &Head) -> Destination {
    if head.path.starts_with(CONTROL_PREFIX) {
        return Destination::Control;
    }
    if head
        .header("x-amz-target")
        .is_some_and(|target| target.starts_with(KMS_TARGET))
    {
        return Destination::Kms;
    }
    if s3control::is_for(head) {
        return Destination::S3Control;
    }
    let form = head.header("content-type").is_some_and(|kind| {
        kind.to_ascii_lowercase()
            .starts_with("application/x-www-form-urlencoded")
    });
    let named = head.query.has("Action");
    if head.path == "/" && (named || (head.method == http::Method::POST && form)) {
        return Destination::Query(service_of_scope(head));
    }
    Destination::S3
}

/// `sts` or `iam` in the credential scope or in the host name.
fn service_of_scope(head: &Head) -> Option<Service> {
    let scope = head
        .header("authorization")
        .or_else(|| head.query.get("X-Amz-Credential"));
    let in_scope =
        |name: &str| scope.is_some_and(|scope| scope.contains(&format!("/{name}/aws4_request")));
    let in_host = |name: &str| {
        head.host()
            .is_some_and(|host| host.starts_with(&format!("{name}.")))
    };
    if in_scope("sts") || in_host("sts") {
        Some(Service::Sts)
    } else if in_scope("iam") || in_host("iam") {
        Some(Service::Iam)
    } else {
        None
    }
}
