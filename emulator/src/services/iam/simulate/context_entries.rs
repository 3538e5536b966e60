//! `ContextEntries`: the condition keys that a simulation is given, each with a type.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html>. A list type makes the key multi-valued,
//! however many values it has.

use bucketproof_policy::{Context, Value};
use data_encoding::BASE64;

use crate::base::Failure;
use crate::protocol::query_form::Member;
use crate::services::iam::errors::simulation as errors;
use crate::services::iam::simulate::input::nested;

/// What a type's values have to look like.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Number,
    Truth,
    Address,
    Binary,
    Date,
}

/// The types of single values; with `List` behind, they are types of lists.
const KINDS: [(&str, Kind); 6] = [
    ("string", Kind::Text),
    ("numeric", Kind::Number),
    ("boolean", Kind::Truth),
    ("ip", Kind::Address),
    ("binary", Kind::Binary),
    ("date", Kind::Date),
];

/// The context that the entries give.
///
/// # Errors
/// An entry that AWS refuses.
pub fn read(entries: &[Member<'_>]) -> Result<Context, Failure> {
    let mut context = Context::new();
    for (index, entry) in entries.iter().enumerate() {
        let name = entry.get("ContextKeyName").unwrap_or_default();
        if name.is_empty() {
            return Err(errors::context_name());
        }
        if context.get(name).is_some() {
            return Err(errors::context_twice(name));
        }
        context.set(name, value(index + 1, name, entry)?);
    }
    Ok(context)
}

fn value(number: usize, name: &str, entry: &Member<'_>) -> Result<Value, Failure> {
    let text = entry
        .get("ContextKeyType")
        .ok_or_else(|| errors::context_type_missing(name))?;
    let (single, is_list) = match text.strip_suffix("List") {
        Some(single) => (single, true),
        None => (text, false),
    };
    let kind = KINDS
        .into_iter()
        .find_map(|(known, kind)| (known == single).then_some(kind))
        .ok_or_else(|| errors::context_type(number))?;
    let values = nested(entry, "ContextKeyValues");
    if values.is_empty() {
        return Err(errors::context_values(name));
    }
    if !is_list && values.len() > 1 {
        return Err(errors::context_several(text, values.len()));
    }
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        let read = kind.read(value);
        texts.push(read.map_err(|format| errors::context_value(name, format))?);
    }
    Ok(match (is_list, texts.pop()) {
        (false, Some(text)) => Value::One(text),
        (_, last) => {
            texts.extend(last);
            Value::Many(texts)
        }
    })
}

impl Kind {
    /// The value as conditions see it, or the name of the format it lacks.
    fn read(self, text: &str) -> Result<String, &'static str> {
        let when = |fits: bool, format| {
            if fits {
                Ok(text.to_owned())
            } else {
                Err(format)
            }
        };
        match self {
            Kind::Text => Ok(text.to_owned()),
            Kind::Truth => Ok(text.eq_ignore_ascii_case("true").to_string()),
            Kind::Number => when(bucketproof_policy::is_number(text), "numeric format"),
            Kind::Date => when(bucketproof_policy::is_date(text), "DateTime format"),
            Kind::Address => when(bucketproof_policy::is_address(text), "IP address"),
            Kind::Binary => when(
                BASE64.decode(text.as_bytes()).is_ok(),
                "base-64 encoded binary format",
            ),
        }
    }
}
