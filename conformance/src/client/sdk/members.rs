//! The members of a call or structure, and what they are made from.

use std::cell::{Cell, RefCell};

use aws_sdk_s3::primitives::ByteStream;

use crate::scenario::{
    datum::{Datum, DatumKind},
    problem::{Position, Problems},
    template::{Names, Template},
    words::{choice, choice_near},
};

/// What values are made from: the names known now and the body; and where mistakes go.
#[derive(Debug)]
pub struct Material<'a> {
    names: Option<&'a Names>,
    problems: &'a Problems,
    body: RefCell<Option<ByteStream>>,
    /// Whether a value was skipped because its names have no values yet.
    open: Cell<bool>,
}

impl<'a> Material<'a> {
    /// For checking types before the scenario runs.
    pub fn for_lint(problems: &'a Problems) -> Self {
        Self {
            names: None,
            problems,
            body: RefCell::new(None),
            open: Cell::new(false),
        }
    }

    /// For sending.
    pub fn for_run(names: &'a Names, problems: &'a Problems, body: Option<ByteStream>) -> Self {
        Self {
            names: Some(names),
            problems,
            body: RefCell::new(body),
            open: Cell::new(false),
        }
    }

    /// Where mistakes go.
    pub fn problems(&self) -> &Problems {
        self.problems
    }

    /// The text with its names replaced; while linting, names stay as they are written.
    pub(super) fn text(&self, template: &Template, at: Position) -> Option<String> {
        let Some(names) = self.names else {
            return Some(template.fixed().unwrap_or_else(|| {
                self.open.set(true);
                String::from("${}")
            }));
        };
        match template.render(names) {
            Ok(text) => Some(text),
            Err(error) => {
                self.problems.add(at, error.to_string());
                None
            }
        }
    }

    /// Whether the template cannot be judged yet.
    pub(super) fn is_open(&self, template: &Template) -> bool {
        let open = self.names.is_none() && template.fixed().is_none();
        if open {
            self.open.set(true);
        }
        open
    }

    pub(super) fn wrong_type(&self, datum: &Datum, expected: &str) {
        self.problems
            .add_expected(datum.at, format!("found {}", datum.kind.kind()), expected);
    }
}

/// The members of a call or of a structure.
#[derive(Debug)]
pub struct Members<'a> {
    entries: &'a [(String, Position, Datum)],
    material: &'a Material<'a>,
    at: Position,
    what: &'a str,
    known: &'a [&'a str],
    problems_before: usize,
}

impl<'a> Members<'a> {
    /// Members of the operation or structure `what`; those that it does not have are noted.
    pub fn of(
        entries: &'a [(String, Position, Datum)],
        at: Position,
        what: &'a str,
        known: &'a [&'a str],
        material: &'a Material<'a>,
    ) -> Self {
        let problems_before = material.problems.len();
        for (name, place, _) in entries {
            if !known.contains(&name.as_str()) {
                let expected = if known.is_empty() {
                    "no member".to_owned()
                } else {
                    choice_near(name, known.iter().copied())
                };
                material.problems.add_expected(
                    *place,
                    format!("unknown member `{name}` of {what}"),
                    expected,
                );
            }
        }
        Self {
            entries,
            material,
            at,
            what,
            known,
            problems_before,
        }
    }

    /// Members of a structure.
    pub fn structure(
        datum: &'a Datum,
        what: &'a str,
        known: &'a [&'a str],
        material: &'a Material<'a>,
    ) -> Option<Self> {
        match &datum.kind {
            DatumKind::Table(entries) => Some(Self::of(entries, datum.at, what, known, material)),
            _ => {
                material.wrong_type(
                    datum,
                    &format!("a table with {}", choice(known.iter().copied())),
                );
                None
            }
        }
    }

    /// The member of this name as the type that the SDK's setter wants.
    pub fn take<T: FromDatum>(&self, name: &str) -> Option<T> {
        let (_, _, datum) = self.entries.iter().find(|(key, _, _)| key == name)?;
        T::from_datum(datum, self.material)
    }

    /// Notes that the SDK refused to build the structure, unless a part of it was wrong or is only known later.
    pub fn incomplete(&self, why: &str) {
        if self.material.open.get() || self.material.problems.len() > self.problems_before {
            return;
        }
        // The SDK names the member as Rust does: `allowed_methods was missing: ...`.
        let field = why
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .replace('_', "");
        let member = self
            .known
            .iter()
            .find(|member| member.eq_ignore_ascii_case(&field));
        let message = member.map_or_else(
            || format!("{} is incomplete: {why}", self.what),
            |member| format!("{} has no `{member}`", self.what),
        );
        self.material.problems.add(self.at, message);
    }

    /// The step's body, once.
    pub fn body(&self) -> Option<ByteStream> {
        self.material.body.borrow_mut().take()
    }
}

/// A type of the SDK that can be made from a scenario's value.
pub trait FromDatum: Sized {
    /// Makes the value, or notes a problem and gives `None`.
    fn from_datum(datum: &Datum, material: &Material<'_>) -> Option<Self>;
}
