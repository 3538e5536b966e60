//! Writes replies and failures in the words and formats of their service.

use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::base::{Failure, time_format};
use crate::protocol::xml::Writer;
use crate::services::reply::{Reply, ReplyBody};
use crate::services::service::Service;
use crate::services::{query, s3control};
use crate::world::World;

/// Stands in answers to calls that went on although they were not allowed.
pub const AUDIT_HEADER: &str = "x-bucketproof-audit";
/// Its value, and that of the event.
pub const WOULD_DENY: &str = "would-deny";

/// The ids under which a request can be found again.
#[derive(Debug, Clone)]
pub struct RequestIds {
    /// `x-amz-request-id` or `x-amzn-RequestId`.
    pub request: std::sync::Arc<str>,
    /// `x-amz-id-2`; S3 only.
    pub host: String,
}

impl RequestIds {
    /// Draws ids in the service's shape.
    pub fn draw(world: &World, service: Option<Service>) -> Self {
        match service {
            Some(Service::S3 | Service::S3Control) | None => Self {
                request: world.ids.s3_request_id().into(),
                host: world.ids.host_id(),
            },
            Some(_) => Self {
                request: world.ids.uuid().into(),
                host: String::new(),
            },
        }
    }
}

/// A failure as the service writes it.
pub fn failure(service: Service, failure: &Failure, ids: &RequestIds, method: &Method) -> Reply {
    let reply = match service {
        Service::S3 => s3_failure(failure, ids, method),
        Service::S3Control => s3control::failure(failure, &ids.request, &ids.host),
        Service::Sts | Service::Iam => query::failure(service, failure, &ids.request),
        Service::Kms => kms_failure(failure),
    };
    failure
        .headers()
        .iter()
        .fold(reply, |reply, (name, value)| reply.named(name, value))
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
fn s3_failure(failure: &Failure, ids: &RequestIds, method: &Method) -> Reply {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if method == Method::HEAD || status == StatusCode::NOT_MODIFIED {
        let reply = Reply::empty(status);
        return if status == StatusCode::NOT_MODIFIED {
            reply
        } else {
            reply.named("content-type", "application/xml")
        };
    }
    let mut xml = Writer::new();
    xml.open("Error");
    xml.text_element("Code", failure.code());
    xml.text_element("Message", failure.message());
    for (name, value) in failure.details() {
        xml.text_element(*name, value);
    }
    xml.text_element("RequestId", &ids.request);
    xml.text_element("HostId", &ids.host);
    xml.close();
    Reply::full(status, "application/xml", xml.finish())
}

/// <https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html>
fn kms_failure(failure: &Failure) -> Reply {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // KMS writes `message` for its own errors.
    let body = serde_json::json!({ "__type": failure.code(), "message": failure.message() });
    Reply::full(status, "application/x-amz-json-1.1", body.to_string())
}

/// Makes an answer the last one of its connection.
pub fn last_if(last: bool, mut reply: Reply) -> Reply {
    if last {
        let close = HeaderValue::from_static("close");
        reply.headers.insert(http::header::CONNECTION, close);
    }
    reply
}

/// The headers that every answer of a service has.
pub fn common_headers(reply: &mut Reply, service: Service, ids: &RequestIds, world: &World) {
    let date = time_format::http_date(world.clock.now());
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            reply.headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("date", &date);
    if matches!(service, Service::S3 | Service::S3Control) {
        set("x-amz-request-id", &ids.request);
        set("x-amz-id-2", &ids.host);
        set("server", "AmazonS3");
    } else {
        set("x-amzn-requestid", &ids.request);
    }
    let bodiless = matches!(reply.body, ReplyBody::Empty) && reply.status != StatusCode::NO_CONTENT;
    if bodiless
        && reply.status != StatusCode::NOT_MODIFIED
        && !reply.headers.contains_key("content-length")
    {
        reply
            .headers
            .insert(http::header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}
