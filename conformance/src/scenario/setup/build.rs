//! Short ways to write members.

use std::path::Path;

use crate::scenario::{
    datum::{Datum, DatumKind},
    problem::Position,
    reader::Named,
    template::{Dialect, Template},
};

/// A fixed text.
pub fn text(at: Position, value: &str) -> Datum {
    Datum {
        at,
        kind: DatumKind::Text(Template::literal(value, Path::new("").into(), at)),
    }
}

/// A text with names in it.
pub fn template(value: &Template) -> Datum {
    Datum {
        at: value.at,
        kind: DatumKind::Text(value.clone()),
    }
}

/// The value of a name.
pub fn name(at: Position, name: &str) -> Datum {
    let written = format!("${{{name}}}");
    match Template::parse(&written, Path::new("").into(), Dialect::Scenario, |_| at) {
        Ok(template) => Datum {
            at,
            kind: DatumKind::Text(template),
        },
        Err(_) => text(at, &written),
    }
}

/// An integer.
pub fn integer(at: Position, value: i64) -> Datum {
    Datum {
        at,
        kind: DatumKind::Integer(value),
    }
}

/// A boolean.
pub fn boolean(at: Position, value: bool) -> Datum {
    Datum {
        at,
        kind: DatumKind::Boolean(value),
    }
}

/// A list.
pub fn list(at: Position, items: Vec<Datum>) -> Datum {
    Datum {
        at,
        kind: DatumKind::List(items),
    }
}

/// A table; entries without a value are left out.
pub fn table<const N: usize>(at: Position, entries: [(&str, Option<Datum>); N]) -> Datum {
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), at, value?)))
        .collect();
    Datum {
        at,
        kind: DatumKind::Table(entries),
    }
}

/// Tags as `[{ Key, Value }]`; `None` when there are none.
pub fn tags(at: Position, tags: &Named<Template>) -> Option<Datum> {
    if tags.entries.is_empty() {
        return None;
    }
    let items = tags
        .entries
        .iter()
        .map(|(key, place, value)| {
            table(
                *place,
                [
                    ("Key", Some(text(*place, key))),
                    ("Value", Some(template(value))),
                ],
            )
        })
        .collect();
    Some(list(at, items))
}
