//! Which of the folders counts, whatever a crash left behind.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::storage::StorageError;

const PREFIX: &str = "records-";
const DRAFT: &str = "draft";

/// The generations in a folder: `records-1`, `records-2` and so on; the highest number counts.
#[derive(Debug)]
pub(super) struct Generations {
    root: PathBuf,
    number: u64,
}

impl Generations {
    /// Finds the generation that counts, or names the first, and removes leftovers.
    pub(super) fn find(root: &Path) -> Result<Self, StorageError> {
        let numbers = numbers(root)?;
        let generations = Self {
            root: root.to_owned(),
            number: numbers.iter().copied().max().unwrap_or(1),
        };
        remove(&generations.draft())?;
        for number in numbers {
            if number != generations.number {
                remove(&generations.folder(number))?;
            }
        }
        Ok(generations)
    }

    /// The folder that counts.
    pub(super) fn current(&self) -> PathBuf {
        self.folder(self.number)
    }

    /// Where the next generation is prepared.
    pub(super) fn draft(&self) -> PathBuf {
        self.root.join(DRAFT)
    }

    /// Makes the draft the generation that counts and removes the one before.
    pub(super) fn advance(&mut self) -> Result<(), StorageError> {
        let before = self.current();
        self.number += 1;
        let now = self.current();
        fs::rename(self.draft(), &now).map_err(StorageError::io(&now))?;
        sync_folder(&self.root)?;
        remove(&before)
    }

    fn folder(&self, number: u64) -> PathBuf {
        self.root.join(format!("{PREFIX}{number}"))
    }
}

fn numbers(root: &Path) -> Result<Vec<u64>, StorageError> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(root).map_err(StorageError::io(root))? {
        let name = entry.map_err(StorageError::io(root))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    Ok(numbers)
}

fn remove(folder: &Path) -> Result<(), StorageError> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(StorageError::io(folder))?;
    }
    Ok(())
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StorageError::io(folder))
}
