//! Values made from what decides about requests, kept until any of it changes.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// At most so many values are kept.
const LIMIT: usize = 10_000;

/// Values by name, all made under the same generation (see [`crate::world::World::authority_generation`]).
///
/// Read the generation before the records that a value is made from: a change in between then makes the value stale, never
/// the other way round.
#[derive(Debug)]
pub struct GenerationCache<V> {
    kept: RwLock<Kept<V>>,
}

#[derive(Debug)]
struct Kept<V> {
    generation: u64,
    by_name: HashMap<String, V>,
}

impl<V> Default for GenerationCache<V> {
    fn default() -> Self {
        Self {
            kept: RwLock::new(Kept {
                generation: 0,
                by_name: HashMap::new(),
            }),
        }
    }
}

impl<V: Clone> GenerationCache<V> {
    /// The value of a name, if it was made under this generation.
    pub fn get(&self, generation: u64, name: &str) -> Option<V> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        (kept.generation == generation)
            .then(|| kept.by_name.get(name).cloned())
            .flatten()
    }

    /// Keeps a value that was made under this generation; values of later ones stay.
    pub fn keep(&self, generation: u64, name: &str, value: V) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.generation > generation {
            return;
        }
        if kept.generation < generation || kept.by_name.len() >= LIMIT {
            kept.by_name.clear();
            kept.generation = generation;
        }
        kept.by_name.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests;
