//! Tokens of embedded issuers: good ones, and those that must be refused.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::issuer::Issuer;
use super::presets::Preset;
use super::signer::{KeyError, Signer, sign_with_secret};
use super::token::signing_input;
use crate::world::World;

const USUAL_LIFE_SECONDS: i64 = 3600;
/// An audience that no provider has.
const WRONG_AUDIENCE: &str = "https://another-audience.example";

/// What is wrong with a token on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bad {
    /// Ended an hour ago.
    Expired,
    /// Begins in an hour.
    NotYetValid,
    /// Signed with a key that the issuer does not publish, under the published key's name.
    WrongKey,
    /// Names a key that the issuer does not publish.
    UnknownKid,
    /// Not signed, and says so.
    AlgNone,
    /// Signed with the public key as if it were a shared secret.
    #[serde(rename = "hs256-public-key")]
    Hs256PublicKey,
    /// For an audience that nobody has.
    WrongAud,
    /// Names its issuer with a slash at the end.
    TrailingSlashIssuer,
}

/// What a token shall be.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Whose tokens it shall look like.
    pub preset: Option<Preset>,
    /// Claims; they win over all others.
    pub claims: Map<String, Value>,
    /// Claims that it shall not have.
    pub omit: Vec<String>,
    /// What shall be wrong with it.
    pub bad: Option<Bad>,
}

/// Writes a token. Claims that are not given are `iss`, `iat`, `exp` (an hour) and `jti`, and those of the preset.
///
/// # Errors
/// A key that cannot be used.
pub fn mint(world: &World, issuer: &Issuer, order: &Order) -> Result<String, KeyError> {
    let claims = claims(world, issuer, order);
    let bad = order.bad;
    let algorithm = match bad {
        Some(Bad::AlgNone) => "none",
        Some(Bad::Hs256PublicKey) => "HS256",
        _ => issuer.signer.algorithm.as_str(),
    };
    let key_id = match bad {
        Some(Bad::UnknownKid) => world.ids.uuid(),
        _ => issuer.key_id.clone(),
    };
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": key_id });
    let signed = signing_input(&header, &claims);
    let signature = match bad {
        Some(Bad::AlgNone) => String::new(),
        Some(Bad::Hs256PublicKey) => {
            sign_with_secret(issuer.signer.public_pem()?.as_bytes(), &signed)?
        }
        Some(Bad::WrongKey) => {
            Signer::generate(&world.ids, issuer.signer.algorithm)?.sign(&signed)?
        }
        _ => issuer.signer.sign(&signed)?,
    };
    Ok(format!("{signed}.{signature}"))
}

fn claims(world: &World, issuer: &Issuer, order: &Order) -> Map<String, Value> {
    let now = world.clock.now().seconds();
    let mut claims = Map::new();
    let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    set("iss", json!(issuer.url));
    set("iat", json!(now));
    set("exp", json!(now + USUAL_LIFE_SECONDS));
    set("jti", json!(world.ids.uuid()));
    if let Some(preset) = order.preset {
        claims.extend(preset.claims(&order.claims, now));
    }
    if let Some(bad) = order.bad {
        wrong_times(&mut claims, bad, now);
    }
    for (name, value) in &order.claims {
        // A preset has merged nested claims already.
        if order.preset.is_none() || !value.is_object() {
            claims.insert(name.clone(), value.clone());
        }
    }
    match order.bad {
        Some(Bad::WrongAud) => {
            claims.remove("azp");
            claims.insert("aud".to_owned(), json!(WRONG_AUDIENCE));
        }
        Some(Bad::TrailingSlashIssuer) => {
            claims.insert("iss".to_owned(), json!(format!("{}/", issuer.url)));
        }
        _ => {}
    }
    claims.retain(|name, _| !order.omit.contains(name));
    claims
}

fn wrong_times(claims: &mut Map<String, Value>, bad: Bad, now: i64) {
    let mut set = |name: &str, seconds: i64| claims.insert(name.to_owned(), seconds.into());
    match bad {
        Bad::Expired => {
            set("iat", now - 2 * USUAL_LIFE_SECONDS);
            set("exp", now - USUAL_LIFE_SECONDS);
        }
        Bad::NotYetValid => {
            set("nbf", now + USUAL_LIFE_SECONDS);
            set("exp", now + 2 * USUAL_LIFE_SECONDS);
        }
        _ => {}
    }
}
