//! Paths into an answer: `Contents[0].Key`, `Rules.#`, `$header.etag`.

use serde_json::Value;

use super::{
    reader::{Context, Read},
    tree::Node,
};

/// A parsed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    text: String,
    steps: Vec<PathStep>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PathStep {
    /// A member of an object.
    Member(String),
    /// An entry of a list; negative counts from the end.
    Index(i64),
    /// The number of entries.
    Count,
}

impl FieldPath {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            rest = read_step(rest, &mut steps)?;
            while let Some(inner) = rest.strip_prefix('[') {
                let (index, after) = inner.split_once(']').ok_or("`[` is not closed")?;
                steps.push(PathStep::Index(
                    index
                        .parse()
                        .map_err(|_| format!("`{index}` is not an index"))?,
                ));
                rest = after;
            }
            if rest.is_empty() {
                return Ok(Self {
                    text: text.to_owned(),
                    steps,
                });
            }
            rest = rest
                .strip_prefix('.')
                .ok_or_else(|| format!("`{rest}` does not continue the path"))?;
        }
    }

    /// The path as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// For `$header.NAME`, the name in lower case.
    pub fn header(&self) -> Option<String> {
        match self.steps.as_slice() {
            [PathStep::Member(first), PathStep::Member(name)] if first == "$header" => {
                Some(name.to_ascii_lowercase())
            }
            _ => None,
        }
    }

    /// For `$status` and its like, the word without the dollar.
    pub fn meta(&self) -> Option<&str> {
        match self.steps.as_slice() {
            [PathStep::Member(only)] => only.strip_prefix('$'),
            _ => None,
        }
    }

    /// What stands at the path, as text; objects and lists as JSON.
    pub fn find(&self, root: &Value) -> Option<String> {
        let mut value = root;
        for step in &self.steps {
            value = match step {
                PathStep::Member(name) => value.get(name).or_else(|| sole(value)?.get(name))?,
                PathStep::Index(index) => entry(value, *index)?,
                PathStep::Count => return Some(count(value).to_string()),
            };
        }
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// As [`FieldPath::find`], but the count of an absent list is 0.
    pub fn find_or_zero(&self, root: &Value) -> Option<String> {
        match (self.find(root), self.steps.last()) {
            (None, Some(PathStep::Count)) => Some("0".to_owned()),
            (found, _) => found,
        }
    }
}

fn read_step<'a>(rest: &'a str, steps: &mut Vec<PathStep>) -> Result<&'a str, String> {
    if let Some(after) = rest.strip_prefix('#') {
        steps.push(PathStep::Count);
        return if after.is_empty() {
            Ok(after)
        } else {
            Err("`#` must be the last step".to_owned())
        };
    }
    if rest.starts_with('[') {
        return if steps.is_empty() {
            Ok(rest)
        } else {
            Err("a name is missing before `[`".to_owned())
        };
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        let (name, after) = quoted.split_once('"').ok_or("a quote is not closed")?;
        steps.push(PathStep::Member(name.to_owned()));
        return Ok(after);
    }
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name.is_empty() {
        return Err("a name is missing".to_owned());
    }
    steps.push(PathStep::Member(name.to_owned()));
    Ok(after)
}

fn entry(value: &Value, index: i64) -> Option<&Value> {
    let Value::Array(items) = value else {
        // A list with one entry can look like the entry itself in XML.
        return (index == 0 || index == -1).then_some(value);
    };
    let index = if index < 0 {
        items.len().checked_sub(usize::try_from(-index).ok()?)?
    } else {
        usize::try_from(index).ok()?
    };
    items.get(index)
}

fn sole(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(items) if items.len() == 1 => items.first(),
        _ => None,
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Null => 0,
        Value::String(text) if text.is_empty() => 0,
        Value::Object(members) if members.is_empty() => 0,
        _ => 1,
    }
}

impl Read for FieldPath {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let text = String::read(node, cx)?;
        match Self::parse(&text) {
            Ok(path) => Some(path),
            Err(why) => {
                cx.problems.add_expected(
                    node.at,
                    format!("`{text}` is not a path: {why}"),
                    "a path such as `Contents[0].Key`",
                );
                None
            }
        }
    }
}
