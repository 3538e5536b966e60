//! ES512: ECDSA with P-521 and SHA-512, which the token library does not have.
//!
//! RFC 7518, section 3.4: <https://www.rfc-editor.org/rfc/rfc7518#section-3.4>

use data_encoding::BASE64URL_NOPAD;
use p521::SecretKey;
use p521::ecdsa::signature::{Signer as _, Verifier as _};
use p521::ecdsa::{Signature, SigningKey, VerifyingKey};
use p521::elliptic_curve::sec1::ToEncodedPoint as _;
use p521::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};

use super::signer::{KeyError, fault};

/// The curve's name in a JSON Web Key.
pub(super) const CURVE: &str = "P-521";
/// A coordinate of a point, in bytes.
const COORDINATE_BYTES: usize = 66;
/// What stands before a point of which both coordinates follow.
const UNCOMPRESSED: u8 = 4;

/// Signs; the signature in base64.
///
/// # Errors
/// A key that cannot be read.
pub(super) fn sign(der: &[u8], text: &str) -> Result<String, KeyError> {
    let secret = SecretKey::from_pkcs8_der(der).map_err(fault)?;
    let key = SigningKey::from_bytes(&secret.to_bytes()).map_err(fault)?;
    let signature: Signature = key.try_sign(text.as_bytes()).map_err(fault)?;
    Ok(BASE64URL_NOPAD.encode(&signature.to_bytes()))
}

/// The public half as a JSON Web Key without a name.
///
/// # Errors
/// A key that cannot be read.
pub(super) fn public_key(der: &[u8]) -> Result<Value, KeyError> {
    let secret = SecretKey::from_pkcs8_der(der).map_err(fault)?;
    let point = secret.public_key().to_encoded_point(false);
    let (Some(x), Some(y)) = (point.x(), point.y()) else {
        return Err(fault("the point has no coordinates"));
    };
    let part = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    Ok(json!({ "kty": "EC", "crv": CURVE, "alg": "ES512", "x": part(x), "y": part(y) }))
}

/// Whether a signature is the key's. The key's coordinates and the signature are in base64.
pub(super) fn verify(text: &str, signature: &str, x: &str, y: &str) -> bool {
    let verified = || {
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
        let signature = Signature::from_slice(&signature).ok()?;
        let mut point = vec![UNCOMPRESSED];
        point.extend(coordinate(x)?);
        point.extend(coordinate(y)?);
        let key = VerifyingKey::from_sec1_bytes(&point).ok()?;
        key.verify(text.as_bytes(), &signature).ok()
    };
    verified().is_some()
}

fn coordinate(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    (bytes.len() == COORDINATE_BYTES).then_some(bytes)
}
