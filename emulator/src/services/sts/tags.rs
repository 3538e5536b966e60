//! Session tags. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>

use std::collections::BTreeMap;

use super::errors;
use super::errors::constraints::{Parameter, Violations};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::services::service::Call;

const MAX_TAGS: usize = 50;
const KEY_PATTERN: &str = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
const VALUE_PATTERN: &str = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

/// Session tags by name.
pub type Tags = BTreeMap<String, String>;

/// Reads `Tags` and looks at `TransitiveTagKeys`. The tags' own rules are checked once the constraints hold; see
/// [`check`].
///
/// # Errors
/// `MalformedInput`, `NotImplemented` for transitive tags.
pub fn read(
    call: &Call<'_>,
    violations: &mut Violations,
) -> Result<Vec<(String, String)>, Failure> {
    let members = call.form.structures("Tags");
    let members = members.map_err(|error| errors::malformed_form(&error))?;
    let mut tags = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let at = format!("tags.{}.member", index + 1);
        match (member.get("Key"), member.get("Value")) {
            (Some(key), Some(value)) => {
                constrain(violations, &format!("{at}.key"), key, 1, 128, KEY_PATTERN);
                constrain(
                    violations,
                    &format!("{at}.value"),
                    value,
                    0,
                    256,
                    VALUE_PATTERN,
                );
                tags.push((key.to_owned(), value.to_owned()));
            }
            (None, _) => violations.missing(&format!("{at}.key")),
            (_, None) => violations.missing(&format!("{at}.value")),
        }
    }
    if tags.len() > MAX_TAGS {
        violations.length(Parameter::sensitive("tags"), tags.len(), 0, MAX_TAGS);
    }
    Ok(tags)
}

fn constrain(
    violations: &mut Violations,
    at: &str,
    text: &str,
    min: usize,
    max: usize,
    pattern: &str,
) {
    let shown = Parameter::open(at, text);
    violations.length(shown, text.chars().count(), min, max);
    violations.pattern(shown, text, pattern, |c| {
        c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c)
    });
}

/// Names differ in more than their case, and none is AWS's.
///
/// # Errors
/// `InvalidParameterValue`.
pub fn check(tags: Vec<(String, String)>) -> Result<Tags, Failure> {
    let mut seen = BTreeMap::new();
    let mut checked = Tags::new();
    for (name, value) in tags {
        let folded = name.to_lowercase();
        if folded.starts_with("aws:") {
            return Err(errors::reserved_tag());
        }
        if seen.insert(folded, ()).is_some() {
            return Err(errors::duplicate_tags());
        }
        checked.insert(name, value);
    }
    Ok(checked)
}

/// Transitive tags go on to the next role of a chain, which is not done.
///
/// # Errors
/// `InvalidParameterValue` for names that are no tags, else `NotImplemented`.
pub fn refuse_transitive(call: &Call<'_>, tags: &Tags) -> Result<(), Failure> {
    let names = call.form.list("TransitiveTagKeys");
    let names = names.map_err(|error| errors::malformed_form(&error))?;
    let known = |name: &&str| tags.keys().any(|tag| tag.eq_ignore_ascii_case(name));
    if !names.iter().all(known) {
        return Err(errors::transitive_tag_missing());
    }
    if names.is_empty() {
        return Ok(());
    }
    let why = "session tags do not go on to the next role of a chain";
    Err(errors::not_implemented("TransitiveTagKeys", why))
}

/// Adds the condition keys of the tags.
pub fn requested(ask: Ask, tags: &Tags) -> Ask {
    if tags.is_empty() {
        return ask;
    }
    let names: Vec<String> = tags.keys().cloned().collect();
    tags.iter()
        .fold(ask, |ask, (name, value)| {
            ask.key(format!("aws:RequestTag/{name}"), &**value)
        })
        .key("aws:TagKeys", names)
}
