//! <https://developer.adobe.com/frameio/api/current/>: the subject is the id of the Frame.io account.

use serde_json::{Value, json};

use super::{Claims, Platform};
use crate::services::oidc::signer::SigningAlgorithm;

pub(super) const PLATFORM: Platform = Platform {
    documentation: "https://developer.adobe.com/frameio/api/current/",
    issuer: "https://tokens.storage.frame.io",
    algorithm: SigningAlgorithm::ES256,
    valid_before_seconds: None,
    life_seconds: 3_600,
    claims,
    derived,
};

fn claims() -> Value {
    json!({
        "sub": "0f1e2d3c-0000-4000-8000-5a5a5a5a5a5a",
        "aud": "https://tokens.storage.frame.io",
    })
}

fn derived(_: &Claims) -> Claims {
    Claims::new()
}
