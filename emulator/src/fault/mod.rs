//! Faults on purpose: named, listable, removable, seeded data.

pub mod book;
pub mod rule;

pub use book::{Book, Planned};
pub use rule::{Effect, Rule};
