//! The browser's question before a cross-origin request. Needs no credentials and no permission.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html>

use http::StatusCode;

use crate::base::Failure;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::s3::errors;
use crate::services::s3::target::Target;
use crate::services::service::{Answer, Call, Route, Row, Shape};

/// How the table names it. AWS gives it no operation name; its access log says `REST.OPTIONS.PREFLIGHT`.
pub const NAME: &str = "OptionsPreflight";

/// The row.
pub const ROW: Row = Row::rest(
    NAME,
    Route::Rest("OPTIONS", Shape::Any, &[]),
    "",
    "REST.OPTIONS.PREFLIGHT",
    run,
)
.without_bucket();

fn run<'a>(call: &'a Call<'a>) -> Answer<'a> {
    Box::pin(async { answer(call.head, call.target) })
}

/// Looks for a CORS rule.
///
/// # Errors
/// No bucket, no configuration, or no rule that fits.
pub fn answer(head: &Head, target: &Target) -> Result<Reply, Failure> {
    let origin = head
        .header("origin")
        .ok_or_else(errors::cors_without_origin)?;
    let resource = if target.key.is_empty() {
        "BUCKET"
    } else {
        "OBJECT"
    };
    let method = head
        .header("access-control-request-method")
        .unwrap_or("OPTIONS");
    let view = target.view.as_ref().ok_or_else(errors::cors_no_bucket)?;
    let cors = view
        .cors
        .as_ref()
        .ok_or_else(|| errors::cors_not_enabled(method))?;
    let asked = head
        .header("access-control-request-headers")
        .unwrap_or_default();
    let asked: Vec<&str> = asked
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let rule = cors
        .matching(origin, method, &asked)
        .ok_or_else(|| errors::cors_not_allowed(method, resource))?;
    let reply = rule.decorate(Reply::empty(StatusCode::OK), origin);
    Ok(if asked.is_empty() {
        reply
    } else {
        reply.named(
            "access-control-allow-headers",
            asked.join(", ").to_ascii_lowercase(),
        )
    })
}
