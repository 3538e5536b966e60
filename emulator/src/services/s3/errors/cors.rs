//! Preflights that S3 does not allow.

use super::{Failure, invalid_request};

fn forbidden(message: &'static str, method: &str, resource_type: &str) -> Failure {
    Failure::new(403, "AccessForbidden", message)
        .with("Method", method)
        .with("ResourceType", resource_type)
}

/// No `Origin` header.
pub fn cors_without_origin() -> Failure {
    Failure::new(
        400,
        "BadRequest",
        "Insufficient information. Origin request header needed.",
    )
}

/// No such bucket.
pub fn cors_no_bucket() -> Failure {
    forbidden("CORSResponse: Bucket not found", "OPTIONS", "BUCKET")
}

/// No CORS configuration; `method` is the one that the browser asks for.
pub fn cors_not_enabled(method: &str) -> Failure {
    forbidden(
        "CORSResponse: CORS is not enabled for this bucket.",
        method,
        "BUCKET",
    )
}

/// No rule fits.
pub fn cors_not_allowed(method: &str, resource_type: &str) -> Failure {
    forbidden(
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        method,
        resource_type,
    )
}

/// A rule for a method that browsers may not be given.
pub fn cors_unsupported_method(method: &str) -> Failure {
    invalid_request(format!(
        "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
    ))
}

/// More than one `*` in an origin or a request header; `element` as in the document.
pub fn cors_wildcards(element: &str, found: &str) -> Failure {
    invalid_request(format!(
        "{element} \"{found}\" can not have more than one wildcard."
    ))
}

/// A `*` in a response header.
pub fn cors_exposed_wildcard(found: &str) -> Failure {
    invalid_request(format!(
        "ExposeHeader \"{found}\" contains wildcard. We currently do not support wildcard for ExposeHeader."
    ))
}

/// More than 100 rules; the text is unconfirmed.
pub fn cors_too_many_rules() -> Failure {
    invalid_request("The number of CORS rules should not exceed allowed limit of 100 rules.")
}
