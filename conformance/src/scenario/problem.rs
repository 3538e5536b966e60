//! What is wrong with a file, and where.

use std::{cell::RefCell, fmt, path::Path, sync::Arc};

/// A place in a text file; both numbers count from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl Position {
    /// The position of the byte `offset` in `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() as u32 + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
        Self { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One mistake in a scenario or in a file that it names.
///
/// Shown as `file:line:column: message; expected ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named by the user or by the scenario.
    pub file: Arc<Path>,
    /// Where in the file.
    pub at: Position,
    /// What is wrong, lower case, the input in back-ticks.
    pub message: String,
    /// What would have been right.
    pub expected: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.at, self.message)?;
        match &self.expected {
            Some(expected) => write!(f, "; expected {expected}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Collects the problems of one file while it is read, so that all of them can be shown together.
#[derive(Debug)]
pub struct Problems {
    file: Arc<Path>,
    found: RefCell<Vec<Problem>>,
}

impl Problems {
    /// An empty collection for `file`.
    pub fn of(file: Arc<Path>) -> Self {
        Self {
            file,
            found: RefCell::new(Vec::new()),
        }
    }

    /// Adds a problem of the collection's own file.
    pub fn add(&self, at: Position, message: impl Into<String>) {
        self.push(self.file.clone(), at, message.into(), None);
    }

    /// Adds a problem of the collection's own file and says what was expected.
    pub fn add_expected(
        &self,
        at: Position,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.push(self.file.clone(), at, message.into(), Some(expected.into()));
    }

    /// Adds a problem of another file, such as a policy.
    pub fn add_in(
        &self,
        file: Arc<Path>,
        at: Position,
        message: impl Into<String>,
        expected: Option<String>,
    ) {
        self.push(file, at, message.into(), expected);
    }

    fn push(&self, file: Arc<Path>, at: Position, message: String, expected: Option<String>) {
        let problem = Problem {
            file,
            at,
            message,
            expected,
        };
        let mut found = self.found.borrow_mut();
        if !found.contains(&problem) {
            found.push(problem);
        }
    }

    /// The number of problems so far.
    pub fn len(&self) -> usize {
        self.found.borrow().len()
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// The file being read.
    pub fn file(&self) -> Arc<Path> {
        self.file.clone()
    }

    /// All problems: the file's own first, each file's in the order of its lines.
    pub fn into_sorted(self) -> Vec<Problem> {
        let own = self.file.clone();
        let mut found = self.found.into_inner();
        found.sort_by(|a, b| (a.file != own, &a.file, a.at).cmp(&(b.file != own, &b.file, b.at)));
        found
    }
}
