//! The parts of uploads in progress.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::StatusCode;

use super::Upload;
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Checksum, Kind};
use crate::services::reply::Reply;
use crate::services::s3::upload::{Promises, Received};
use crate::services::s3::{encryption, errors, objects};
use crate::storage::key_layout::{Key, KeyPrefix};
use crate::storage::records::{self, PartRecord, UploadRecord};
use crate::storage::{Commit, CommitError, Scan};
use crate::world::World;

/// A part's record with the bytes that it was read from.
#[derive(Debug, Clone)]
pub struct StoredPart {
    /// Under which key it stands.
    pub key: Vec<u8>,
    /// As read.
    pub bytes: Bytes,
    /// Decoded.
    pub record: PartRecord,
}

/// The parts of an upload behind a number, by number, at most `limit`.
///
/// # Errors
/// A store that fails.
pub fn stored(
    world: &World,
    upload_id: &str,
    behind: u32,
    limit: usize,
) -> Result<Vec<StoredPart>, Failure> {
    let (prefix, marker) = (
        KeyPrefix::parts(upload_id),
        Key::part(upload_id, behind).encode(),
    );
    let page = world
        .metadata
        .scan(Scan::prefix(&prefix, limit).after(&marker))?;
    page.into_iter()
        .map(|(key, bytes)| {
            Ok(StoredPart {
                key: key.to_vec(),
                record: records::decode(&bytes)?,
                bytes,
            })
        })
        .collect()
}

/// Which checksum a part gets: the upload's, or CRC-64/NVME, which S3 keeps for itself when none was chosen. A part of
/// an upload without an algorithm may bring any checksum; it is verified and forgotten.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
///
/// # Errors
/// A checksum by another algorithm than the upload's, or none where the completion will need one.
pub fn promises(upload: &Upload, promises: Promises) -> Result<Promises, Failure> {
    let lower = |algorithm: Algorithm| algorithm.name().to_ascii_lowercase();
    let Some(expected) = upload.algorithm() else {
        return Ok(promises.and_algorithm(Algorithm::Crc64Nvme));
    };
    if promises.chosen && promises.algorithm() != expected {
        let actual = lower(promises.algorithm());
        return Err(errors::part_checksum_type(&lower(expected), &actual));
    }
    if !promises.chosen && upload.kind() == Some(Kind::Composite) {
        return Err(errors::part_checksum_type(&lower(expected), "null"));
    }
    Ok(promises.or_algorithm(expected))
}

/// The checksum that a received part keeps.
pub fn kept(received: &Received) -> Checksum {
    received.also.unwrap_or(received.checksum)
}

/// A part's checksum as its record has it.
pub fn checksums(kept: Checksum) -> BTreeMap<String, String> {
    BTreeMap::from([(kept.algorithm().name().to_owned(), kept.base64())])
}

/// Adds a part to an upload, or replaces the one with its number.
///
/// # Errors
/// `NoSuchUpload` when the upload is over by now; the caller then removes the body.
pub async fn put(world: &World, upload: &Upload, part: &PartRecord) -> Result<(), Failure> {
    let upload_id = upload.record.upload_id.as_str();
    let key = Key::part(upload_id, part.number).encode();
    for _ in 0..objects::ATTEMPTS {
        let old = world.metadata.get(&key)?;
        let replaced: Option<PartRecord> = old.as_ref().map(records::decode).transpose()?;
        let commit = Commit::new()
            .expect_present(upload.key.clone())
            .expect_unchanged(key.clone(), old)
            .put(key.clone(), records::encode(part));
        match world.commit(commit).await {
            Ok(()) => {
                if let Some(replaced) = replaced {
                    world.blobs.delete(&[replaced.blob]);
                }
                return Ok(());
            }
            Err(CommitError::Conflict { key }) if key == upload.key => {
                return Err(errors::no_such_upload(upload_id));
            }
            Err(CommitError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(errors::operation_aborted())
}

/// Removes the parts behind a number, with their bodies. The upload must be over, so that no more can come.
///
/// # Errors
/// A store that fails.
pub async fn remove(world: &World, upload_id: &str, behind: u32) -> Result<(), Failure> {
    loop {
        let parts = stored(world, upload_id, behind, super::super::MAX_PARTS)?;
        if parts.is_empty() {
            return Ok(());
        }
        let blobs: Vec<_> = parts.iter().map(|part| part.record.blob).collect();
        let commit = parts
            .into_iter()
            .fold(Commit::new(), |commit, part| commit.delete(part.key));
        world.commit(commit).await?;
        world.blobs.delete(&blobs);
    }
}

/// The head of a part's answer.
pub fn reply(upload: &UploadRecord, etag: &str) -> Reply {
    let reply = Reply::empty(StatusCode::OK).named("etag", format!("\"{etag}\""));
    encryption::write(reply, &upload.encryption)
}
