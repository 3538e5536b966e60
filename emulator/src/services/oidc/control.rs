//! The control calls of the embedded issuer, and the documents that it publishes.
//!
//! | call | answer |
//! |---|---|
//! | `POST oidc/tokens` `{"issuer", "preset", "claims", "omit", "bad", "alg"}` | `{"token"}` |
//! | `GET oidc/presets` | `{"presets": […]}` |
//! | `POST oidc/issuers` `{"issuer", "alg"}` | the issuer |
//! | `POST oidc/issuers/rotate` `{"issuer", "alg", "forget"}` | the issuer with a new key; `forget` takes the old ones back |
//! | `GET oidc/issuers` | `{"issuers": […]}` |
//! | `GET oidc/issuers/ISSUER/.well-known/openid-configuration` | the discovery document |
//! | `GET oidc/issuers/ISSUER/jwks` | the key set |
//!
//! `ISSUER` is the whole URL, percent-encoded as one segment, or host and path as they are.

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::issuer::{self, Issuer, IssuerError};
use super::mint::{Bad, Order, mint};
use super::presets::Preset;
use super::signer::SigningAlgorithm;
use crate::base::time_format;
use crate::protocol::uri;
use crate::services::control::{ControlError, ControlRequest, ControlResult};

/// Where the published documents are, below the control prefix.
const ISSUERS: &str = "/_bucketproof/oidc/issuers/";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    preset: Option<Preset>,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    issuer: String,
    #[serde(default)]
    alg: Option<SigningAlgorithm>,
    #[serde(default)]
    forget: bool,
}

/// The control calls of the embedded issuer.
///
/// # Errors
/// Unknown calls and malformed bodies.
pub async fn control(request: &ControlRequest<'_>, path: &[&str]) -> ControlResult {
    match (&request.head.method, path) {
        (&Method::POST, ["tokens"]) => token(request).await,
        (&Method::POST, ["issuers"]) => make(request).await,
        (&Method::POST, ["issuers", "rotate"]) => rotate(request).await,
        (&Method::GET, ["issuers"]) => list(request),
        (&Method::GET, ["presets"]) => presets(request),
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
    let platform = wanted.preset.map(Preset::platform);
    let url = wanted
        .issuer
        .as_deref()
        .or(platform.map(|platform| platform.issuer))
        .ok_or_else(|| ControlError::bad_request("neither `issuer` nor `preset` is named"))?;
    let algorithm = match issuer::find(world, url).map_err(ControlError::internal)? {
        Some(_) => wanted.alg,
        None => wanted.alg.or(platform.map(|platform| platform.algorithm)),
    };
    let issuer = issuer::find_or_make(world, url, algorithm).await;
    let order = Order {
        preset: wanted.preset,
        claims: wanted.claims,
        omit: wanted.omit,
        bad: wanted.bad,
    };
    let token = mint(world, &issuer.map_err(refuse)?, &order);
    Ok(json!({ "token": token.map_err(ControlError::internal)? }))
}

fn presets(request: &ControlRequest<'_>) -> ControlResult {
    let now = request.stack.world.clock.now().seconds();
    let show = |preset: &Preset| {
        let platform = preset.platform();
        json!({
            "preset": preset,
            "issuer": platform.issuer,
            "alg": platform.algorithm.as_str(),
            "documentation": platform.documentation,
            "claims": preset.claims(&Map::new(), now),
        })
    };
    let shown: Vec<Value> = Preset::ALL.iter().map(show).collect();
    Ok(json!({ "presets": shown }))
}

async fn rotate(request: &ControlRequest<'_>) -> ControlResult {
    let wanted: Rotation = request.json()?;
    let world = &request.stack.world;
    let issuer = issuer::rotate(world, &wanted.issuer, wanted.alg, wanted.forget).await;
    Ok(show(request, &issuer.map_err(refuse)?))
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
        "earlier_kids": issuer.earlier.iter().map(|key| &key.key_id).collect::<Vec<_>>(),
        "created": time_format::iso_seconds(issuer.created),
        "jwks_uri": jwks_uri(request, issuer),
    })
}

fn refuse(error: IssuerError) -> ControlError {
    match error {
        IssuerError::Url(_) | IssuerError::OtherAlgorithm { .. } => {
            ControlError::bad_request(error)
        }
        IssuerError::Missing(_) => ControlError::not_found(error),
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
