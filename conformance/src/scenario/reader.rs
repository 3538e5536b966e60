//! Reading typed values out of the tree: one mistake does not hide the next.

use std::{
    cell::{Cell, RefCell},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    problem::{Position, Problems},
    template::{Dialect, Template},
    tree::{Node, Table, Value},
    words::choice,
};

/// Where a `${name}` stands, which decides what it may mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `[vars]`, the entry of this number.
    Vars(usize),
    /// Accounts, simulators and everything else made before the first step.
    Topology,
    /// The actor table of this number.
    Actor(usize),
    /// The step of this number.
    Step(usize),
}

/// A `${name}` found while reading.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The name.
    pub name: String,
    /// The file it stands in (the scenario or a policy).
    pub file: Arc<Path>,
    /// Where in that file.
    pub at: Position,
    /// In which part of the scenario.
    pub scope: Scope,
}

/// What is shared while one file is read.
#[derive(Debug)]
pub struct Context {
    /// Mistakes so far.
    pub problems: Problems,
    /// Names mentioned so far.
    pub mentions: RefCell<Vec<Mention>>,
    /// The part being read.
    pub scope: Cell<Scope>,
    folder: PathBuf,
}

impl Context {
    /// For the scenario at `file`; policy files are looked up beside it.
    pub fn of(file: &Path) -> Self {
        Self {
            problems: Problems::of(file.into()),
            mentions: RefCell::default(),
            scope: Cell::new(Scope::Topology),
            folder: file.parent().map(Path::to_path_buf).unwrap_or_default(),
        }
    }

    /// `name` as a path beside the scenario.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Reads a text with names in it and notes what it mentions.
    pub fn template(&self, text: &str, at: Position) -> Option<Template> {
        let parsed = Template::parse(text, self.problems.file(), Dialect::Scenario, |_| at);
        match parsed {
            Ok(template) => {
                self.note(&template);
                Some(template)
            }
            Err(error) => {
                self.problems.add_expected(
                    at,
                    error.message,
                    "a name such as `${bucket.footage}`, or `$${` for a literal `${`",
                );
                None
            }
        }
    }

    /// Notes the names that a template mentions.
    pub fn note(&self, template: &Template) {
        let mut mentions = self.mentions.borrow_mut();
        for (name, at) in template.mentions() {
            mentions.push(Mention {
                name: name.to_owned(),
                file: template.file.clone(),
                at,
                scope: self.scope.get(),
            });
        }
    }

    fn wrong_type(&self, node: &Node, expected: &str) {
        self.problems
            .add_expected(node.at, format!("found {}", node.value.kind()), expected);
    }
}

/// A type that can be read from a node.
pub trait Read: Sized {
    /// Reads the value, or notes a problem and gives `None`.
    fn read(node: &Node, cx: &Context) -> Option<Self>;
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// Where.
    pub at: Position,
    /// The value.
    pub value: T,
}

impl<T: Read> Read for At<T> {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        T::read(node, cx).map(|value| Self { at: node.at, value })
    }
}

/// A plain text, without names to replace.
impl Read for String {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                cx.wrong_type(node, "text");
                None
            }
        }
    }
}

impl Read for Template {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match &node.value {
            Value::Text(text) => cx.template(text, node.at),
            _ => {
                cx.wrong_type(node, "text");
                None
            }
        }
    }
}

impl Read for bool {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match node.value {
            Value::Boolean(value) => Some(value),
            _ => {
                cx.wrong_type(node, "a boolean");
                None
            }
        }
    }
}

impl Read for i64 {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(value),
            _ => {
                cx.wrong_type(node, "an integer");
                None
            }
        }
    }
}

impl Read for u64 {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let number = i64::read(node, cx)?;
        if number < 0 {
            cx.problems
                .add_expected(node.at, format!("`{number}` is negative"), "zero or more");
        }
        Self::try_from(number).ok()
    }
}

impl Read for u32 {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let number = u64::read(node, cx)?;
        if number > u64::from(Self::MAX) {
            cx.problems.add_expected(
                node.at,
                format!("`{number}` is too large"),
                format!("at most {}", Self::MAX),
            );
        }
        Self::try_from(number).ok()
    }
}

impl Read for u16 {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let number = u64::read(node, cx)?;
        if number > u64::from(Self::MAX) {
            cx.problems.add_expected(
                node.at,
                format!("`{number}` is too large"),
                format!("at most {}", Self::MAX),
            );
        }
        Self::try_from(number).ok()
    }
}

