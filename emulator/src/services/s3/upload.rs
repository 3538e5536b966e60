//! Takes a body in: streams it to a blob while the digests are computed, and checks what the client promised.

use super::body::RequestBody;
use super::{errors, objects};
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Checksum, ChecksumError, Hasher, Md5, Md5Digest};
use crate::protocol::request::Head;
use crate::storage::blobs::{BlobId, BlobStore};
use crate::world::World;

/// The largest body of one PUT or part.
pub const MAX_PUT_BYTES: u64 = 5 * 1024 * 1024 * 1024;
/// Hashing pauses so often to let other requests on.
const YIELD_AFTER_BYTES: u64 = 1024 * 1024;

/// Which digests a body must have.
#[derive(Debug, Clone, Copy)]
pub struct Promises {
    /// `Content-MD5`.
    md5: Option<Md5Digest>,
    /// `x-amz-checksum-*`.
    checksum: Option<Checksum>,
    /// The algorithm to compute.
    algorithm: Algorithm,
    /// Whether the client chose the algorithm.
    pub chosen: bool,
    /// How the mismatch of `Content-MD5` is printed: in hex by PutObject, in base64 by UploadPart.
    hex: bool,
}

impl Promises {
    /// Reads the digest headers. S3 computes CRC-64/NVME when the client names no algorithm.
    ///
    /// # Errors
    /// Headers that cannot be digests.
    pub fn read(head: &Head, hex: bool) -> Result<Self, Failure> {
        let md5 = match head.header("content-md5") {
            None => None,
            Some(text) => {
                Some(Md5Digest::decode(text).ok_or_else(|| errors::invalid_digest(text))?)
            }
        };
        let checksum = Checksum::from_headers(&head.headers).map_err(|error| unreadable(&error))?;
        let named = match head
            .header("x-amz-sdk-checksum-algorithm")
            .or_else(|| head.header("x-amz-checksum-algorithm"))
        {
            None => None,
            Some(name) => {
                Some(Algorithm::parse(name).ok_or_else(errors::unknown_checksum_algorithm)?)
            }
        };
        let trailer = head.header("x-amz-trailer").and_then(|names| {
            names
                .split(',')
                .find_map(|name| Algorithm::from_header(name.trim()))
        });
        let algorithm = checksum
            .map(|checksum| checksum.algorithm())
            .or(trailer)
            .or(named);
        Ok(Self {
            md5,
            checksum,
            algorithm: algorithm.unwrap_or(Algorithm::Crc64Nvme),
            chosen: algorithm.is_some(),
            hex,
        })
    }

    /// The same promises with another algorithm to compute when the client chose none.
    #[must_use]
    pub fn or_algorithm(mut self, algorithm: Algorithm) -> Self {
        if !self.chosen {
            self.algorithm = algorithm;
        }
        self
    }

    /// The algorithm that will be computed.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

/// A digest header that cannot be one.
pub fn unreadable(error: &ChecksumError) -> Failure {
    match error {
        ChecksumError::InvalidValue { algorithm, .. } => {
            errors::invalid_checksum_header(algorithm.header())
        }
        _ => errors::several_checksums(),
    }
}

/// A body that is stored but belongs to no record yet: dropping it removes the blob.
#[derive(Debug)]
pub struct Received {
    blobs: BlobStore,
    blob: Option<BlobId>,
    /// Length in bytes.
    pub size: u64,
    /// MD5, which is the entity tag of plain objects.
    pub md5: Md5Digest,
    /// The computed checksum.
    pub checksum: Checksum,
}

impl Received {
    /// The blob's name, for the record.
    pub fn blob(&self) -> BlobId {
        self.blob.unwrap_or_default()
    }

    /// The record was committed: the blob stays.
    pub fn keep(mut self) {
        self.blob = None;
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if let Some(blob) = self.blob.take() {
            self.blobs.delete(&[blob]);
        }
    }
}

/// Streams a body into a new blob.
///
/// # Errors
/// A body that is too large, ends early, or is not what was promised.
pub async fn receive(
    world: &World,
    body: &RequestBody,
    promises: &Promises,
) -> Result<Received, Failure> {
    let announced = body.length().ok_or_else(errors::missing_content_length)?;
    if announced > MAX_PUT_BYTES {
        return Err(errors::entity_too_large(announced, MAX_PUT_BYTES));
    }
    let blob = objects::new_blob(world);
    let mut writer = world.blobs.writer(blob, Some(announced));
    let mut reader = body.reader();
    let (mut md5, mut hasher) = (Md5::new(), Hasher::new(promises.algorithm));
    let (mut size, mut since_yield) = (0_u64, 0_u64);
    while let Some(piece) = reader.next().await? {
        size += piece.len() as u64;
        if size > MAX_PUT_BYTES {
            return Err(errors::entity_too_large(size, MAX_PUT_BYTES));
        }
        md5.update(&piece);
        hasher.update(&piece);
        since_yield += piece.len() as u64;
        writer.write(piece).await?;
        if since_yield >= YIELD_AFTER_BYTES {
            since_yield = 0;
            tokio::task::yield_now().await;
        }
    }
    let (md5, checksum) = (md5.finalize(), hasher.finalize());
    let trailer = match reader.trailers() {
        Some(trailers) => trailers.checksum().map_err(|error| unreadable(&error))?,
        None => None,
    };
    verify(promises, trailer, md5, checksum)?;
    writer.finish().await?;
    Ok(Received {
        blobs: world.blobs.clone(),
        blob: Some(blob),
        size,
        md5,
        checksum,
    })
}

fn verify(
    promises: &Promises,
    trailer: Option<Checksum>,
    md5: Md5Digest,
    checksum: Checksum,
) -> Result<(), Failure> {
    if let Some(expected) = promises.md5
        && expected != md5
    {
        let shown = |digest: Md5Digest| {
            if promises.hex {
                digest.hex()
            } else {
                digest.base64()
            }
        };
        return Err(errors::bad_md5(shown(expected), md5.base64()));
    }
    for promised in [promises.checksum, trailer].into_iter().flatten() {
        if promised != checksum {
            return Err(errors::bad_checksum(promised.algorithm().name()));
        }
    }
    Ok(())
}
