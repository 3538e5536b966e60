//! The error catalogue of IAM.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>

use crate::auth::authorize::Refusal;
use crate::base::Failure;
use crate::services::s3::errors::because;

pub use crate::services::sts::errors::{
    constraint, internal, missing_parameter, not_implemented, validation,
};

/// A permission that is missing or denied. IAM names resources in its own short form.
pub fn refused(refusal: &Refusal) -> Failure {
    let Refusal {
        action,
        resource,
        caller,
        ..
    } = refusal;
    let on = if resource == "*" {
        String::new()
    } else {
        format!(" on resource: {}", short_form(resource))
    };
    let message = format!(
        "User: {caller} is not authorized to perform: {action}{on} {}",
        because(refusal)
    );
    Failure::new(403, "AccessDenied", message)
}

/// `arn:aws:iam::1:user/a/b` is `user b`; roles and policies likewise.
fn short_form(resource: &str) -> String {
    let tail = resource.splitn(6, ':').nth(5).unwrap_or(resource);
    match tail.split_once('/') {
        Some((kind, path)) => format!("{kind} {}", path.rsplit('/').next().unwrap_or(path)),
        None => resource.to_owned(),
    }
}
