//! A TOML document as a tree in which every key and value knows its place.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::problem::{Position, Problems};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value's first character.
    pub at: Position,
    /// The value.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string, with its escapes undone.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, time or date-time, as TOML writes it.
    Moment(String),
    /// An array.
    List(Vec<Node>),
    /// A table, inline or not.
    Table(Table),
}

/// A table's entries in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key, unquoted.
    pub key: String,
    /// The key's first character.
    pub at: Position,
    /// The value.
    pub node: Node,
}

impl Value {
    /// The kind of value, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Moment(_) => "a date-time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Table {
    /// The entry of `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// Parses `text`; mistakes go to `problems` and what could be read comes back.
pub fn parse(text: &str, problems: &Problems) -> Table {
    let lines = Lines::of(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = lines.position(text, error.span().map_or(text.len(), |span| span.start));
        let message = error.message().trim();
        match message.split_once(", expected ") {
            Some((what, expected)) => problems.add_expected(at, what, expected),
            None => problems.add(at, message),
        }
    }
    table(
        document.get_ref(),
        &Source {
            text,
            lines: &lines,
            problems,
        },
    )
}

struct Source<'a> {
    text: &'a str,
    lines: &'a Lines,
    problems: &'a Problems,
}

impl Source<'_> {
    fn at(&self, offset: usize) -> Position {
        self.lines.position(self.text, offset)
    }
}

fn table(entries: &DeTable<'_>, source: &Source<'_>) -> Table {
    let mut ordered: Vec<_> = entries.iter().collect();
    ordered.sort_by_key(|(key, _)| key.span().start);
    let entries = ordered
        .into_iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            at: source.at(key.span().start),
            node: node(value.get_ref(), source.at(value.span().start), source),
        })
        .collect();
    Table { entries }
}

fn node(value: &DeValue<'_>, at: Position, source: &Source<'_>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(Cow::clone(text).into_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => {
                source.problems.add_expected(
                    at,
                    format!("the integer `{number}` is out of range"),
                    "64 bits with sign",
                );
                Value::Integer(0)
            }
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| node(item.get_ref(), source.at(item.span().start), source))
                .collect(),
        ),
        DeValue::Table(entries) => Value::Table(table(entries, source)),
    };
    Node { at, value }
}

/// Where each line starts, so that a position costs no walk over the whole file.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let after_breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(index, _)| index + 1);
        Self {
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = text
            .get(start..offset)
            .map_or(0, |before| before.chars().count());
        Position {
            line: line as u32,
            column: column as u32 + 1,
        }
    }
}
