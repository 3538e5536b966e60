//! Bodies that no record mentions: a crash between body and record leaves such.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::storage::blobs::BlobId;
use crate::storage::key_layout::KeyPrefix;
use crate::storage::records::{self, Body, ObjectRecord, PartRecord};
use crate::storage::{Scan, StorageError};
use crate::world::World;

const PAGE: usize = 1_000;

/// Removes them; gives their number. Runs before the stack serves: nothing may move meanwhile.
///
/// # Errors
/// A store that fails.
pub fn sweep(world: &World) -> Result<usize, StorageError> {
    let mut orphans: BTreeSet<BlobId> = world.blobs.ids().into_iter().collect();
    if orphans.is_empty() {
        return Ok(0);
    }
    for prefix in [
        KeyPrefix::all_objects(),
        KeyPrefix::all_noncurrent_versions(),
    ] {
        each(world, &prefix, |record: ObjectRecord| {
            if let Body::Single { blob } = record.body {
                orphans.remove(&blob);
            }
        })?;
    }
    each(world, &KeyPrefix::all_parts(), |part: PartRecord| {
        orphans.remove(&part.blob);
    })?;
    let orphans: Vec<BlobId> = orphans.into_iter().collect();
    world.blobs.delete(&orphans);
    Ok(orphans.len())
}

fn each<T: DeserializeOwned>(
    world: &World,
    prefix: &KeyPrefix,
    mut look: impl FnMut(T),
) -> Result<(), StorageError> {
    let mut last: Option<Bytes> = None;
    loop {
        let scan = Scan::prefix(prefix, PAGE);
        let page = world.metadata.scan(match &last {
            Some(last) => scan.after(last),
            None => scan,
        })?;
        for (_, value) in &page {
            look(records::decode(value)?);
        }
        match page.last() {
            Some((key, _)) if page.len() == PAGE => last = Some(key.clone()),
            _ => return Ok(()),
        }
    }
}
