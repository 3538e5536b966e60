//! Raw HTTP/1.1 without TLS, redirects or retries.

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use super::{Answer, answer::Receiving, content::Content, fields};

/// A client that sends what it is told to.
#[derive(Clone, Debug)]
pub struct RawClient(Client<HttpConnector, UnsyncBoxBody<Bytes, Infallible>>);

/// A request as it goes over the wire.
#[derive(Clone, Debug)]
pub struct RawRequest {
    /// Method.
    pub method: String,
    /// Absolute URL.
    pub url: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Content,
}

/// A request that cannot be sent as it was written.
#[derive(Debug, thiserror::Error)]
pub enum RawError {
    /// The URL is not one that this client can use.
    #[error("`{url}` is not a URL that can be asked: {why}")]
    Url {
        /// The URL.
        url: String,
        /// Why.
        why: String,
    },
    /// The method or a header is not allowed in HTTP.
    #[error("the request is not HTTP: {0}")]
    Request(#[from] http::Error),
}

impl RawClient {
    /// A client with its own connections.
    pub fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(5)));
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }

    /// Sends a request; a broken connection is an answer too.
    ///
    /// # Errors
    /// [`RawError`] when the request cannot be sent at all.
    pub async fn send(&self, request: &RawRequest) -> Result<Answer, RawError> {
        let uri: http::Uri = request
            .url
            .parse()
            .map_err(|error: http::uri::InvalidUri| RawError::Url {
                url: request.url.clone(),
                why: error.to_string(),
            })?;
        if uri.scheme_str() != Some("http") || uri.host().is_none() {
            return Err(RawError::Url {
                url: request.url.clone(),
                why: "only `http://host...` can be asked".to_owned(),
            });
        }
        let mut builder = http::Request::builder()
            .method(request.method.as_str())
            .uri(uri);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let outgoing = builder.body(request.body.reader().boxed_unsync())?;
        let mut answer = Answer {
            attempts: 1,
            ..Answer::default()
        };
        match self.0.request(outgoing).await {
            Ok(response) => receive(response, &mut answer).await,
            Err(error) => answer.broken = Some(chain(&error)),
        }
        Ok(answer)
    }
}

impl Default for RawClient {
    fn default() -> Self {
        Self::new()
    }
}

async fn receive(response: http::Response<hyper::body::Incoming>, answer: &mut Answer) {
    answer.status = Some(response.status().as_u16());
    answer.headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    answer.find_request_id();
    let mut body = response.into_body();
    let mut receiving = Receiving::default();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => {
                if let Some(data) = frame.data_ref() {
                    receiving.push_bytes(data);
                }
            }
            Err(error) => {
                answer.broken = Some(chain(&error));
                break;
            }
        }
    }
    answer.body = receiving.finish();
    answer.fields = fields::of_raw(answer);
    find_error(answer);
}

/// The AWS error in a refused answer, XML or JSON.
fn find_error(answer: &mut Answer) {
    if answer.status.is_none_or(|status| status < 400) {
        return;
    }
    let text = |name: &str| {
        answer
            .fields
            .get(name)
            .and_then(|value| value.as_str())
            .map(str::to_owned)
    };
    let code = text("Code")
        .or_else(|| text("__type").map(|kind| kind.rsplit('#').next().unwrap_or(&kind).to_owned()));
    let message = text("Message").or_else(|| text("message"));
    answer.code = code.or_else(|| empty_code(answer));
    answer.message = message;
}

/// A refusal without a body has its status as its code, as a refused HEAD has in the SDKs.
fn empty_code(answer: &Answer) -> Option<String> {
    (answer.body.length_bytes == 0)
        .then(|| answer.status.map(|status| status.to_string()))
        .flatten()
}

/// An error and its causes in one line.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
