//! The parts of the language one by one.

#[path = "language/answers.rs"]
mod answers;
#[path = "language/content.rs"]
mod content;
#[path = "language/field_path.rs"]
mod field_path;
#[path = "language/matcher.rs"]
mod matcher;
#[path = "language/setup.rs"]
mod setup;
#[path = "language/template.rs"]
mod template;
#[path = "language/words.rs"]
mod words;
