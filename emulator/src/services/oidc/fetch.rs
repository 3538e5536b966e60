//! Key sets of issuers elsewhere, over HTTP.
//!
//! HTTPS, and plain HTTP on loopback only. Redirects are not followed: a key set is where its issuer says it is.

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use super::fault::TokenFault;
use super::key_set::KeySet;

/// Longest wait for one document.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Largest document, in bytes.
const MAX_DOCUMENT_BYTES: usize = 512 * 1024;
const USER_AGENT: &str = concat!("bucketproof/", env!("CARGO_PKG_VERSION"));

type HttpClient = Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

/// Fetches key sets. The connections' TLS roots are read when they are first needed.
#[derive(Debug, Default)]
pub(super) struct Fetcher {
    client: OnceLock<Option<HttpClient>>,
}

impl Fetcher {
    /// The key set that an issuer's discovery document points to.
    ///
    /// # Errors
    /// [`TokenFault::Unreachable`] when the issuer does not answer, [`TokenFault::NoKey`] when its keys cannot be had:
    /// the documents are not what they should be, or nobody answers where the keys are said to be.
    pub async fn key_set(&self, issuer: &str) -> Result<KeySet, TokenFault> {
        let url = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let configuration = self.document(&url).await?;
        let member = |name: &str| configuration.get(name).and_then(Value::as_str);
        if member("issuer") != Some(issuer) {
            let reason = format!("the document at `{url}` is of another issuer");
            return Err(TokenFault::no_key(reason));
        }
        let jwks_uri = member("jwks_uri")
            .ok_or_else(|| TokenFault::no_key(format!("the document at `{url}` names no keys")))?;
        let keys = self.document(jwks_uri).await;
        let keys = keys.map_err(|fault| TokenFault::no_key(fault.to_string()))?;
        KeySet::read(&keys).ok_or_else(|| {
            TokenFault::no_key(format!("the document at `{jwks_uri}` is no key set"))
        })
    }

    async fn document(&self, url: &str) -> Result<Value, TokenFault> {
        let uri: Uri = url
            .parse()
            .map_err(|_| TokenFault::no_key(format!("`{url}` is no URL")))?;
        if !may_be_fetched(&uri) {
            let reason = format!("`{url}` is neither HTTPS nor on loopback");
            return Err(TokenFault::no_key(reason));
        }
        let silent =
            |why: String| TokenFault::Unreachable(format!("`{url}` does not answer: {why}"));
        let client = self
            .client()
            .ok_or_else(|| silent("no TLS here".to_owned()))?;
        match tokio::time::timeout(TIMEOUT, get(client, uri)).await {
            Err(_) => Err(silent(format!("no answer within {} s", TIMEOUT.as_secs()))),
            Ok(Err(Silence(why))) => Err(silent(why)),
            Ok(Ok((status, _))) if status.is_server_error() => Err(silent(status.to_string())),
            Ok(Ok((StatusCode::OK, body))) => serde_json::from_slice(&body)
                .map_err(|_| TokenFault::no_key(format!("the answer of `{url}` is no JSON"))),
            Ok(Ok((status, _))) => Err(TokenFault::no_key(format!("`{url}` answers {status}"))),
        }
    }

    fn client(&self) -> Option<&HttpClient> {
        self.client.get_or_init(connect).as_ref()
    }
}

/// Why there is no answer.
struct Silence(String);

async fn get(client: &HttpClient, uri: Uri) -> Result<(StatusCode, Bytes), Silence> {
    let request = Request::get(uri)
        .header(http::header::ACCEPT, "application/json")
        .header(http::header::USER_AGENT, USER_AGENT)
        .body(Empty::new())
        .map_err(|error| Silence(error.to_string()))?;
    let answer = client.request(request).await;
    let answer = answer.map_err(|error| Silence(error.to_string()))?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), MAX_DOCUMENT_BYTES);
    let body = body.collect().await;
    let body = body.map_err(|error| Silence(error.to_string()))?;
    Ok((status, body.to_bytes()))
}

fn connect() -> Option<HttpClient> {
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
        .ok()?
        .https_or_http()
        .enable_http1()
        .build();
    // No connection is kept: a small server that serves one after the other would wait for this one to end.
    let mut client = Client::builder(TokioExecutor::new());
    Some(client.pool_max_idle_per_host(0).build(connector))
}

/// Keys that travel in the clear could be anybody's.
fn may_be_fetched(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    match uri.scheme_str() {
        Some("https") => !host.is_empty(),
        Some("http") => is_loopback(host),
        _ => false,
    }
}

/// Whether a URL is of this machine.
pub(super) fn is_on_loopback(url: &str) -> bool {
    let uri: Result<Uri, _> = url.parse();
    uri.is_ok_and(|uri| uri.host().is_some_and(is_loopback))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
