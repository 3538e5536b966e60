//! The rules in force, and the dice.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::rule::{Effect, Rule, RuleError};

/// At most so many rules at once.
const RULES_KEPT: usize = 1_000;

/// Why a rule was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The rule itself is wrong.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The book is full.
    #[error("at most {RULES_KEPT} rules can be in force at once")]
    Full,
}

/// A rule with its name and how often it struck.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Name given at insertion: `fault-1`, `fault-2`, …
    pub id: String,
    /// The rule.
    pub rule: Rule,
    /// How many requests it changed.
    pub struck: u64,
}

/// The fault chosen for one request.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The rule's name.
    pub id: String,
    /// What to do.
    pub effect: Effect,
}

/// All rules of a stack. Dice come from the caller, so that a seeded stack repeats itself.
#[derive(Debug, Default)]
pub struct Book {
    any: AtomicBool,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    added: u64,
    list: Vec<Entry>,
}

impl Book {
    /// Adds a rule and names it.
    ///
    /// # Errors
    /// Values out of range, or too many rules.
    pub fn add(&self, rule: Rule) -> Result<String, AddError> {
        rule.check()?;
        let mut entries = self.lock();
        if entries.list.len() >= RULES_KEPT {
            return Err(AddError::Full);
        }
        entries.added += 1;
        let id = format!("fault-{}", entries.added);
        entries.list.push(Entry {
            id: id.clone(),
            rule,
            struck: 0,
        });
        self.any.store(true, Ordering::Release);
        Ok(id)
    }

    /// The rules in force.
    pub fn list(&self) -> Vec<Entry> {
        self.lock().list.clone()
    }

    /// Removes one rule; false when there is none of that name.
    pub fn remove(&self, id: &str) -> bool {
        let mut entries = self.lock();
        let before = entries.list.len();
        entries.list.retain(|entry| entry.id != id);
        self.any.store(!entries.list.is_empty(), Ordering::Release);
        entries.list.len() != before
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.lock().list.clear();
        self.any.store(false, Ordering::Release);
    }

    /// The first rule that covers the request and whose dice (numbers in `0.0..1.0`) say so.
    pub fn plan(
        &self,
        operation: &str,
        bucket: Option<&str>,
        key: Option<&str>,
        mut dice: impl FnMut() -> f64,
    ) -> Option<Planned> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut entries = self.lock();
        let struck = entries.list.iter_mut().find(|entry| {
            let spent = entry.rule.count.is_some_and(|count| entry.struck >= count);
            !spent && entry.rule.covers(operation, bucket, key) && dice() < entry.rule.probability
        })?;
        struck.struck += 1;
        Some(Planned {
            id: struck.id.clone(),
            effect: struck.rule.effect.clone(),
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow_down(probability: f64, count: Option<u64>) -> Rule {
        let effect = Effect::Error {
            status: 503,
            code: "SlowDown".to_owned(),
            message: None,
        };
        Rule {
            operation: "PutObject".to_owned(),
            bucket: None,
            prefix: Some("in/".to_owned()),
            probability,
            count,
            effect,
        }
    }

    #[test]
    fn scope_count_and_dice_are_kept() {
        let book = Book::default();
        let id = book.add(slow_down(0.5, Some(2))).unwrap();
        assert!(
            book.plan("PutObject", Some("b"), Some("in/a"), || 0.6)
                .is_none()
        );
        assert!(
            book.plan("GetObject", Some("b"), Some("in/a"), || 0.1)
                .is_none()
        );
        assert!(
            book.plan("PutObject", Some("b"), Some("out/a"), || 0.1)
                .is_none()
        );
        assert!(
            book.plan("PutObject", Some("b"), Some("in/a"), || 0.1)
                .is_some()
        );
        assert!(
            book.plan("PutObject", Some("b"), Some("in/a"), || 0.1)
                .is_some()
        );
        assert!(
            book.plan("PutObject", Some("b"), Some("in/a"), || 0.1)
                .is_none()
        );
        assert_eq!(book.list()[0].struck, 2);
        assert!(book.remove(&id));
        assert!(!book.remove(&id));
    }

    #[test]
    fn senseless_rules_are_refused() {
        let book = Book::default();
        assert!(book.add(slow_down(1.5, None)).is_err());
        assert!(book.list().is_empty());
    }
}
