//! Texts with `${names}` in them.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::problem::Position;

/// A text with names to be replaced.
#[derive(Clone, Debug)]
pub struct Template {
    /// The file the text stands in.
    pub file: Arc<Path>,
    /// Where the text starts.
    pub at: Position,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Name { name: String, at: Position },
}

/// How strictly `${` is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A scenario's own text: every `${` must be a name, `$${` is a literal `${`.
    Scenario,
    /// A policy: what cannot be a name of the scenario (`${aws:username}`, `${*}`) is left alone.
    Policy,
}

/// A mistake in a text: where (an offset in bytes from its start) and what.
#[derive(Debug)]
pub struct TemplateError {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
}

/// A name had no value when it was needed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("`${{{name}}}` has no value yet")]
pub struct NoValue {
    /// The name.
    pub name: String,
    /// The text that mentions it.
    pub at: Position,
}

/// The values of names while a scenario runs.
pub type Names = BTreeMap<String, String>;

impl Template {
    /// Reads `text`. `place` gives the position of an offset in it.
    pub fn parse(
        text: &str,
        file: Arc<Path>,
        dialect: Dialect,
        place: impl Fn(usize) -> Position,
    ) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            let offset = text.len() - rest.len() + start;
            let (before, from) = rest.split_at(start);
            if dialect == Dialect::Scenario && before.ends_with('$') {
                literal.push_str(before.strip_suffix('$').unwrap_or(before));
                literal.push_str("${");
                rest = from.get(2..).unwrap_or_default();
                continue;
            }
            let Some(end) = from.find('}') else {
                if dialect == Dialect::Policy {
                    break;
                }
                return Err(TemplateError {
                    offset,
                    message: "`${` is not closed".to_owned(),
                });
            };
            let name = from.get(2..end).unwrap_or_default();
            let after = from.get(end + 1..).unwrap_or_default();
            if is_name(name) {
                literal.push_str(before);
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(Part::Name {
                    name: name.to_owned(),
                    at: place(offset),
                });
                rest = after;
            } else if dialect == Dialect::Policy {
                literal.push_str(before);
                literal.push_str("${");
                rest = from.get(2..).unwrap_or_default();
            } else {
                return Err(TemplateError {
                    offset,
                    message: format!("`${{{name}}}` is not a name"),
                });
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self {
            file,
            at: place(0),
            parts,
        })
    }

    /// A text without names.
    pub fn literal(text: &str, file: Arc<Path>, at: Position) -> Self {
        Self {
            file,
            at,
            parts: vec![Part::Literal(text.to_owned())],
        }
    }

    /// The names it mentions, with their places.
    pub fn mentions(&self) -> impl Iterator<Item = (&str, Position)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Name { name, at } => Some((name.as_str(), *at)),
        })
    }

    /// The text itself when it mentions no name.
    pub fn fixed(&self) -> Option<String> {
        self.render(&Names::new()).ok()
    }

    /// The text with its names replaced.
    ///
    /// # Errors
    /// [`NoValue`] for the first name that `names` does not hold.
    pub fn render(&self, names: &Names) -> Result<String, NoValue> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Name { name, at } => match names.get(name) {
                    Some(value) => text.push_str(value),
                    None => {
                        return Err(NoValue {
                            name: name.clone(),
                            at: *at,
                        });
                    }
                },
            }
        }
        Ok(text)
    }
}

/// Whether `text` can be a name: words of letters, digits, `_` and `-`, joined by dots, starting with a letter.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.split('.').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        })
}
