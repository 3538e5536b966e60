//! The control API: the stack's own, under `/_bucketproof/`. Not an AWS API, and not part of the event history.

mod clock;
mod coverage;
mod decisions;
mod events;
mod faults;
mod health;
mod organization;

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::http::locate::CONTROL_PREFIX;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::stack::Stack;

const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A request to the control API.
#[derive(Debug)]
pub struct ControlRequest<'a> {
    /// The stack.
    pub stack: &'a Arc<Stack>,
    /// Head.
    pub head: &'a Head,
    /// Path below the prefix, in segments.
    pub path: Vec<&'a str>,
    /// Body.
    pub body: Bytes,
}

/// Why the control API does not do something.
#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    message: String,
}

impl ControlError {
    /// 400 with what was expected.
    pub fn bad_request(message: impl std::fmt::Display) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.to_string(),
        }
    }

    /// 404 with what was not found.
    pub fn not_found(message: impl std::fmt::Display) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            message: message.to_string(),
        }
    }

    /// 500 with what failed.
    pub fn internal(message: impl std::fmt::Display) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: message.to_string(),
        }
    }
}

/// What a control call answers: JSON.
pub type ControlResult = Result<Value, ControlError>;

/// What a control call answers that can be read by people too.
#[derive(Debug)]
pub enum ControlAnswer {
    /// For programs.
    Json(Value),
    /// For people.
    Text(String),
}

/// Answers a control request.
pub async fn answer(stack: &Arc<Stack>, head: &Head, incoming: Incoming) -> Reply {
    if from_a_browser(head) {
        return write(
            StatusCode::FORBIDDEN,
            &json!({ "error": "the control API does not answer pages of other origins" }),
        );
    }
    let body = match Limited::new(incoming, MAX_BODY_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            return write(
                StatusCode::BAD_REQUEST,
                &json!({ "error": error.to_string() }),
            );
        }
    };
    let path = head.path.strip_prefix(CONTROL_PREFIX).unwrap_or_default();
    let path: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let request = ControlRequest {
        stack,
        head,
        path,
        body,
    };
    match route(&request).await {
        Ok(ControlAnswer::Json(value)) => write(StatusCode::OK, &value),
        Ok(ControlAnswer::Text(text)) => {
            Reply::full(StatusCode::OK, "text/plain; charset=utf-8", text)
        }
        Err(error) => write(error.status, &json!({ "error": error.message })),
    }
}

async fn route(request: &ControlRequest<'_>) -> Result<ControlAnswer, ControlError> {
    let method = &request.head.method;
    match (method, request.path.as_slice()) {
        (&Method::GET, ["decisions", request_id]) => decisions::get(request, request_id),
        (&Method::GET, ["coverage"]) => coverage::get(request),
        _ => json_route(request).await.map(ControlAnswer::Json),
    }
}

async fn json_route(request: &ControlRequest<'_>) -> ControlResult {
    let method = &request.head.method;
    match (method, request.path.as_slice()) {
        (&Method::GET, ["health" | "ready"]) => health::get(request),
        (&Method::GET, ["clock"]) => Ok(clock::get(request)),
        (&Method::POST, ["clock"]) => clock::post(request),
        (&Method::GET, ["events"]) => events::get(request),
        (&Method::GET, ["decisions"]) => decisions::list(request),
        (&Method::POST, ["coverage"]) => coverage::post(request),
        (&Method::GET, ["faults"]) => Ok(faults::list(request)),
        (&Method::POST, ["faults"]) => faults::add(request),
        (&Method::DELETE, ["faults"]) => Ok(faults::clear(request)),
        (&Method::DELETE, ["faults", id]) => faults::remove(request, id),
        (&Method::GET, ["organization", account]) => organization::get(request, account),
        (&Method::POST, ["organization"]) => organization::post(request),
        (&Method::DELETE, ["organization"]) => Ok(organization::clear(request)),
        (&Method::POST, ["reset"]) => reset(request).await,
        (_, ["oidc", rest @ ..]) => crate::services::oidc::control(request, rest).await,
        _ => Err(ControlError::not_found(format!(
            "no control call `{method} {}`",
            request.head.path
        ))),
    }
}

async fn reset(request: &ControlRequest<'_>) -> ControlResult {
    request
        .stack
        .world
        .reset()
        .await
        .map_err(ControlError::internal)?;
    Ok(json!({ "reset": true }))
}

/// Pages that a browser shows must not steer the stack of the person who looks at them.
fn from_a_browser(head: &Head) -> bool {
    let foreign_origin = head.header("origin").is_some();
    let foreign_site = head
        .header("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}

fn write(status: StatusCode, value: &Value) -> Reply {
    Reply::full(status, "application/json", value.to_string())
}

impl ControlRequest<'_> {
    /// A number of the query string.
    ///
    /// # Errors
    /// 400.
    pub fn number(&self, name: &str) -> Result<Option<u64>, ControlError> {
        match self.head.query.get(name) {
            None => Ok(None),
            Some(text) => text.parse::<u64>().map(Some).map_err(|_| {
                ControlError::bad_request(format!("`{name}` must be a number, found `{text}`"))
            }),
        }
    }

    /// Reads the body as JSON of a shape; errors name line and column.
    ///
    /// # Errors
    /// 400.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, ControlError> {
        serde_json::from_slice(&self.body).map_err(ControlError::bad_request)
    }
}
