//! Why a token is not accepted.

/// A fault of a token, of its issuer's keys, or of the way to them. The texts say what happened here; STS answers with
/// its own, which say less.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// Not three parts of base64 with JSON objects, or with a header that demands more.
    #[error("the token is no signed JSON Web Token: {0}")]
    NotJwt(&'static str),
    /// A claim that every token must have.
    #[error("the claim `{0}` is missing")]
    MissingClaim(&'static str),
    /// `aud` is an empty list.
    #[error("the claim `aud` is an empty list")]
    EmptyAudience,
    /// Several audiences, and none of them is said to be the authorized party.
    #[error("the claim `aud` has several values and there is no `azp`")]
    ManyAudiences,
    /// A time that is not a whole number of seconds.
    #[error("the claim `{0}` is not a whole number of seconds")]
    InvalidTimestamp(&'static str),
    /// Issued later than now, in seconds since 1970.
    #[error("the token was issued in the future, at {0}")]
    IssuedInFuture(i64),
    /// Past its end; both in seconds since 1970, `now` with the leeway taken off.
    #[error("the token expired at {expires}")]
    Expired {
        /// Now, less the leeway.
        now: i64,
        /// `exp`
        expires: i64,
    },
    /// Before its beginning; both in seconds since 1970, `now` with the leeway added.
    #[error("the token is not valid before {begins}")]
    NotYetValid {
        /// Now, plus the leeway.
        now: i64,
        /// `nbf`
        begins: i64,
    },
    /// A `sub` that is no text and no number.
    #[error("the claim `sub` is neither text nor number")]
    UnreadableSubject,
    /// Session tags that are not lists of one text each.
    #[error("the claim `https://aws.amazon.com/tags` is not in its format")]
    MalformedTags,
    /// No provider for the issuer, an audience that is not registered, a signature that does not verify.
    #[error("{0}")]
    Invalid(String),
    /// The issuer's key set has no key for the token.
    #[error("{0}")]
    NoKey(String),
    /// The issuer does not answer.
    #[error("{0}")]
    Unreachable(String),
    /// The records cannot be read or written.
    #[error("the issuer's record cannot be read")]
    Storage,
}

impl TokenFault {
    pub(super) fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid(reason.into())
    }

    pub(super) fn no_key(reason: impl Into<String>) -> Self {
        Self::NoKey(reason.into())
    }
}
