//! JSON Web Tokens taken apart, and put together by the embedded issuer.
//!
//! RFC 7515 and RFC 7519: <https://www.rfc-editor.org/rfc/rfc7519>

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::fault::TokenFault;

/// A token that was read and not yet believed.
#[derive(Debug, Clone)]
pub struct Token {
    /// `alg`
    pub(super) algorithm: String,
    /// `kid`
    pub(super) key_id: Option<String>,
    /// Claims by name.
    pub(super) claims: Map<String, Value>,
    /// Header and claims as they were signed.
    pub(super) signed: String,
    /// In base64.
    pub(super) signature: String,
}

impl Token {
    /// Reads a token in its compact form.
    ///
    /// # Errors
    /// [`TokenFault::NotJwt`].
    pub fn parse(text: &str) -> Result<Self, TokenFault> {
        let mut parts = text.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenFault::NotJwt("it has not three parts"));
        };
        let head = object(header)?;
        if head.contains_key("crit") {
            return Err(TokenFault::NotJwt("its header has critical extensions"));
        }
        let text_of = |name: &str| head.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            algorithm: text_of("alg").ok_or(TokenFault::NotJwt("its header names no algorithm"))?,
            key_id: text_of("kid"),
            claims: object(claims)?,
            signed: format!("{header}.{claims}"),
            signature: signature.to_owned(),
        })
    }

    /// The issuer's URL, not yet believed.
    ///
    /// # Errors
    /// [`TokenFault::MissingClaim`].
    pub fn issuer(&self) -> Result<&str, TokenFault> {
        let issuer = self.claims.get("iss").and_then(Value::as_str);
        issuer.ok_or(TokenFault::MissingClaim("iss"))
    }
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    let bytes = BASE64URL_NOPAD
        .decode(part.as_bytes())
        .map_err(|_| TokenFault::NotJwt("a part is not base64"))?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(TokenFault::NotJwt("a part is no JSON object")),
    }
}

/// The part of a token that is signed.
pub(super) fn signing_input(header: &Value, claims: &Map<String, Value>) -> String {
    let part = |text: String| BASE64URL_NOPAD.encode(text.as_bytes());
    let claims = Value::Object(claims.clone());
    format!("{}.{}", part(header.to_string()), part(claims.to_string()))
}

#[cfg(test)]
mod tests;
