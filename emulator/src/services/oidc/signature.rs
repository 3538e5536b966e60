//! Signatures of tokens. The algorithm is the token's, within what the key can do; `none` and shared secrets never.

use jsonwebtoken::{Algorithm, DecodingKey, crypto};

use super::fault::TokenFault;
use super::key_set::{Material, Published};
use super::token::Token;

/// Verifies a token's signature with a published key.
///
/// # Errors
/// Algorithms that are not accepted, and signatures that do not verify.
pub(super) fn verify(token: &Token, key: &Published) -> Result<(), TokenFault> {
    let algorithm = accepted(&token.algorithm)?;
    if key.lists_operations {
        return Err(TokenFault::invalid("the key lists its operations"));
    }
    let wrong = || TokenFault::invalid("the signature does not verify");
    let decoding = decoding_key(algorithm, &key.material).ok_or_else(wrong)?;
    let verified = crypto::verify(
        &token.signature,
        token.signed.as_bytes(),
        &decoding,
        algorithm,
    );
    match verified {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(wrong()),
    }
}

/// Refuses algorithms that no key verifies, before any key is looked for.
///
/// # Errors
/// `none`, shared secrets, and whatever else AWS does not take.
pub(super) fn accepted(algorithm: &str) -> Result<Algorithm, TokenFault> {
    match algorithm {
        "RS256" => Ok(Algorithm::RS256),
        "RS384" => Ok(Algorithm::RS384),
        "RS512" => Ok(Algorithm::RS512),
        "ES256" => Ok(Algorithm::ES256),
        "ES384" => Ok(Algorithm::ES384),
        "ES512" => Err(TokenFault::Unsupported("ES512")),
        other => {
            let reason = format!("the algorithm `{other}` is not accepted");
            Err(TokenFault::invalid(reason))
        }
    }
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
