//! Policy documents on their way in and out.

use bucketproof_policy::validate;

use crate::auth::directory::principals;
use crate::base::Failure;
use crate::protocol::uri;
use crate::services::iam::errors;
use crate::services::service::Call;

/// Characters of a managed policy, white space not counted.
const MANAGED_QUOTA: usize = 6144;
/// Characters of a trust policy, white space not counted.
pub const TRUST_QUOTA: usize = 2048;

/// Checks a policy for users and roles.
///
/// # Errors
/// A policy that IAM refuses.
pub fn identity(text: &str) -> Result<(), Failure> {
    validate::identity(text)
        .map(|_| ())
        .map_err(|invalid| errors::malformed_policy(&invalid))
}

/// Checks a managed policy.
///
/// # Errors
/// A policy that IAM refuses, or a longer one than it takes.
pub fn managed(text: &str) -> Result<(), Failure> {
    identity(text)?;
    if validate::quota_length(text) > MANAGED_QUOTA {
        return Err(errors::quota("PolicySize", MANAGED_QUOTA));
    }
    Ok(())
}

/// Checks a trust policy and gives the text to keep.
///
/// # Errors
/// A policy that IAM refuses, or a longer one than it takes.
pub fn trust(call: &Call<'_>, text: &str) -> Result<String, Failure> {
    let checked = principals::checked(call.world, |exists| validate::trust(text, exists));
    let document =
        errors::stored(checked)?.map_err(|invalid| errors::malformed_policy(&invalid))?;
    if validate::quota_length(text) > TRUST_QUOTA {
        return Err(errors::quota("ACLSizePerRole", TRUST_QUOTA));
    }
    errors::stored(principals::kept(call.world, &document))
}

/// As answers show it: URL-encoded by RFC 3986.
pub fn encoded(text: &str) -> String {
    uri::encode_query(text)
}

/// The same JSON without white space between its parts.
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if c.is_ascii_whitespace() {
            continue;
        } else {
            in_string = c == '"';
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn compact_leaves_strings_alone() {
        assert_eq!(
            compact("{ \"a b\" :\n [1, \"c \\\" d\\\\\" , 2] }"),
            r#"{"a b":[1,"c \" d\\",2]}"#
        );
    }
}
