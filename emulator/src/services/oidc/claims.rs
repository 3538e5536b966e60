//! What a verified token says, and whether it may be used now and here.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html>

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fault::TokenFault;
use super::token::Token;
use crate::base::Timestamp;

/// Issuers' clocks may be so far off, in seconds.
const LEEWAY_SECONDS: i64 = 300;
/// Session tags. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>
const TAGS: &str = "https://aws.amazon.com/tags";
/// Source identity. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";
/// The roles that the issuer authorizes. Unconfirmed: seen in captures only.
const ROLES: &str = "https://aws.amazon.com/roles";

/// What a token says of its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// `sub`
    pub subject: String,
    /// `azp`, or else the only `aud`.
    pub audience: String,
    /// How the holder was authenticated: `amr`.
    pub methods: Vec<String>,
    /// Session tags.
    pub tags: BTreeMap<String, String>,
    /// Session tags that go on to the next role of a chain.
    pub transitive_tag_keys: Vec<String>,
    /// Source identity.
    pub source_identity: Option<String>,
    /// The roles that the issuer authorizes, if it says so.
    pub roles: Option<Vec<String>>,
    /// All claims that are texts, numbers or truth values, as text.
    pub texts: BTreeMap<String, String>,
}

/// Checks the claims of a token whose signature was verified, and reads what they say.
///
/// # Errors
/// Claims that are missing or malformed, times outside the leeway, audiences that are not registered.
pub fn check(token: &Token, client_ids: &[String], now: Timestamp) -> Result<Holder, TokenFault> {
    let claims = &token.claims;
    for required in ["sub", "aud", "iat", "exp"] {
        if !claims.contains_key(required) {
            return Err(TokenFault::MissingClaim(required));
        }
    }
    times(claims, now.seconds())?;
    let audience = audience(claims)?;
    if !client_ids.contains(&audience) {
        let reason = format!("the audience `{audience}` is not registered with the provider");
        return Err(TokenFault::invalid(reason));
    }
    let (tags, transitive_tag_keys) = tags(claims)?;
    Ok(Holder {
        subject: subject(claims)?,
        audience,
        methods: texts(claims.get("amr")),
        tags,
        transitive_tag_keys,
        source_identity: claims
            .get(SOURCE_IDENTITY)
            .and_then(Value::as_str)
            .map(str::to_owned),
        roles: claims.get(ROLES).map(|roles| texts(Some(roles))),
        texts: scalars(claims),
    })
}

fn times(claims: &Map<String, Value>, now: i64) -> Result<(), TokenFault> {
    let time = |name| seconds(claims, name);
    let (issued, expires, begins) = (time("iat")?, time("exp")?, time("nbf")?);
    if let Some(expires) = expires
        && now - LEEWAY_SECONDS >= expires
    {
        let now = now - LEEWAY_SECONDS;
        return Err(TokenFault::Expired { now, expires });
    }
    if let Some(begins) = begins
        && now + LEEWAY_SECONDS < begins
    {
        let now = now + LEEWAY_SECONDS;
        return Err(TokenFault::NotYetValid { now, begins });
    }
    match issued {
        Some(issued) if issued > now + LEEWAY_SECONDS => Err(TokenFault::IssuedInFuture(issued)),
        _ => Ok(()),
    }
}

/// Whole seconds, as a number or as text.
fn seconds(claims: &Map<String, Value>, name: &'static str) -> Result<Option<i64>, TokenFault> {
    let read = match claims.get(name) {
        None => return Ok(None),
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => None,
    };
    // Far beyond any calendar, and still no overflow with the leeway.
    let sensible = read.filter(|seconds| seconds.unsigned_abs() < 1 << 60);
    sensible.map(Some).ok_or(TokenFault::InvalidTimestamp(name))
}

/// Whom the token is for: the authorized party if there is one, else the only audience.
fn audience(claims: &Map<String, Value>) -> Result<String, TokenFault> {
    if let Some(party) = claims.get("azp") {
        return match party.as_str() {
            Some(party) if !party.is_empty() => Ok(party.to_owned()),
            _ => Err(TokenFault::invalid("the claim `azp` is empty")),
        };
    }
    match claims.get("aud") {
        Some(Value::String(audience)) => Ok(audience.clone()),
        Some(Value::Array(audiences)) => match audiences.as_slice() {
            [] => Err(TokenFault::EmptyAudience),
            [Value::String(only)] => Ok(only.clone()),
            several if repeats(several) => {
                Err(TokenFault::invalid("the claim `aud` repeats a value"))
            }
            _ => Err(TokenFault::ManyAudiences),
        },
        _ => Err(TokenFault::MissingClaim("aud")),
    }
}

fn repeats(values: &[Value]) -> bool {
    let seen_before = |(at, value): (usize, &Value)| values.iter().take(at).any(|one| one == value);
    values.iter().enumerate().any(seen_before)
}

fn subject(claims: &Map<String, Value>) -> Result<String, TokenFault> {
    match claims.get("sub") {
        Some(Value::String(subject)) => Ok(subject.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(TokenFault::UnreadableSubject),
    }
}

/// A text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(values)) => {
            let texts = values.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

fn scalars(claims: &Map<String, Value>) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let named = claims.iter();
    named
        .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
        .collect()
}

type Tags = (BTreeMap<String, String>, Vec<String>);

/// Session tags in either form that AWS reads: nested,
/// `{"principal_tags": {"name": ["value"]}, "transitive_tag_keys": ["name"]}` under the one claim, or flat, one claim
/// `…/principal_tags/name` for each tag and `…/transitive_tag_keys` beside them.
fn tags(claims: &Map<String, Value>) -> Result<Tags, TokenFault> {
    let mut tags = BTreeMap::new();
    let mut transitive = Vec::new();
    if let Some(claim) = claims.get(TAGS) {
        if let Some(principal_tags) = claim.get("principal_tags") {
            let members = principal_tags.as_object();
            for (name, values) in members.ok_or(TokenFault::MalformedTags)? {
                let value = match values.as_array().map(Vec::as_slice) {
                    Some([Value::String(value)]) => value,
                    _ => return Err(TokenFault::MalformedTags),
                };
                tags.insert(name.clone(), value.clone());
            }
        }
        transitive = texts(claim.get("transitive_tag_keys"));
    }
    let flat = |rest: &str| format!("{TAGS}/{rest}");
    let prefix = flat("principal_tags/");
    for (name, value) in claims {
        if let Some(name) = name.strip_prefix(&prefix) {
            let value = value.as_str().ok_or(TokenFault::MalformedTags)?;
            tags.insert(name.to_owned(), value.to_owned());
        }
    }
    transitive.extend(texts(claims.get(&flat("transitive_tag_keys"))));
    Ok((tags, transitive))
}

#[cfg(test)]
mod tests;
