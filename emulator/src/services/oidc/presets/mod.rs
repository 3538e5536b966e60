//! Tokens that look like those of real platforms: who their issuer is, what they claim when nothing is said, and how the
//! subject follows from the claims.

mod frameio;
mod github_actions;
mod gitlab_ci;
mod kubernetes;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::signer::SigningAlgorithm;

/// Claims by name.
pub(super) type Claims = Map<String, Value>;

/// A platform whose tokens can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// GitHub Actions.
    GithubActions,
    /// GitLab CI/CD.
    GitlabCi,
    /// Service accounts of Kubernetes, as Amazon EKS has them.
    Kubernetes,
    /// Frame.io Storage Connect.
    Frameio,
}

/// What a platform's tokens are.
pub(super) struct Platform {
    /// The platform's own description of its tokens.
    pub documentation: &'static str,
    /// Who issues them.
    pub issuer: &'static str,
    /// What they are signed with.
    pub algorithm: SigningAlgorithm,
    /// From how long before they are issued they are valid, in seconds; `None` without `nbf`.
    pub valid_before_seconds: Option<i64>,
    /// How long they are valid, in seconds.
    pub life_seconds: i64,
    /// The claims that tell one token from another, with examples.
    pub claims: fn() -> Value,
    /// The claims that follow from others; they are set only where nothing else is said.
    pub derived: fn(&Claims) -> Claims,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::GithubActions,
        Self::GitlabCi,
        Self::Kubernetes,
        Self::Frameio,
    ];

    pub(super) const fn platform(self) -> &'static Platform {
        match self {
            Self::GithubActions => &github_actions::PLATFORM,
            Self::GitlabCi => &gitlab_ci::PLATFORM,
            Self::Kubernetes => &kubernetes::PLATFORM,
            Self::Frameio => &frameio::PLATFORM,
        }
    }

    /// The claims of a token issued at `now` (seconds): the platform's, changed by the given ones, and what follows.
    pub(super) fn claims(self, given: &Claims, now: i64) -> Claims {
        let platform = self.platform();
        let mut claims = Claims::new();
        merge(&mut claims, (platform.claims)());
        if let Some(seconds) = platform.valid_before_seconds {
            claims.insert("nbf".to_owned(), (now - seconds).into());
        }
        claims.insert("iat".to_owned(), now.into());
        claims.insert("exp".to_owned(), (now + platform.life_seconds).into());
        merge(&mut claims, Value::Object(given.clone()));
        for (name, value) in (platform.derived)(&claims) {
            if !given.contains_key(&name) {
                claims.insert(name, value);
            }
        }
        claims
    }
}

/// Members of nested objects are changed one by one, everything else is replaced.
fn merge(claims: &mut Claims, changes: Value) {
    let Value::Object(changes) = changes else {
        return;
    };
    for (name, change) in changes {
        match (claims.get_mut(&name), change) {
            (Some(Value::Object(members)), Value::Object(change)) => {
                merge(members, Value::Object(change));
            }
            (_, change) => {
                claims.insert(name, change);
            }
        }
    }
}

/// A claim's text; empty when it is none.
fn text<'c>(claims: &'c Claims, name: &str) -> &'c str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn named(claims: impl IntoIterator<Item = (&'static str, String)>) -> Claims {
    let named = claims.into_iter();
    named
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect()
}

#[cfg(test)]
mod tests;
