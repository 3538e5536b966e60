//! Tags of keys. <https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::errors;
use crate::auth::authorize::Ask;
use crate::base::Failure;
use crate::services::service::Call;
use crate::services::sts::errors::constraints::{Parameter, Violations};

/// The most tags of one key.
pub const MAX_TAGS: usize = 50;

/// Reads the member `Tags`.
///
/// # Errors
/// `TagException`, `ValidationException`.
pub fn read(call: &Call<'_>) -> Result<BTreeMap<String, String>, Failure> {
    let read = call.json.objects("Tags");
    let entries = read.map_err(|error| errors::malformed(&error))?;
    let mut violations = Violations::new();
    let mut tags = BTreeMap::new();
    let mut faults = Vec::new();
    for (index, entry) in entries.unwrap_or_default().iter().enumerate() {
        let at = format!("tags.{}.member", index + 1);
        let key = entry
            .string("TagKey")
            .map_err(|error| errors::malformed(&error))?;
        let value = entry
            .string("TagValue")
            .map_err(|error| errors::malformed(&error))?;
        check(&mut violations, &format!("{at}.tagKey"), key, 1, 128);
        check(&mut violations, &format!("{at}.tagValue"), value, 0, 256);
        let (key, value) = (key.unwrap_or_default(), value.unwrap_or_default());
        if key.to_ascii_lowercase().starts_with("aws:") {
            faults.push(errors::reserved_tag());
        }
        if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            faults.push(errors::duplicate_tag());
        }
    }
    errors::constraints(&violations)?;
    match faults.into_iter().next() {
        Some(fault) => Err(fault),
        None if tags.len() > MAX_TAGS => Err(errors::too_many_tags()),
        None => Ok(tags),
    }
}

fn check(violations: &mut Violations, at: &str, text: Option<&str>, min: usize, max: usize) {
    match text {
        None => violations.missing(at),
        Some(text) => {
            violations.length(Parameter::open(at, text), text.chars().count(), min, max);
        }
    }
}

/// Adds the condition keys of tags that a request brings.
pub fn requested(ask: Ask, tags: &BTreeMap<String, String>) -> Ask {
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

/// A tag as KMS writes it.
pub fn one((name, value): (&String, &String)) -> Value {
    json!({ "TagKey": name, "TagValue": value })
}
