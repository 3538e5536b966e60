//! The seven verbs, in order: receive, locate, authenticate, authorize, act, respond, observe.
//!
//! Authorize and act happen inside the located row ([`crate::services::service::erase`]).

mod s3control;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;

use super::locate::{Destination, destination};
use super::respond::{self, RequestIds};
use super::response_body::{Epilogue, ResponseBody};
use super::socket::CutSwitch;
use crate::auth::authenticate::{Authenticated, Expected, authenticate};
use crate::auth::authorize::Authority;
use crate::auth::context_keys::{self, Circumstances};
use crate::base::{Failure, Timestamp};
use crate::fault::{Effect, Planned};
use crate::observe::RequestEvent;
use crate::protocol::json::Object;
use crate::protocol::query_form::Form;
use crate::protocol::request::Head;
use crate::services::reply::Reply;
use crate::services::s3::access_points;
use crate::services::s3::body::RequestBody;
use crate::services::s3::target::Target;
use crate::services::service::{Call, Row, Service};
use crate::services::{control, iam, kms, s3, sts};
use crate::stack::Stack;
use crate::world::Enforcement;

/// Query and JSON bodies are read whole, up to this size.
const MAX_FORM_BYTES: usize = 10_000_000;

/// One request on its way, with what is told about it at the end.
#[derive(Debug)]
struct Exchange {
    stack: Arc<Stack>,
    event: RequestEvent,
    started_micros: u64,
    now: Timestamp,
    fault: Option<Planned>,
}

/// Answers one request.
pub async fn handle(
    stack: Arc<Stack>,
    request: hyper::Request<Incoming>,
    peer: IpAddr,
    cut: CutSwitch,
) -> http::Response<ResponseBody> {
    let (parts, incoming) = request.into_parts();
    let now = stack.world.clock.now();
    let started_micros = u64::try_from(stack.world.clock.elapsed().as_micros()).unwrap_or(u64::MAX);
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let secure = stack.world.settings.assume_tls;
    let head = Head::new(parts.method, target, parts.headers, peer, secure);
    let mut exchange = Exchange {
        stack,
        event: RequestEvent::new(now),
        started_micros,
        now,
        fault: None,
    };
    let reply = match head {
        Ok(head) => exchange.answer(&head, incoming).await,
        Err(_) => {
            let ids = RequestIds::draw(&exchange.stack.world, None);
            let failure = s3::errors::invalid_uri(parts.uri.path());
            exchange.finish(Service::S3, &ids, &http::Method::GET, Err(failure))
        }
    };
    exchange.into_response(reply, cut)
}

impl Exchange {
    async fn answer(&mut self, head: &Head, incoming: Incoming) -> Reply {
        match destination(head) {
            Destination::Control => control::answer(&self.stack, head, incoming).await,
            Destination::S3 => {
                let ids = self.draw(Service::S3);
                let body = RequestBody::new(head, incoming);
                let mut target = Target::default();
                let done = self.s3(head, &body, &ids, &mut target).await;
                let held_back = self.leave(&body, head, done.is_err()).await;
                let reply = self.finish(Service::S3, &ids, &head.method, done);
                respond::last_if(held_back, s3::cors::decorate(reply, head, &target))
            }
            Destination::S3Control => {
                let ids = self.draw(Service::S3Control);
                let body = RequestBody::new(head, incoming);
                let done = self.s3control(head, &body, &ids).await;
                let held_back = self.leave(&body, head, done.is_err()).await;
                let reply = self.finish(Service::S3Control, &ids, &head.method, done);
                respond::last_if(held_back, reply)
            }
            Destination::Query(service) => {
                let fallback = service.unwrap_or(Service::Sts);
                let ids = self.draw(fallback);
                let (service, done) = self.query(head, incoming, service, &ids).await;
                self.finish(service, &ids, &head.method, done)
            }
            Destination::Kms => {
                let ids = self.draw(Service::Kms);
                let done = self.kms(head, incoming, &ids).await;
                self.finish(Service::Kms, &ids, &head.method, done)
            }
        }
    }

    /// Leaves the body behind: of a refused call unread, unless the client holds it back, which is the answer.
    async fn leave(&mut self, body: &RequestBody, head: &Head, refused: bool) -> bool {
        let held_back = body.is_held_back(head);
        if refused && !held_back {
            body.drain().await;
        }
        self.event.bytes_in = body.received();
        held_back
    }

    fn draw(&mut self, service: Service) -> RequestIds {
        let ids = RequestIds::draw(&self.stack.world, Some(service));
        self.event.request_id = Arc::clone(&ids.request);
        self.event.service = service.name();
        ids
    }

