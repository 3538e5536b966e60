//! Tokens that are not accepted, in the words of `AssumeRoleWithWebIdentity`.
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>

use super::internal;
use crate::base::Failure;
use crate::services::oidc::TokenFault;

/// Says what AWS does not: why a token was refused. No AWS header.
pub const REASON_HEADER: &str = "x-bucketproof-reason";

const NOT_JWT: &str = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
const INVALID: &str = "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.";
// The two spaces are AWS's.
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
/// Unconfirmed: the code is documented, the text is not.
const UNREACHABLE: &str = "The identity provider could not be reached to verify the token.";
const MANY_AUDIENCES: &str =
    "Token audience contains more than one audience while authorized party is not present";

/// A token fault in AWS's words; the header says it in ours.
pub fn refused(fault: &TokenFault) -> Failure {
    answer(fault).header(REASON_HEADER, fault.to_string())
}

fn answer(fault: &TokenFault) -> Failure {
    match fault {
        TokenFault::NotJwt(_) => invalid(NOT_JWT),
        TokenFault::MissingClaim(name) => invalid(format!("Missing a required claim: {name}")),
        TokenFault::EmptyAudience => invalid("Claim is not allowed to be empty: aud"),
        TokenFault::ManyAudiences => invalid(MANY_AUDIENCES),
        TokenFault::InvalidTimestamp(_) => invalid("Invalid timestamp in token claims."),
        TokenFault::IssuedInFuture(at) => invalid(format!("Token issued in the future: {at}")),
        TokenFault::Expired { now, expires } => Failure::new(
            400,
            "ExpiredTokenException",
            format!(
                "Token expired: current date/time {now} must be before the expiration date/time {expires}"
            ),
        ),
        TokenFault::NotYetValid { now, begins } => invalid(format!(
            "Token not yet valid: current date/time {now} must be after or equal to the not-before date/time {begins}"
        )),
        TokenFault::UnreadableSubject => Failure::new(
            500,
            "InternalFailure",
            "Unknown error validating third-party token",
        ),
        TokenFault::MalformedTags => {
            invalid("principal_tags passed in claim is not in correct format.")
        }
        TokenFault::Invalid(_) => invalid(INVALID),
        TokenFault::NoKey(_) => invalid(NO_KEY),
        TokenFault::Unreachable(_) => Failure::new(400, "IDPCommunicationError", UNREACHABLE),
        TokenFault::Storage => internal(),
    }
}

/// No provider for the token's issuer in the role's account.
pub fn no_provider(issuer: &str, account: &str) -> Failure {
    let reason = format!("account {account} has no identity provider for `{issuer}`");
    invalid(INVALID).header(REASON_HEADER, reason)
}

fn invalid(message: impl Into<String>) -> Failure {
    Failure::new(400, "InvalidIdentityToken", message.into())
}
