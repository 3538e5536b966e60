//! The SDK's plain types from a scenario's values.

use std::collections::HashMap;

use aws_sdk_s3::primitives::{Blob, DateTime, DateTimeFormat};
use data_encoding::BASE64;

use super::members::{FromDatum, Material};
use crate::scenario::{
    datum::{Datum, DatumKind},
    problem::Position,
    template::Template,
};

impl FromDatum for String {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        match &datum.kind {
            DatumKind::Text(text) => material.text(text, datum.at),
            DatumKind::Moment(text) => Some(text.clone()),
            _ => {
                material.wrong_type(datum, "text");
                None
            }
        }
    }
}

impl FromDatum for bool {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        match &datum.kind {
            DatumKind::Boolean(value) => Some(*value),
            DatumKind::Text(text) if material.is_open(text) => None,
            DatumKind::Text(text) => parsed(text, datum.at, "`true` or `false`", material),
            _ => {
                material.wrong_type(datum, "a boolean");
                None
            }
        }
    }
}

fn parsed<T: std::str::FromStr>(
    text: &Template,
    at: Position,
    expected: &str,
    material: &Material<'_>,
) -> Option<T> {
    let text = material.text(text, at)?;
    let parsed = text.parse().ok();
    if parsed.is_none() {
        material
            .problems()
            .add_expected(at, format!("found the text `{text}`"), expected);
    }
    parsed
}

fn integer<T: TryFrom<i64> + std::str::FromStr>(
    datum: &Datum,
    material: &Material<'_>,
) -> Option<T> {
    match &datum.kind {
        DatumKind::Integer(number) => {
            let value = T::try_from(*number).ok();
            if value.is_none() {
                material.problems().add_expected(
                    datum.at,
                    format!("`{number}` is out of range"),
                    "a smaller integer",
                );
            }
            value
        }
        DatumKind::Text(text) if material.is_open(text) => None,
        DatumKind::Text(text) if text.mentions().next().is_some() => {
            parsed(text, datum.at, "an integer", material)
        }
        _ => {
            material.wrong_type(datum, "an integer");
            None
        }
    }
}

impl FromDatum for i32 {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        integer(datum, material)
    }
}

impl FromDatum for i64 {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        integer(datum, material)
    }
}

impl FromDatum for DateTime {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        let text = match &datum.kind {
            DatumKind::Text(text) if material.is_open(text) => return None,
            DatumKind::Text(text) => material.text(text, datum.at)?,
            // TOML allows a space between date and time, RFC 3339 as the SDK reads it does not.
            DatumKind::Moment(text) => text.replace(' ', "T"),
            _ => {
                material.wrong_type(datum, "a date-time");
                return None;
            }
        };
        let parsed = Self::from_str(&text, DateTimeFormat::DateTimeWithOffset)
            .or_else(|_| Self::from_str(&text, DateTimeFormat::HttpDate));
        if parsed.is_err() {
            material.problems().add_expected(
                datum.at,
                format!("`{text}` is not a date-time"),
                "`2030-01-31T00:00:00Z`",
            );
        }
        parsed.ok()
    }
}

impl FromDatum for Blob {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        match &datum.kind {
            DatumKind::Text(text) => material.text(text, datum.at).map(Self::new),
            DatumKind::Base64(text) if material.is_open(text) => None,
            DatumKind::Base64(text) => {
                let text = material.text(text, datum.at)?;
                let bytes = BASE64.decode(text.as_bytes()).ok();
                if bytes.is_none() {
                    material.problems().add_expected(
                        datum.at,
                        format!("`{text}` is not base64"),
                        "base64 with padding",
                    );
                }
                bytes.map(Self::new)
            }
            _ => {
                material.wrong_type(datum, "text or `{ base64 = \"...\" }`");
                None
            }
        }
    }
}

impl<T: FromDatum> FromDatum for Vec<T> {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        match &datum.kind {
            DatumKind::List(items) => Some(
                items
                    .iter()
                    .filter_map(|item| T::from_datum(item, material))
                    .collect(),
            ),
            _ => {
                material.wrong_type(datum, "a list");
                None
            }
        }
    }
}

impl<T: FromDatum> FromDatum for HashMap<String, T> {
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self> {
        match &datum.kind {
            DatumKind::Table(entries) => Some(
                entries
                    .iter()
                    .filter_map(|(key, _, value)| {
                        T::from_datum(value, material).map(|value| (key.clone(), value))
                    })
                    .collect(),
            ),
            _ => {
                material.wrong_type(datum, "a table");
                None
            }
        }
    }
}
