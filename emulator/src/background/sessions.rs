//! Sessions that ended long ago.

use bytes::Bytes;

use crate::auth::directory::sessions::SessionRecord;
use crate::storage::key_layout::KeyPrefix;
use crate::storage::{Commit, CommitError, Scan, records};
use crate::world::World;

const PAGE: usize = 1_000;
/// An ended session is remembered so long, so that its credentials are refused as expired and not as unknown.
const REMEMBERED_SECONDS: i64 = 7 * 24 * 3600;

/// Forgets sessions that ended more than a week ago.
///
/// # Errors
/// A store that fails.
pub async fn sweep(world: &World) -> Result<(), CommitError> {
    let prefix = KeyPrefix::sessions();
    let mut last: Option<Bytes> = None;
    loop {
        let scan = Scan::prefix(&prefix, PAGE);
        let page = world.metadata.scan(match &last {
            Some(last) => scan.after(last),
            None => scan,
        })?;
        let mut commit = Commit::new();
        for (key, value) in &page {
            let session: SessionRecord =
                records::decode(value).map_err(|error| CommitError::Storage(error.into()))?;
            if world.clock.now() > session.expires.plus_seconds(REMEMBERED_SECONDS) {
                commit = commit.delete(key.to_vec());
            }
        }
        if !commit.write.is_empty() {
            world.commit_authority(commit).await?;
        }
        match page.last() {
            Some((key, _)) if page.len() == PAGE => last = Some(key.clone()),
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::auth::directory::sessions::{Holder, LongTerm};
    use crate::auth::directory::{self, DirectoryCommit};
    use crate::base::{Ids, Secret};
    use crate::storage::{BlobStore, MemoryMetadata};
    use crate::world::Settings;

    fn session(world: &World, access_key_id: &str, seconds: i64) -> SessionRecord {
        let now = world.clock.now();
        SessionRecord {
            access_key_id: access_key_id.to_owned(),
            secret: Secret::new("s"),
            token: Secret::new("t"),
            account: "111122223333".to_owned(),
            holder: Holder::Caller(LongTerm::Root),
            issued: now,
            expires: now.plus_seconds(seconds),
            policy: None,
            policy_arns: Vec::new(),
            tags: BTreeMap::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            web_identity: None,
        }
    }

    #[tokio::test]
    async fn only_sessions_that_ended_long_ago_are_forgotten() {
        let blobs = BlobStore::memory(crate::storage::blobs::MemoryLimits::default());
        let world = World::new(
            Arc::new(MemoryMetadata::default()),
            blobs,
            Ids::from_number(1),
            Settings::default(),
        );
        let commit = Commit::new()
            .session(&session(&world, "ASIAOLD", 900))
            .session(&session(&world, "ASIANEW", 43_200));
        world.commit_authority(commit).await.unwrap();
        world.clock.advance(REMEMBERED_SECONDS + 1_000).unwrap();
        sweep(&world).await.unwrap();
        assert!(directory::session(&world, "ASIAOLD").unwrap().is_none());
        assert!(directory::session(&world, "ASIANEW").unwrap().is_some());
    }
}
