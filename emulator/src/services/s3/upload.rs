//! Takes a body in: streams it to a blob while the digests are computed, and checks what the client promised.

use bytes::Bytes;

use super::body::RequestBody;
use super::{errors, objects};
use crate::base::Failure;
use crate::protocol::checksum::{Algorithm, Checksum, ChecksumError, Hasher, Md5, Md5Digest};
use crate::protocol::request::Head;
use crate::storage::blobs::{BlobId, BlobStore, BlobWriter};
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
    /// One more algorithm to compute.
    also: Option<Algorithm>,
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
            also: None,
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

    /// The same promises with one more checksum to compute.
    #[must_use]
    pub fn and_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.also = Some(algorithm);
        self
    }

    /// The algorithm that will be computed.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

/// Whether a request brings a digest of its body, in its head or behind the body.
pub fn brings_digest(head: &Head) -> bool {
    head.headers.contains_key("content-md5")
        || head.headers.contains_key("x-amz-trailer")
        || Algorithm::ALL
            .iter()
            .any(|algorithm| head.headers.contains_key(algorithm.header()))
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

/// A blob that belongs to no record yet: dropping it removes the blob.
#[derive(Debug)]
pub struct NewBlob {
    blobs: BlobStore,
    blob: Option<BlobId>,
}

impl NewBlob {
    /// The blob's name, for the record.
    pub fn id(&self) -> BlobId {
        self.blob.unwrap_or_default()
    }

    /// The record was committed: the blob stays.
    pub fn keep(mut self) {
        self.blob = None;
    }
}

impl Drop for NewBlob {
    fn drop(&mut self) {
        if let Some(blob) = self.blob.take() {
            self.blobs.delete(&[blob]);
        }
    }
}

/// Running digests of one body.
#[derive(Debug)]
pub struct Digests {
    md5: Md5,
    hashers: Vec<Hasher>,
}

impl Digests {
    /// MD5 and these checksums, each once.
    pub fn new(algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        let mut hashers: Vec<Hasher> = Vec::new();
        for algorithm in algorithms {
            if hashers.iter().all(|known| known.algorithm() != algorithm) {
                hashers.push(Hasher::new(algorithm));
            }
        }
        Self {
            md5: Md5::new(),
            hashers,
        }
    }

    fn update(&mut self, piece: &[u8]) {
        self.md5.update(piece);
        for hasher in &mut self.hashers {
            hasher.update(piece);
        }
    }

    /// MD5 and checksums of everything taken.
    pub fn finalize(self) -> (Md5Digest, Vec<Checksum>) {
        let checksums = self.hashers.into_iter().map(Hasher::finalize).collect();
        (self.md5.finalize(), checksums)
    }
}

/// Writes a new blob piece by piece.
#[derive(Debug)]
pub struct Sink {
    blobs: BlobStore,
    writer: BlobWriter,
    digests: Option<Digests>,
    size: u64,
    since_yield: u64,
}

impl Sink {
    /// A new blob of about `expected_bytes`; without digests nothing is computed.
    pub fn new(world: &World, expected_bytes: u64, digests: Option<Digests>) -> Self {
        Self {
            blobs: world.blobs.clone(),
            writer: world
                .blobs
                .writer(objects::new_blob(world), Some(expected_bytes)),
            digests,
            size: 0,
            since_yield: 0,
        }
    }

    /// Appends a piece.
    ///
    /// # Errors
    /// A store that fails.
    pub async fn push(&mut self, piece: Bytes) -> Result<(), Failure> {
        let bytes = piece.len() as u64;
        self.size += bytes;
        if let Some(digests) = &mut self.digests {
            digests.update(&piece);
        }
        self.writer.write(piece).await?;
        self.since_yield += bytes;
        if self.since_yield >= YIELD_AFTER_BYTES {
            self.since_yield = 0;
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Length so far in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Completes the blob.
    ///
    /// # Errors
    /// A store that fails.
    pub async fn finish(self) -> Result<(NewBlob, Option<Digests>), Failure> {
        let blob = self.writer.id();
        self.writer.finish().await?;
        let blob = NewBlob {
            blobs: self.blobs,
            blob: Some(blob),
        };
        Ok((blob, self.digests))
    }
}

/// A body that is stored but belongs to no record yet.
#[derive(Debug)]
pub struct Received {
    /// Where it is.
    pub blob: NewBlob,
    /// Length in bytes.
    pub size: u64,
    /// MD5, which is the entity tag of plain objects.
    pub md5: Md5Digest,
    /// The checksum by the promised algorithm.
    pub checksum: Checksum,
    /// The checksum that was computed beside it; see [`Promises::and_algorithm`].
    pub also: Option<Checksum>,
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
    let digests = Digests::new([promises.algorithm].into_iter().chain(promises.also));
    let mut sink = Sink::new(world, announced, Some(digests));
    let mut reader = body.reader();
    while let Some(piece) = reader.next().await? {
        let size = sink.size() + piece.len() as u64;
        if size > MAX_PUT_BYTES {
            return Err(errors::entity_too_large(size, MAX_PUT_BYTES));
        }
        sink.push(piece).await?;
    }
    let trailer = match reader.trailers() {
        Some(trailers) => trailers.checksum().map_err(|error| unreadable(&error))?,
        None => None,
    };
    let size = sink.size();
    let (blob, digests) = sink.finish().await?;
    let (md5, checksums) = digests
        .map(Digests::finalize)
        .ok_or_else(errors::internal)?;
    let of = |algorithm: Algorithm| {
        checksums
            .iter()
            .find(|checksum| checksum.algorithm() == algorithm)
            .copied()
    };
    let checksum = of(promises.algorithm).ok_or_else(errors::internal)?;
    verify(promises, trailer, md5, checksum)?;
    Ok(Received {
        blob,
        size,
        md5,
        checksum,
        also: promises.also.and_then(of),
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