impl Read for f64 {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match node.value {
            Value::Integer(value) => Some(value as Self),
            Value::Float(value) => Some(value),
            _ => {
                cx.wrong_type(node, "a number");
                None
            }
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        match &node.value {
            Value::List(items) => Some(items.iter().filter_map(|item| T::read(item, cx)).collect()),
            _ => {
                cx.wrong_type(node, "a list");
                None
            }
        }
    }
}

/// A table of any keys, in the order of the file.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// Key, its place, value.
    pub entries: Vec<(String, Position, T)>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<T: Read> Read for Named<T> {
    fn read(node: &Node, cx: &Context) -> Option<Self> {
        let table = as_table(node, cx)?;
        let entries = table
            .entries
            .iter()
            .filter_map(|entry| {
                T::read(&entry.node, cx).map(|value| (entry.key.clone(), entry.at, value))
            })
            .collect();
        Some(Self { entries })
    }
}

/// The node's table, or a problem.
pub fn as_table<'a>(node: &'a Node, cx: &Context) -> Option<&'a Table> {
    match &node.value {
        Value::Table(table) => Some(table),
        _ => {
            cx.wrong_type(node, "a table");
            None
        }
    }
}

/// A table with a fixed set of keys. What is never asked for is an unknown key, noted by [`Fields::finish`].
#[derive(Debug)]
pub struct Fields<'a> {
    table: &'a Table,
    at: Position,
    what: &'a str,
    asked: Vec<&'a str>,
    cx: &'a Context,
}

impl<'a> Fields<'a> {
    /// Reads `table`, which stands at `at` and is called `what` in messages.
    pub fn of(table: &'a Table, at: Position, what: &'a str, cx: &'a Context) -> Self {
        Self {
            table,
            at,
            what,
            asked: Vec::new(),
            cx,
        }
    }

    /// Reads `node` as a table.
    pub fn read(node: &'a Node, what: &'a str, cx: &'a Context) -> Option<Self> {
        as_table(node, cx).map(|table| Self::of(table, node.at, what, cx))
    }

    /// The node of `key`, if it is there.
    pub fn node(&mut self, key: &'a str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key).map(|entry| &entry.node)
    }

    /// The place of `key`, or of the table when the key is absent.
    pub fn place(&self, key: &str) -> Position {
        self.table.get(key).map_or(self.at, |entry| entry.at)
    }

    /// Whether `key` is there; it still has to be asked for.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// A key that may be absent.
    pub fn optional<T: Read>(&mut self, key: &'a str) -> Option<T> {
        let node = self.node(key)?;
        T::read(node, self.cx)
    }

    /// A key that may be absent and then has the type's default.
    pub fn or_default<T: Read + Default>(&mut self, key: &'a str) -> T {
        self.optional(key).unwrap_or_default()
    }

    /// A key that must be there.
    pub fn required<T: Read>(&mut self, key: &'a str) -> Option<T> {
        if !self.has(key) {
            self.node(key);
            self.cx.problems.add_expected(
                self.at,
                format!("{} has no `{key}`", self.what),
                format!("`{key} = ...`"),
            );
            return None;
        }
        self.optional(key)
    }

    /// A key whose text is one of a few words.
    pub fn word<T: Copy>(&mut self, key: &'a str, words: &[(&str, T)]) -> Option<T> {
        let node = self.node(key)?;
        one_of(node, words, self.cx)
    }

    /// A key that can only be `true`; absent and `false` are the same.
    pub fn word_true(&mut self, key: &'a str) -> Option<()> {
        self.optional::<bool>(key)?.then_some(())
    }

    /// Notes every key that was not asked for.
    pub fn finish(self) {
        for entry in &self.table.entries {
            if !self.asked.contains(&entry.key.as_str()) {
                self.cx.problems.add_expected(
                    entry.at,
                    format!("unknown key `{}` in {}", entry.key, self.what),
                    choice(self.asked.iter().copied()),
                );
            }
        }
    }
}

/// Reads a text that must be one of `words`.
pub fn one_of<T: Copy>(node: &Node, words: &[(&str, T)], cx: &Context) -> Option<T> {
    let text = String::read(node, cx)?;
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    if found.is_none() {
        cx.problems.add_expected(
            node.at,
            format!("unknown word `{text}`"),
            choice(words.iter().map(|(word, _)| *word)),
        );
    }
    found
}
