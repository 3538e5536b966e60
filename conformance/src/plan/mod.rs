//! Which files to run.

use std::path::{Path, PathBuf};

use crate::scenario::Scenario;

/// A place that was named could not be searched.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The path is neither a file nor a folder.
    #[error("`{}` does not exist", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A folder could not be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no scenario anywhere.
    #[error("no scenario found in {searched}")]
    Nothing {
        /// The paths, in back-ticks.
        searched: String,
    },
}

/// All scenario files under `paths`, sorted, each once.
///
/// A file that is named is taken whatever its name; in folders, `*.toml` counts, but nothing that starts with `_` or a dot.
///
/// # Errors
/// [`SearchError`] when a path is missing or unreadable, or when nothing is found at all.
pub fn find_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, SearchError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, &mut files)?;
        } else if path.is_file() {
            files.push(path.clone());
        } else {
            return Err(SearchError::Missing { path: path.clone() });
        }
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        let searched = paths
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect::<Vec<_>>()
            .join(", ");
        return Err(SearchError::Nothing { searched });
    }
    Ok(files)
}

fn search(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), SearchError> {
    let unreadable = |source| SearchError::Unreadable {
        path: folder.to_path_buf(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with(['_', '.']));
        if hidden {
            continue;
        }
        if path.is_dir() {
            search(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a scenario fits at least one of the filters, or there is none. A filter is a part of the path, the title, a
/// tag or a claim; letter case does not matter.
pub fn is_chosen(scenario: &Scenario, filters: &[String]) -> bool {
    let mut words = vec![
        scenario.file.display().to_string(),
        scenario.title.value.clone(),
    ];
    words.extend(scenario.tags.iter().cloned());
    words.extend(
        scenario
            .source
            .iter()
            .flat_map(|source| source.claims.iter().cloned()),
    );
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    filters.is_empty()
        || filters.iter().any(|filter| {
            let filter = filter.to_lowercase();
            words.iter().any(|word| word.contains(&filter))
        })
}
