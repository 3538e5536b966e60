//! Free-form values: the members of AWS calls, settings of simulators, JSON bodies.

use std::{path::Path, sync::Arc};

use super::{
    problem::Position,
    reader::{Context, Fields, Read},
    template::{Dialect, Names, NoValue, Template},
    tree::{Node, Table, Value},
};

/// A value whose texts may mention names.
#[derive(Clone, Debug)]
pub struct Datum {
    /// Where it stands.
    pub at: Position,
    /// The value.
    pub kind: DatumKind,
}

/// The kinds of value.
#[derive(Clone, Debug)]
pub enum DatumKind {
    /// A text.
    Text(Template),
    /// A text that is the decoded form of this base64.
    Base64(Template),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A boolean.
    Boolean(bool),
    /// A date-time.
    Moment(String),
    /// A list.
    List(Vec<Datum>),
    /// A table: key, its place, value.
    Table(Vec<(String, Position, Datum)>),
}

impl DatumKind {
    /// The kind of value, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Base64(_) => "a blob",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Moment(_) => "a date-time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Datum {
    /// The value as JSON, names replaced.
    ///
    /// # Errors
    /// [`NoValue`] for the first name without a value.
    pub fn render(&self, names: &Names) -> Result<serde_json::Value, NoValue> {
        Ok(match &self.kind {
            DatumKind::Text(text) | DatumKind::Base64(text) => text.render(names)?.into(),
            DatumKind::Integer(number) => (*number).into(),
            DatumKind::Float(number) => (*number).into(),
            DatumKind::Boolean(value) => (*value).into(),
            DatumKind::Moment(text) => text.clone().into(),
            DatumKind::List(items) => items
                .iter()
                .map(|item| item.render(names))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            DatumKind::Table(entries) => serde_json::Value::Object(
                entries
                    .iter()
                    .map(|(key, _, value)| Ok((key.clone(), value.render(names)?)))
                    .collect::<Result<_, NoValue>>()?,
            ),
        })
    }
}

impl Read for Datum {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let kind = match &node.value {
            Value::Text(text) => DatumKind::Text(cx.template(text, node.at)?),
            Value::Integer(number) => DatumKind::Integer(*number),
            Value::Float(number) => DatumKind::Float(*number),
            Value::Boolean(value) => DatumKind::Boolean(*value),
            Value::Moment(text) => DatumKind::Moment(text.clone()),
            Value::List(items) => DatumKind::List(
                items
                    .iter()
                    .filter_map(|item| Self::read(item, cx))
                    .collect(),
            ),
            Value::Table(table) => return read_table(node, table, cx),
        };
        Some(Self { at: node.at, kind })
    }
}

fn read_table(node: &Node, table: &Table, cx: &Context) -> Option<Datum> {
    let kind = match table.entries.as_slice() {
        [only] if only.key == "file" || only.key == "json" => {
            DatumKind::Text(PolicyText::read(node, cx)?.0)
        }
        [only] if only.key == "base64" => DatumKind::Base64(Template::read(&only.node, cx)?),
        entries => DatumKind::Table(
            entries
                .iter()
                .filter_map(|entry| {
                    Datum::read(&entry.node, cx).map(|value| (entry.key.clone(), entry.at, value))
                })
                .collect(),
        ),
    };
    Some(Datum { at: node.at, kind })
}

/// The text of a policy: from a file beside the scenario, or written as JSON in TOML.
///
/// Read from `"policies/x.json"`, `{ file = "policies/x.json" }` or `{ json = { ... } }`. IAM's own variables
/// are left alone: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>.
#[derive(Clone, Debug)]
pub struct PolicyText(pub Template);

impl Read for PolicyText {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let text = match &node.value {
            Value::Text(path) => read_file(path, node.at, cx)?,
            Value::Table(table) if table.get("json").is_some() => {
                let mut fields = Fields::of(table, node.at, "the policy", cx);
                let json = fields.node("json").map(plain_json);
                fields.finish();
                policy_template(&json?.to_string(), cx.problems.file(), cx, |_| node.at)
            }
            Value::Table(table) => {
                let mut fields = Fields::of(table, node.at, "the policy", cx);
                let path: Option<String> = fields.required("file");
                fields.finish();
                read_file(&path?, node.at, cx)?
            }
            other => {
                cx.problems.add_expected(
                    node.at,
                    format!("found {}", other.kind()),
                    "the path of a policy file, or `{ json = { ... } }`",
                );
                return None;
            }
        };
        Some(Self(text))
    }
}

fn read_file(name: &str, at: Position, cx: &Context) -> Option<Template> {
    let path = cx.beside(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let place = |offset| Position::of(&text, offset);
            Some(policy_template(&text, path.as_path().into(), cx, place))
        }
        Err(error) => {
            let why = if error.kind() == std::io::ErrorKind::NotFound {
                "does not exist"
            } else {
                "cannot be read"
            };
            cx.problems.add_expected(
                at,
                format!("the file `{name}` {why}"),
                "a file beside the scenario",
            );
            None
        }
    }
}

fn policy_template(
    text: &str,
    file: Arc<Path>,
    cx: &Context,
    place: impl Fn(usize) -> Position,
) -> Template {
    // The policy dialect refuses nothing; the fallback keeps the text as it is.
    let template = Template::parse(text, file.clone(), Dialect::Policy, place)
        .unwrap_or_else(|_| Template::literal(text, file, Position::default()));
    cx.note(&template);
    template
}

/// TOML as JSON, names not replaced.
pub fn plain_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Text(text) | Value::Moment(text) => text.clone().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(value) => (*value).into(),
        Value::List(items) => items.iter().map(plain_json).collect::<Vec<_>>().into(),
        Value::Table(table) => serde_json::Value::Object(
            table
                .entries
                .iter()
                .map(|entry| (entry.key.clone(), plain_json(&entry.node)))
                .collect(),
        ),
    }
}

/// A JSON file beside the scenario as a value; names in its texts are replaced.
pub fn read_json_file(name: &str, at: Position, cx: &Context) -> Option<Datum> {
    let text = match std::fs::read_to_string(cx.beside(name)) {
        Ok(text) => text,
        Err(_) => {
            cx.problems.add_expected(
                at,
                format!("the file `{name}` cannot be read"),
                "a file beside the scenario",
            );
            return None;
        }
    };
    match serde_json::from_str(&text) {
        Ok(json) => from_json(&json, at, cx),
        Err(error) => {
            let place = Position {
                line: error.line() as u32,
                column: error.column() as u32,
            };
            cx.problems.add_in(
                cx.beside(name).as_path().into(),
                place,
                "this is not JSON",
                Some("a JSON document".to_owned()),
            );
            None
        }
    }
}

fn from_json(json: &serde_json::Value, at: Position, cx: &Context) -> Option<Datum> {
    use serde_json::Value as Json;
    let kind = match json {
        Json::Null => return None,
        Json::Bool(value) => DatumKind::Boolean(*value),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => DatumKind::Integer(integer),
            None => DatumKind::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => {
            DatumKind::Text(policy_template(text, cx.problems.file(), cx, |_| at))
        }
        Json::Array(items) => DatumKind::List(
            items
                .iter()
                .filter_map(|item| from_json(item, at, cx))
                .collect(),
        ),
        Json::Object(members) => DatumKind::Table(
            members
                .iter()
                .filter_map(|(key, value)| {
                    from_json(value, at, cx).map(|value| (key.clone(), at, value))
                })
                .collect(),
        ),
    };
    Some(Datum { at, kind })
}
