//! Signatures of tokens. The algorithm is the token's, within what the key can do; `none` and shared secrets never.

use jsonwebtoken::{Algorithm, DecodingKey, crypto};

use super::es512;
use super::fault::TokenFault;
use super::key_set::{Material, Published};
use super::token::Token;

/// How a token is signed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Accepted {
    /// In a way that the token library verifies.
    Common(Algorithm),
    /// ECDSA with P-521.
    Es512,
}

/// Verifies a token's signature with a published key.
///
/// # Errors
/// Algorithms that are not accepted, and signatures that do not verify.
pub(super) fn verify(token: &Token, key: &Published) -> Result<(), TokenFault> {
    let algorithm = accepted(&token.algorithm)?;
    if key.lists_operations {
        return Err(TokenFault::invalid("the key lists its operations"));
    }
    let verified = match (algorithm, &key.material) {
        (Accepted::Es512, Material::Ec { curve, x, y }) if curve == es512::CURVE => {
            es512::verify(&token.signed, &token.signature, x, y)
        }
        (Accepted::Es512, _) => false,
        (Accepted::Common(algorithm), material) => common(token, algorithm, material),
    };
    if verified {
        Ok(())
    } else {
        Err(TokenFault::invalid("the signature does not verify"))
    }
}

fn common(token: &Token, algorithm: Algorithm, material: &Material) -> bool {
    let Some(key) = decoding_key(algorithm, material) else {
        return false;
    };
    let signed = token.signed.as_bytes();
    crypto::verify(&token.signature, signed, &key, algorithm).unwrap_or(false)
}

/// Refuses algorithms that no key verifies, before any key is looked for.
///
/// # Errors
/// `none`, shared secrets, and whatever else AWS does not take.
pub(super) fn accepted(algorithm: &str) -> Result<Accepted, TokenFault> {
    let common = match algorithm {
        "RS256" => Algorithm::RS256,
        "RS384" => Algorithm::RS384,
        "RS512" => Algorithm::RS512,
        "ES256" => Algorithm::ES256,
        "ES384" => Algorithm::ES384,
        "ES512" => return Ok(Accepted::Es512),
        other => {
            let reason = format!("the algorithm `{other}` is not accepted");
            return Err(TokenFault::invalid(reason));
        }
    };
    Ok(Accepted::Common(common))
}

/// The key in the verifier's form, if it fits the algorithm.
fn decoding_key(algorithm: Algorithm, material: &Material) -> Option<DecodingKey> {
    use Algorithm::{ES256, ES384, RS256, RS384, RS512};
    match (algorithm, material) {
        (RS256 | RS384 | RS512, Material::Rsa { modulus, exponent }) => {
            DecodingKey::from_rsa_components(modulus, exponent).ok()
        }
        (ES256, Material::Ec { curve, x, y }) if curve == "P-256" => {
            DecodingKey::from_ec_components(x, y).ok()
        }
        (ES384, Material::Ec { curve, x, y }) if curve == "P-384" => {
            DecodingKey::from_ec_components(x, y).ok()
        }
        _ => None,
    }
}
