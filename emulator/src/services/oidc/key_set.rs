//! An issuer's published keys, and the one that a token was signed with.
//!
//! RFC 7517: <https://www.rfc-editor.org/rfc/rfc7517>

mod certificate;

use serde_json::Value;

use super::fault::TokenFault;

/// With more RSA keys than this, AWS uses none of them.
const MAX_RSA_KEYS: usize = 100;

/// A JSON Web Key Set.
#[derive(Debug, Clone)]
pub(super) struct KeySet {
    keys: Vec<Published>,
    rsa_keys: usize,
}

/// One key of a set.
#[derive(Debug, Clone)]
pub(super) struct Published {
    id: Option<String>,
    for_encryption: bool,
    /// Whether the key comes with a certificate of another key.
    contradicted: bool,
    /// A key that lists its operations verifies nothing on AWS.
    pub lists_operations: bool,
    pub material: Material,
}

/// The numbers of a public key, in base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Material {
    Rsa {
        modulus: String,
        exponent: String,
    },
    Ec {
        curve: String,
        x: String,
        y: String,
    },
    /// Certificates only, or another kind of key.
    Unusable,
}

impl KeySet {
    /// Reads `{"keys": […]}`.
    pub fn read(document: &Value) -> Option<Self> {
        let keys = document.get("keys")?.as_array()?;
        let keys: Vec<Published> = keys.iter().map(Published::read).collect();
        let rsa = |key: &&Published| matches!(key.material, Material::Rsa { .. });
        let rsa_keys = keys.iter().filter(rsa).count();
        Some(Self { keys, rsa_keys })
    }

    /// The key that a token's header names. Without a name the set's only key is meant; of several keys with one name
    /// the last.
    pub fn choose(&self, key_id: Option<&str>) -> Result<&Published, TokenFault> {
        let key = match (key_id, self.keys.as_slice()) {
            (Some(id), keys) => keys.iter().rev().find(|key| key.id.as_deref() == Some(id)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let missing = || match key_id {
            Some(id) => format!("the issuer publishes no key `{id}`"),
            None => "the token names no key and the issuer publishes not exactly one".to_owned(),
        };
        let key = key.ok_or_else(|| TokenFault::no_key(missing()))?;
        if key.for_encryption {
            return Err(TokenFault::no_key("the key is for encryption"));
        }
        if key.contradicted {
            return Err(TokenFault::no_key(
                "the key's certificate is of another key",
            ));
        }
        match key.material {
            Material::Unusable => Err(TokenFault::no_key("the key is neither RSA nor EC")),
            Material::Rsa { .. } if self.rsa_keys > MAX_RSA_KEYS => {
                let reason = format!("the issuer publishes more than {MAX_RSA_KEYS} RSA keys");
                Err(TokenFault::no_key(reason))
            }
            _ => Ok(key),
        }
    }
}

impl Published {
    fn read(key: &Value) -> Self {
        let text = |name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
        let material = match text("kty").as_deref() {
            Some("RSA") => text("n")
                .zip(text("e"))
                .map(|(modulus, exponent)| Material::Rsa { modulus, exponent }),
            Some("EC") => match (text("crv"), text("x"), text("y")) {
                (Some(curve), Some(x), Some(y)) => Some(Material::Ec { curve, x, y }),
                _ => None,
            },
            _ => None,
        };
        let material = material.unwrap_or(Material::Unusable);
        Self {
            contradicted: certificate::contradicts(key, &material),
            id: text("kid"),
            for_encryption: text("use").is_some_and(|usage| usage == "enc"),
            lists_operations: key.get("key_ops").is_some(),
            material,
        }
    }
}

#[cfg(test)]
mod tests;
