//! What a value must be like.

use regex_lite::Regex;

use super::{
    reader::{Context, Fields, Read},
    template::{Names, NoValue, Template},
    tree::{Node, Value},
};

/// Conditions that must all hold.
#[derive(Clone, Debug)]
pub struct Matcher {
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
enum Condition {
    Equals(Scalar),
    Not(Scalar),
    OneOf(Vec<Scalar>),
    Contains(Template),
    StartsWith(Template),
    EndsWith(Template),
    Matches(Regex),
    AtLeast(f64),
    AtMost(f64),
    Exists(bool),
}

/// A text, number or boolean; compared by its text.
#[derive(Clone, Debug)]
enum Scalar {
    Fixed(String),
    Text(Template),
}

impl Scalar {
    fn render(&self, names: &Names) -> Result<String, NoValue> {
        match self {
            Self::Fixed(text) => Ok(text.clone()),
            Self::Text(template) => template.render(names),
        }
    }
}

impl Matcher {
    /// Whether the value may be absent.
    pub fn allows_absence(&self) -> bool {
        self.conditions
            .iter()
            .any(|condition| matches!(condition, Condition::Exists(false)))
    }

    /// Compares `found` (absent when `None`). Gives what was expected when it does not match.
    ///
    /// # Errors
    /// [`NoValue`] when the matcher mentions a name without a value.
    pub fn compare(&self, found: Option<&str>, names: &Names) -> Result<Option<String>, NoValue> {
        for condition in &self.conditions {
            let (holds, wanted) = condition.compare(found, names)?;
            if !holds {
                return Ok(Some(wanted));
            }
        }
        Ok(None)
    }
}

impl Condition {
    fn compare(&self, found: Option<&str>, names: &Names) -> Result<(bool, String), NoValue> {
        let number = || found.and_then(|text| text.parse::<f64>().ok());
        Ok(match self {
            Self::Equals(wanted) => {
                let wanted = wanted.render(names)?;
                (found == Some(wanted.as_str()), format!("`{wanted}`"))
            }
            Self::Not(unwanted) => {
                let unwanted = unwanted.render(names)?;
                (
                    found != Some(unwanted.as_str()),
                    format!("anything but `{unwanted}`"),
                )
            }
            Self::OneOf(choices) => {
                let choices = choices
                    .iter()
                    .map(|choice| choice.render(names))
                    .collect::<Result<Vec<_>, _>>()?;
                let wanted = choices
                    .iter()
                    .map(|choice| format!("`{choice}`"))
                    .collect::<Vec<_>>()
                    .join(" or ");
                (
                    found.is_some_and(|found| choices.iter().any(|choice| choice == found)),
                    wanted,
                )
            }
            Self::Contains(part) => {
                let part = part.render(names)?;
                (
                    found.is_some_and(|found| found.contains(&part)),
                    format!("a text that contains `{part}`"),
                )
            }
            Self::StartsWith(part) => {
                let part = part.render(names)?;
                (
                    found.is_some_and(|found| found.starts_with(&part)),
                    format!("a text that starts with `{part}`"),
                )
            }
            Self::EndsWith(part) => {
                let part = part.render(names)?;
                (
                    found.is_some_and(|found| found.ends_with(&part)),
                    format!("a text that ends with `{part}`"),
                )
            }
            Self::Matches(regex) => (
                found.is_some_and(|found| regex.is_match(found)),
                format!("a text that matches `{regex}`"),
            ),
            Self::AtLeast(least) => (
                number().is_some_and(|found| found >= *least),
                format!("at least `{least}`"),
            ),
            Self::AtMost(most) => (
                number().is_some_and(|found| found <= *most),
                format!("at most `{most}`"),
            ),
            Self::Exists(true) => (found.is_some(), "any value".to_owned()),
            Self::Exists(false) => (found.is_none(), "no value".to_owned()),
        })
    }
}

const EXPECTED: &str =
    "a text, number, boolean or a table of conditions such as `{ contains = \"...\" }`";

impl Read for Scalar {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match &node.value {
            Value::Text(text) => cx.template(text, node.at).map(Self::Text),
            Value::Integer(number) => Some(Self::Fixed(number.to_string())),
            Value::Float(number) => Some(Self::Fixed(number.to_string())),
            Value::Boolean(value) => Some(Self::Fixed(value.to_string())),
            other => {
                cx.problems.add_expected(
                    node.at,
                    format!("found {}", other.kind()),
                    "a text, number or boolean",
                );
                None
            }
        }
    }
}

impl Read for Matcher {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let conditions = match &node.value {
            Value::Table(table) => {
                let fields = Fields::of(table, node.at, "the matcher", cx);
                read_conditions(fields, cx)
            }
            Value::List(_) | Value::Moment(_) => {
                cx.problems
                    .add_expected(node.at, format!("found {}", node.value.kind()), EXPECTED);
                return None;
            }
            _ => vec![Condition::Equals(Scalar::read(node, cx)?)],
        };
        if conditions.is_empty() && cx.problems.is_empty() {
            cx.problems
                .add_expected(node.at, "the matcher has no condition", EXPECTED);
        }
        Some(Self { conditions })
    }
}

fn read_conditions(mut fields: Fields<'_>, cx: &Context) -> Vec<Condition> {
    let at = fields.place("matches");
    let regex = fields
        .optional::<String>("matches")
        .and_then(|text| match Regex::new(&text) {
            Ok(regex) => Some(Condition::Matches(regex)),
            Err(error) => {
                cx.problems.add_expected(
                    at,
                    format!("`{text}` is not a regular expression: {error}"),
                    "a regular expression",
                );
                None
            }
        });
    let conditions = [
        regex,
        fields.optional("contains").map(Condition::Contains),
        fields.optional("starts_with").map(Condition::StartsWith),
        fields.optional("ends_with").map(Condition::EndsWith),
        fields.optional("not").map(Condition::Not),
        fields.optional("one_of").map(Condition::OneOf),
        fields.optional("at_least").map(Condition::AtLeast),
        fields.optional("at_most").map(Condition::AtMost),
        fields.optional("exists").map(Condition::Exists),
    ];
    fields.finish();
    conditions.into_iter().flatten().collect()
}
