//! Tokens and keys of an issuer elsewhere, made without the stack.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use p521::ecdsa::signature::Signer as _;
use p521::elliptic_curve::sec1::ToEncodedPoint as _;
use p521::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};

/// The issuer's keys: for tests only, and nowhere else in use.
fn pem(key: &str) -> &'static str {
    match key {
        "rsa" => include_str!("keys/rsa.pem"),
        "rsa-other" => include_str!("keys/rsa-other.pem"),
        "p256" => include_str!("keys/p256.pem"),
        "p384" => include_str!("keys/p384.pem"),
        "p521" => include_str!("keys/p521.pem"),
        other => panic!("no key `{other}`"),
    }
}

fn certificate(key: &str) -> &'static str {
    match key {
        "rsa" => include_str!("keys/rsa.crt"),
        "p256" => include_str!("keys/p256.crt"),
        other => panic!("no certificate of `{other}`"),
    }
}

fn encoding(key: &str) -> EncodingKey {
    let pem = pem(key).as_bytes();
    if key.starts_with("rsa") {
        EncodingKey::from_rsa_pem(pem).unwrap()
    } else {
        EncodingKey::from_ec_pem(pem).unwrap()
    }
}

/// The public half of a key, named after it, with the changes of the table.
pub fn published(wanted: &Value) -> Value {
    let key = wanted["key"].as_str().unwrap();
    let mut jwk = match key {
        "p521" => p521_public(),
        "p384" => jwk(key, Algorithm::ES384),
        "p256" => jwk(key, Algorithm::ES256),
        _ => jwk(key, Algorithm::RS256),
    };
    jwk["kid"] = key.into();
    let members = jwk.as_object_mut().unwrap();
    members.remove("alg");
    if let Some(of) = wanted["certificate"].as_str() {
        let lines = certificate(of).lines();
        let text: String = lines.filter(|line| !line.starts_with("-----")).collect();
        BASE64.decode(text.as_bytes()).unwrap();
        members.insert("x5c".to_owned(), json!([text]));
    }
    for (name, value) in wanted["set"].as_object().into_iter().flatten() {
        members.insert(name.clone(), value.clone());
    }
    for name in wanted["remove"].as_array().into_iter().flatten() {
        members.remove(name.as_str().unwrap());
    }
    jwk
}

fn jwk(key: &str, algorithm: Algorithm) -> Value {
    let jwk = Jwk::from_encoding_key(&encoding(key), algorithm).unwrap();
    serde_json::to_value(jwk).unwrap()
}

fn p521_public() -> Value {
    let secret = p521::SecretKey::from_pkcs8_pem(pem("p521")).unwrap();
    let point = secret.public_key().to_encoded_point(false);
    let part = |bytes: Option<&p521::FieldBytes>| BASE64URL_NOPAD.encode(bytes.unwrap());
    json!({ "kty": "EC", "crv": "P-521", "x": part(point.x()), "y": part(point.y()) })
}

/// A token with these claims, signed as the table says: `alg`, `key`, `kid`, changes of the `header`, and what happens
/// to the `signature`.
pub fn token(claims: &Value, how: &Value) -> String {
    let alg = how["alg"].as_str().unwrap_or("RS256");
    let key = how["key"].as_str().unwrap_or("rsa");
    let mut header = json!({ "alg": alg, "typ": "JWT", "kid": how["kid"].as_str().unwrap_or(key) });
    for (name, value) in how["header"].as_object().into_iter().flatten() {
        if value.is_null() {
            header.as_object_mut().unwrap().remove(name);
        } else {
            header[name] = value.clone();
        }
    }
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", part(&header), part(claims));
    let signature = match how["signature"].as_str() {
        None => sign(&text, alg, key),
        Some("empty") => String::new(),
        Some("of-other-claims") => sign(&format!("{}.e30", part(&header)), alg, key),
        Some("broken") => {
            let mut bytes = BASE64URL_NOPAD
                .decode(sign(&text, alg, key).as_bytes())
                .unwrap();
            bytes[7] ^= 1;
            BASE64URL_NOPAD.encode(&bytes)
        }
        Some(other) => panic!("no signature `{other}`"),
    };
    format!("{text}.{signature}")
}

fn sign(text: &str, alg: &str, key: &str) -> String {
    let with =
        |key: &EncodingKey, algorithm| crypto::sign(text.as_bytes(), key, algorithm).unwrap();
    match alg {
        "none" => String::new(),
        "HS256" => {
            let public = published(&json!({ "key": key })).to_string();
            with(
                &EncodingKey::from_secret(public.as_bytes()),
                Algorithm::HS256,
            )
        }
        "ES512" => {
            let secret = p521::SecretKey::from_pkcs8_pem(pem(key)).unwrap();
            let signing = p521::ecdsa::SigningKey::from_bytes(&secret.to_bytes()).unwrap();
            let signature: p521::ecdsa::Signature = signing.sign(text.as_bytes());
            BASE64URL_NOPAD.encode(&signature.to_bytes())
        }
        other => with(&encoding(key), other.parse().unwrap()),
    }
}
