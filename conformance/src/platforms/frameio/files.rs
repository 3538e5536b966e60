use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;

use super::diagnosis::Diagnosis;

/// A file asset.
#[derive(Clone, Debug)]
pub struct File {
    /// Its id, a UUID.
    pub id: String,
    /// The folder it lies in.
    pub folder: String,
    /// The name shown in Frame.io.
    pub name: String,
    /// Where its original lies: the storage location.
    pub location: String,
    /// And the object's key.
    pub key: String,
    /// How far it is.
    pub status: Status,
    /// Size of the original in bytes, once known.
    pub size_bytes: Option<u64>,
    /// Content type of the original, once known.
    pub media_type: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created_seconds: i64,
    /// When it last changed.
    pub updated_seconds: i64,
    /// The derivative that Frame.io keeps on its own side.
    pub proxy: Option<Bytes>,
    /// Why it got stuck.
    pub diagnosis: Option<Diagnosis>,
    /// A local upload that is not complete.
    pub upload: Option<Upload>,
}

/// An upload in parts into the customer's bucket.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id at S3.
    pub id: String,
    /// Bytes that are to come.
    pub size_bytes: u64,
}

/// The states of the public API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Known, and nothing more.
    Created,
    /// The original is in its place.
    Uploaded,
    /// The proxy is made.
    Transcoded,
}

impl Status {
    /// The API's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Uploaded => "uploaded",
            Self::Transcoded => "transcoded",
        }
    }
}

/// All files of the account.
#[derive(Debug, Default)]
pub struct Files(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, File>,
    made: u64,
}

impl Files {
    /// A new id. They count up, so that a run repeats.
    pub fn new_id(&self) -> String {
        self.with(|state| {
            state.made += 1;
            format!("f1100000-0000-4000-8000-{:012x}", state.made)
        })
    }

    /// Keeps a new file.
    pub fn add(&self, file: File) {
        self.with(|state| state.files.insert(file.id.clone(), file));
    }

    /// A copy of the file.
    pub fn get(&self, id: &str) -> Option<File> {
        self.with(|state| state.files.get(id).cloned())
    }

    /// Changes a file, if it is still there.
    pub fn change(&self, id: &str, change: impl FnOnce(&mut File)) {
        self.with(|state| {
            if let Some(file) = state.files.get_mut(id) {
                change(file);
            }
        });
    }

    /// Removes a file with its proxy.
    pub fn remove(&self, id: &str) -> Option<File> {
        self.with(|state| state.files.remove(id))
    }

    /// Copies of the files in a folder, in the order they were made.
    pub fn in_folder(&self, folder: &str) -> Vec<File> {
        self.with(|state| {
            state
                .files
                .values()
                .filter(|file| file.folder == folder)
                .cloned()
                .collect()
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
