//! The control calls of the embedded issuer, and the documents that it publishes.
//!
//! | call | answer |
//! |---|---|
//! | `POST oidc/tokens` `{"issuer", "claims", "omit", "bad", "alg"}` | `{"token"}` |
//! | `POST oidc/issuers` `{"issuer", "alg"}` | the issuer |
//! | `GET oidc/issuers` | `{"issuers": […]}` |
//! | `GET oidc/issuers/ISSUER/.well-known/openid-configuration` | the discovery document |
//! | `GET oidc/issuers/ISSUER/jwks` | the key set |
//!
//! `ISSUER` is the whole URL, percent-encoded as one segment, or host and path as they are.

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::issuer::{self, Issuer, IssuerError};
use super::mint::{Bad, mint};
use super::signer::SigningAlgorithm;
use crate::base::time_format;
use crate::protocol::uri;
use crate::services::control::{ControlError, ControlRequest, ControlResult};

/// Where the published documents are, below the control prefix.
const ISSUERS: &str = "/_bucketproof/oidc/issuers/";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    issuer: String,
    #[serde(default)]
    claims: Map<String, Value>,
    #[serde(default)]
    omit: Vec<String>,
    #[serde(default)]
    bad: Option<Bad>,
    #[serde(default)]
    alg: Option<SigningAlgorithm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    issuer: String,
    #[serde(default)]
    alg: Option<SigningAlgorithm>,
}

/// The control calls of the embedded issuer.
///
/// # Errors
/// Unknown calls and malformed bodies.
pub async fn control(request: &ControlRequest<'_>, path: &[&str]) -> ControlResult {
    match (&request.head.method, path) {
        (&Method::POST, ["tokens"]) => token(request).await,
        (&Method::POST, ["issuers"]) => make(request).await,
        (&Method::GET, ["issuers"]) => list(request),
        (&Method::GET, ["issuers", name @ .., ".well-known", "openid-configuration"]) => {
            let issuer = published(request, name)?;
            Ok(issuer.configuration(&jwks_uri(request, &issuer)))
        }
        (&Method::GET, ["issuers", name @ .., "jwks"]) => {
            let issuer = published(request, name)?;
            issuer.key_set().map_err(ControlError::internal)
        }
        (method, path) => Err(ControlError::not_found(format!(
            "no control call `{method} oidc/{}`",
            path.join("/")
        ))),
    }
}

async fn token(request: &ControlRequest<'_>) -> ControlResult {
    let wanted: Wanted = request.json()?;
    let world = &request.stack.world;
    let issuer = issuer::find_or_make(world, &wanted.issuer, wanted.alg);
    let issuer = issuer.await.map_err(refuse)?;
    let token = mint(world, &issuer, &wanted.claims, &wanted.omit, wanted.bad);
    Ok(json!({ "token": token.map_err(ControlError::internal)? }))
}

async fn make(request: &ControlRequest<'_>) -> ControlResult {
    let named: Named = request.json()?;
    let world = &request.stack.world;
    let issuer = issuer::find_or_make(world, &named.issuer, named.alg);
    Ok(show(request, &issuer.await.map_err(refuse)?))
}

fn list(request: &ControlRequest<'_>) -> ControlResult {
    let issuers = issuer::list(&request.stack.world).map_err(ControlError::internal)?;
    let shown: Vec<Value> = issuers.iter().map(|issuer| show(request, issuer)).collect();
    Ok(json!({ "issuers": shown }))
}

fn show(request: &ControlRequest<'_>, issuer: &Issuer) -> Value {
    json!({
        "issuer": issuer.url,
        "alg": issuer.signer.algorithm.as_str(),
        "kid": issuer.key_id,
        "created": time_format::iso_seconds(issuer.created),
        "jwks_uri": jwks_uri(request, issuer),
    })
}

fn refuse(error: IssuerError) -> ControlError {
    match error {
        IssuerError::Url(_) | IssuerError::OtherAlgorithm { .. } => {
            ControlError::bad_request(error)
        }
        IssuerError::Key(_) | IssuerError::Storage(_) => ControlError::internal(error),
    }
}

fn jwks_uri(request: &ControlRequest<'_>, issuer: &Issuer) -> String {
    let host = request.head.host().unwrap_or("localhost");
    format!(
        "http://{host}{ISSUERS}{}/jwks",
        uri::encode_query(&issuer.url)
    )
}

/// The issuer that a path names: its whole URL as one segment, host and path, or the very URL that is being asked.
fn published(request: &ControlRequest<'_>, name: &[&str]) -> Result<Issuer, ControlError> {
    let decode = |segment: &&str| uri::decode(segment).map_err(ControlError::bad_request);
    let segments: Vec<String> = name.iter().map(decode).collect::<Result<_, _>>()?;
    let name = segments.join("/");
    let host = request.head.host().unwrap_or_default();
    let forms = [
        name.clone(),
        format!("https://{name}"),
        format!("http://{name}"),
        format!("http://{host}{ISSUERS}{name}"),
    ];
    for form in &forms {
        let found = issuer::find(&request.stack.world, form);
        if let Some(issuer) = found.map_err(ControlError::internal)? {
            return Ok(issuer);
        }
    }
    Err(ControlError::not_found(format!("no issuer `{name}`")))
}
