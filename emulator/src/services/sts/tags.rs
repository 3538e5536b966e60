//! Session tags. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>

use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::errors::constraints::{Parameter, Violations};
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::services::service::Call;

const MAX_TAGS: usize = 50;
const MAX_KEY_CHARACTERS: usize = 128;
const MAX_VALUE_CHARACTERS: usize = 256;
const KEY_PATTERN: &str = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
const VALUE_PATTERN: &str = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

/// Tags by name.
pub type Tags = BTreeMap<String, String>;

/// The tags of a request, as they were sent.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Names and values.
    pub tags: Vec<(String, String)>,
    /// Names of those that go on to the next role of a chain.
    pub transitive: Vec<String>,
}

/// The tags of a session.
#[derive(Debug, Clone, Default)]
pub struct SessionTags {
    given: Tags,
    transitive: Vec<String>,
    inherited: Tags,
}

impl SessionTags {
    /// Joins the tags of a request with those that the calling session hands on.
    ///
    /// # Errors
    /// `InvalidParameterValue` for names that differ in their case only, that belong to AWS, that were inherited, or
    /// that shall go on and are not among the tags.
    pub fn join(given: Given, inherited: Tags) -> Result<Self, Failure> {
        let folded: BTreeSet<String> = folded(given.tags.iter().map(|(name, _)| name)).collect();
        if folded.iter().any(|name| name.starts_with("aws:")) {
            return Err(errors::reserved_tag());
        }
        if folded.len() < given.tags.len() {
            return Err(errors::duplicate_tags());
        }
        if self::folded(inherited.keys()).any(|name| folded.contains(&name)) {
            return Err(errors::inherited_tag());
        }
        if !self::folded(given.transitive.iter()).all(|name| folded.contains(&name)) {
            return Err(errors::transitive_tag_missing());
        }
        Ok(Self {
            given: given.tags.into_iter().collect(),
            transitive: given.transitive,
            inherited,
        })
    }

    /// Whether there are none, neither given nor inherited.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.inherited.is_empty()
    }

    /// All tags of the session.
    pub fn all(&self) -> Tags {
        let mut all = self.inherited.clone();
        all.extend(self.given.clone());
        all
    }

    /// Names of the tags that go on to the next role of a chain: what was inherited goes on for good.
    pub fn transitive_keys(&self) -> Vec<String> {
        let inherited = self.inherited.keys();
        inherited.chain(&self.transitive).cloned().collect()
    }

    /// Adds the condition keys of the tags that the request itself passes. An empty list is an absent key.
    pub fn requested(&self, ask: Ask) -> Ask {
        if self.given.is_empty() {
            return ask;
        }
        let names: Vec<String> = self.given.keys().cloned().collect();
        let ask = self.given.iter().fold(ask, |ask, (name, value)| {
            ask.key(format!("aws:RequestTag/{name}"), &**value)
        });
        let transitive = (!self.transitive.is_empty()).then(|| self.transitive.clone());
        ask.key("aws:TagKeys", names)
            .key_if("sts:TransitiveTagKeys", transitive)
    }
}

/// Names of tags are the same whatever their case.
fn folded<'n>(names: impl Iterator<Item = &'n String>) -> impl Iterator<Item = String> {
    names.map(|name| name.to_lowercase())
}

/// Reads `Tags` and `TransitiveTagKeys`. Their own rules are looked at once the constraints hold; see
/// [`SessionTags::join`].
///
/// # Errors
/// `MalformedInput`.
pub fn read(call: &Call<'_>, violations: &mut Violations) -> Result<Given, Failure> {
    Ok(Given {
        tags: read_tags(call, violations)?,
        transitive: read_transitive(call, violations)?,
    })
}

fn read_tags(
    call: &Call<'_>,
    violations: &mut Violations,
) -> Result<Vec<(String, String)>, Failure> {
    let members = call.form.structures("Tags");
    let members = members.map_err(|error| errors::malformed_form(&error))?;
    let mut tags = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let at = format!("tags.{}.member", index + 1);
        let (key_at, value_at) = (format!("{at}.key"), format!("{at}.value"));
        match member.get("Key") {
            None => violations.missing(&key_at),
            Some(key) => constrain(violations, &key_at, key, 1, MAX_KEY_CHARACTERS, KEY_PATTERN),
        }
        match member.get("Value") {
            None => violations.missing(&value_at),
            Some(value) => constrain(
                violations,
                &value_at,
                value,
                0,
                MAX_VALUE_CHARACTERS,
                VALUE_PATTERN,
            ),
        }
        if let (Some(key), Some(value)) = (member.get("Key"), member.get("Value")) {
            tags.push((key.to_owned(), value.to_owned()));
        }
    }
    if tags.len() > MAX_TAGS {
        violations.length(Parameter::sensitive("tags"), tags.len(), 0, MAX_TAGS);
    }
    Ok(tags)
}

fn read_transitive(call: &Call<'_>, violations: &mut Violations) -> Result<Vec<String>, Failure> {
    let names = call.form.list("TransitiveTagKeys");
    let names = names.map_err(|error| errors::malformed_form(&error))?;
    let at = "transitiveTagKeys";
    if names.len() > MAX_TAGS {
        violations.length(Parameter::sensitive(at), names.len(), 0, MAX_TAGS);
    }
    let fits = |name: &&str| {
        (1..=MAX_KEY_CHARACTERS).contains(&name.chars().count())
            && name.chars().all(is_tag_character)
    };
    if !names.iter().all(fits) {
        let shown = format!("[{}]", names.join(", "));
        violations.members(
            Parameter::open(at, &shown),
            1,
            MAX_KEY_CHARACTERS,
            KEY_PATTERN,
        );
    }
    Ok(names.into_iter().map(str::to_owned).collect())
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
    violations.pattern(shown, text, pattern, is_tag_character);
}

fn is_tag_character(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c)
}