    async fn s3(
        &mut self,
        head: &Head,
        body: &RequestBody,
        ids: &RequestIds,
        target: &mut Target,
    ) -> Result<Reply, Failure> {
        *target = Target::locate(head.host(), &head.path)?;
        let stack = Arc::clone(&self.stack);
        let found = access_points::resolve(&stack.world, &stack.buckets, head, target);
        self.event.bucket = (!target.bucket.is_empty()).then(|| target.bucket.clone());
        self.event.key = (!target.key.is_empty()).then(|| target.key.clone());
        found?;
        let row = s3::table::locate(head, target)?;
        self.begin(row)?;
        self.wait().await;
        if row.name == s3::ops::preflight::NAME {
            return s3::ops::preflight::answer(head, target);
        }
        access_points::operations::check_signature_version(head, target)?;
        let region = target.view.as_ref().map(|view| view.record.region.as_str());
        let expected = Expected {
            service: Service::S3.prefix(),
            region: if row.bucket_may_be_missing {
                None
            } else {
                region
            },
            virtual_host_bucket: target.virtual_host.then_some(target.bucket.as_str()),
            body: None,
        };
        let caller = authenticate(&stack.world, &stack.auth.keyring, head, expected)
            .map_err(|error| s3::errors::authentication(&error))?;
        self.note_caller(&caller);
        s3::preconditions(row, head, target)?;
        access_points::operations::preconditions(row, target, &caller)?;
        let charged = s3::payment::charged(head, target, &caller.identity)?;
        body.protect(&caller.integrity, head)?;
        let (form, json) = (Form::default(), Object::default());
        let done = self.run(row, head, target, &form, &json, body, &caller, ids);
        Ok(s3::payment::note(done.await?, charged))
    }

    async fn query(
        &mut self,
        head: &Head,
        incoming: Incoming,
        service: Option<Service>,
        ids: &RequestIds,
    ) -> (Service, Result<Reply, Failure>) {
        let body = match collect(incoming).await {
            Ok(body) => body,
            Err(failure) => return (service.unwrap_or(Service::Sts), Err(failure)),
        };
        self.event.bytes_in = body.len() as u64;
        let form = if head.method == http::Method::POST {
            Form::parse(&body)
        } else {
            Ok(Form::from_query(&head.query))
        };
        let form = match form {
            Ok(form) => form,
            Err(error) => return (Service::Sts, Err(sts::errors::malformed_form(&error))),
        };
        let action = form.get("Action").unwrap_or_default();
        let service = service.unwrap_or_else(|| {
            if sts::table::knows(action) {
                Service::Sts
            } else {
                Service::Iam
            }
        });
        self.event.service = service.name();
        (
            service,
            self.named(head, service, action, &form, &Object::default(), &body, ids)
                .await,
        )
    }

