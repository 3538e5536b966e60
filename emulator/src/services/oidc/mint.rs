//! Tokens of embedded issuers: good ones, and those that must be refused.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::issuer::Issuer;
use super::signer::{KeyError, Signer, sign_with_secret};
use super::token::signing_input;
use crate::base::Timestamp;
use crate::world::World;

const USUAL_LIFE_SECONDS: i64 = 3600;

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
}

/// Writes a token. Claims that are not given are `iss`, `iat`, `exp` (an hour) and `jti`; those named in `omit` are
/// left out.
///
/// # Errors
/// A key that cannot be used.
pub fn mint(
    world: &World,
    issuer: &Issuer,
    given: &Map<String, Value>,
    omit: &[String],
    bad: Option<Bad>,
) -> Result<String, KeyError> {
    let mut claims = usual(world, issuer, world.clock.now(), bad);
    claims.extend(given.clone());
    claims.retain(|name, _| !omit.contains(name));
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

fn usual(world: &World, issuer: &Issuer, now: Timestamp, bad: Option<Bad>) -> Map<String, Value> {
    let now = now.seconds();
    let (issued, expires) = match bad {
        Some(Bad::Expired) => (now - 2 * USUAL_LIFE_SECONDS, now - USUAL_LIFE_SECONDS),
        _ => (now, now + USUAL_LIFE_SECONDS),
    };
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), json!(issuer.url));
    claims.insert("iat".to_owned(), json!(issued));
    claims.insert("exp".to_owned(), json!(expires));
    claims.insert("jti".to_owned(), json!(world.ids.uuid()));
    if bad == Some(Bad::NotYetValid) {
        claims.insert("nbf".to_owned(), json!(now + USUAL_LIFE_SECONDS));
    }
    claims
}
