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
    for entry in entries {
        let name = entry.get("ContextKeyName").unwrap_or_default();
        if name.is_empty() {
            return Err(errors::context_name());
        }
        if context.get(name).is_some() {
            return Err(errors::context_twice(name));
        }
        context.set(name, value(name, entry)?);
    }
    Ok(context)
}

fn value(name: &str, entry: &Member<'_>) -> Result<Value, Failure> {
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
        .ok_or_else(errors::context_type)?;
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
            Kind::Number => when(is_number(text), "numeric format"),
            Kind::Date => when(bucketproof_policy::is_date(text), "DateTime format"),
            Kind::Address => when(is_address(text), "IP address"),
            Kind::Binary => when(
                BASE64.decode(text.as_bytes()).is_ok(),
                "base-64 encoded binary format",
            ),
        }
    }
}

/// Digits with an optional sign, fraction and exponent: no hexadecimal numbers, no spaces, no infinity.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    (!whole.is_empty() || !fraction.is_empty()) && digits(whole) && digits(fraction) && exponent
}

/// An address, or a network of them.
fn is_address(text: &str) -> bool {
    let address = text.split_once('/').map_or(text, |(address, _)| address);
    let plain: String = address
        .split('.')
        .map(|part| match part.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        })
        .collect::<Vec<_>>()
        .join(".");
    address.parse::<std::net::IpAddr>().is_ok() || plain.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_decimals() {
        for good in ["1", "+1", "-1.5", "01.00", "1e2", "1e9999", ".5", "5."] {
            assert!(is_number(good), "{good}");
        }
        for bad in [
            "", "abc", "0x10", " 1 ", "Infinity", "NaN", "1e", "1.2.3", ".",
        ] {
            assert!(!is_number(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_are_of_either_family() {
        for good in ["203.0.113.7", "192.000.002.1", "2001:db8::1", "10.0.0.0/8"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["999.0.0.1", "example.com", "", "1.2.3"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