    async fn kms(
        &mut self,
        head: &Head,
        incoming: Incoming,
        ids: &RequestIds,
    ) -> Result<Reply, Failure> {
        let body = collect(incoming).await?;
        self.event.bytes_in = body.len() as u64;
        let name = head
            .header("x-amz-target")
            .and_then(|target| target.strip_prefix(super::locate::KMS_TARGET));
        let json = kms::errors::members(&body)?;
        self.named(
            head,
            Service::Kms,
            name.unwrap_or_default(),
            &Form::default(),
            &json,
            &body,
            ids,
        )
        .await
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the verbs' values are passed on, not kept"
    )]
    async fn named(
        &mut self,
        head: &Head,
        service: Service,
        name: &str,
        form: &Form,
        json: &Object,
        body: &Bytes,
        ids: &RequestIds,
    ) -> Result<Reply, Failure> {
        let row = match service {
            Service::Sts => sts::table::locate(name)?,
            Service::Iam => iam::table::locate(name, form)?,
            _ => kms::table::locate(name)?,
        };
        self.begin(row)?;
        self.wait().await;
        let stack = Arc::clone(&self.stack);
        let expected = Expected {
            service: service.prefix(),
            region: None,
            virtual_host_bucket: None,
            body: Some(body),
        };
        let caller =
            authenticate(&stack.world, &stack.auth.keyring, head, expected).map_err(|error| {
                match service {
                    Service::Kms => kms::errors::authentication(&error),
                    _ => sts::errors::authentication(&error),
                }
            })?;
        self.note_caller(&caller);
        if caller.identity.is_anonymous() && !sts::table::unsigned(row) {
            return Err(match service {
                Service::Kms => kms::errors::missing_token(),
                _ => sts::errors::missing_token(),
            });
        }
        let (target, empty) = (Target::default(), RequestBody::empty());
        self.run(row, head, &target, form, json, &empty, &caller, ids)
            .await
    }

    /// The request is located: it has a name, and faults may strike.
    fn begin(&mut self, row: &'static Row) -> Result<(), Failure> {
        self.event.operation = row.name;
        let world = &self.stack.world;
        let (bucket, key) = (self.event.bucket.as_deref(), self.event.key.as_deref());
        self.fault = world
            .faults
            .plan(row.name, bucket, key, || world.ids.fraction());
        self.event.fault = self.fault.as_ref().map(|fault| fault.id.clone());
        match self.fault.as_ref().map(|fault| &fault.effect) {
            Some(Effect::Error {
                status,
                code,
                message,
            }) => {
                let message = message
                    .clone()
                    .unwrap_or_else(|| usual_text(code).to_owned());
                Err(Failure::new(*status, code.clone(), message))
            }
            _ => Ok(()),
        }
    }

    async fn wait(&self) {
        if let Some(Planned {
            effect: Effect::LatencyMs(ms),
            ..
        }) = &self.fault
        {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
        }
    }

    fn note_caller(&mut self, caller: &Authenticated) {
        self.event.account = caller.identity.account_id().map(str::to_owned);
        self.event.principal =
            (!caller.identity.arn.is_empty()).then(|| caller.identity.arn.clone());
        self.event.access_key_id = caller
            .signed
            .as_ref()
            .map(|signed| signed.access_key_id.clone());
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the verbs' values are passed on, not kept"
    )]
    async fn run(
        &mut self,
        row: &'static Row,
        head: &Head,
        target: &Target,
        form: &Form,
        json: &Object,
        body: &RequestBody,
        caller: &Authenticated,
        ids: &RequestIds,
    ) -> Result<Reply, Failure> {
        let world = &self.stack.world;
        let signed_region = caller
            .signed
            .as_ref()
            .and_then(|signed| signed.region.as_deref());
        let bucket_region = target.view.as_ref().map(|view| view.record.region.as_str());
        let region = bucket_region
            .or(signed_region)
            .unwrap_or(&world.settings.default_region);
        let circumstances = Circumstances {
            identity: &caller.identity,
            signed: caller.signed.as_ref(),
            head,
            region,
            secure: head.secure,
            now: self.now,
        };
        let mut context = context_keys::global(&circumstances);
        if matches!(row.service, Service::S3 | Service::S3Control) {
            context_keys::s3(&mut context, &circumstances);
        }
        let authority = Authority::new(
            world,
            Arc::clone(&ids.request),
            Arc::clone(&caller.identity),
            context,
        );
        if let Some(Planned {
            effect: Effect::ResetAfterBytes(bytes),
            ..
        }) = &self.fault
        {
            body.cut_after(*bytes);
        }
        let call = Call {
            world,
            auth: &self.stack.auth,
            buckets: &self.stack.buckets,
            oidc: &self.stack.oidc,
            row,
            head,
            target,
            form,
            json,
            body,
            authority: &authority,
            signed: caller.signed.as_ref(),
            region,
            now: self.now,
        };
        (row.run)(&call).await
    }

    /// Respond: both outcomes in the service's format, with the headers that every answer has.
    fn finish(
        &mut self,
        service: Service,
        ids: &RequestIds,
        method: &http::Method,
        done: Result<Reply, Failure>,
    ) -> Reply {
        let mut reply = done.unwrap_or_else(|failure| {
            self.event.error_code = Some(failure.code().to_owned());
            respond::failure(service, &failure, ids, method)
        });
        let world = &self.stack.world;
        respond::common_headers(&mut reply, service, ids, world);
        let audits = world.settings.enforcement == Enforcement::Audit;
        if audits && world.decisions.take_would_deny(&ids.request) {
            self.event.audit = Some(respond::WOULD_DENY);
            return reply.named(respond::AUDIT_HEADER, respond::WOULD_DENY);
        }
        reply
    }

    /// Observe: the event follows the last byte.
    fn into_response(mut self, reply: Reply, cut: CutSwitch) -> http::Response<ResponseBody> {
        self.event.status = reply.status.as_u16();
        let effect = self.fault.as_ref().map(|fault| &fault.effect);
        let request_had_body = self.event.bytes_in > 0;
        let cut_after = match effect {
            Some(Effect::DropAnswer(_)) => {
                cut.pull();
                None
            }
            Some(Effect::ResetAfterBytes(_)) if request_had_body => {
                cut.pull();
                None
            }
            Some(Effect::ResetAfterBytes(bytes)) => Some((*bytes, cut)),
            _ => None,
        };
        let Reply {
            status,
            headers,
            body,
        } = reply;
        if self.event.operation.is_empty() && self.event.service.is_empty() {
            // The control API watches; it is not watched.
            return response(status, headers, ResponseBody::unobserved(body));
        }
        let epilogue = Epilogue {
            stack: self.stack,
            event: self.event,
            started_micros: self.started_micros,
        };
        response(
            status,
            headers,
            ResponseBody::new(body, cut_after, epilogue),
        )
    }
}

fn response(
    status: http::StatusCode,
    headers: http::HeaderMap,
    body: ResponseBody,
) -> http::Response<ResponseBody> {
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The usual message of the codes that faults inject most.
fn usual_text(code: &str) -> &'static str {
    match code {
        "SlowDown" => "Please reduce your request rate.",
        "ServiceUnavailable" => "Service is unable to handle request.",
        "InternalError" => "We encountered an internal error. Please try again.",
        "RequestTimeout" => {
            "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed."
        }
        _ => "Injected fault.",
    }
}

async fn collect(incoming: Incoming) -> Result<Bytes, Failure> {
    use http_body_util::{BodyExt, Limited};
    match Limited::new(incoming, MAX_FORM_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(_) => Err(Failure::new(
            413,
            "RequestEntityTooLarge",
            "The request body is too large.",
        )),
    }
}
