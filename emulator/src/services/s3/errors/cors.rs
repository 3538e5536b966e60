//! Preflights that S3 does not allow.

use super::Failure;

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
