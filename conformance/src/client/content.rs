//! The bytes of bodies: small ones in memory, random ones and zeros made while they are read.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// What can be sent, as often as wanted.
#[derive(Clone, Debug)]
pub enum Content {
    /// Bytes in memory.
    Bytes(Bytes),
    /// Bytes of a seeded generator.
    Random {
        /// How many.
        length_bytes: u64,
        /// The seed.
        seed: u64,
    },
    /// Zeros.
    Zeros(u64),
}

/// Bytes made at a time.
const CHUNK_BYTES: u64 = 64 * 1024;

impl Content {
    /// No bytes.
    pub fn empty() -> Self {
        Self::Bytes(Bytes::new())
    }

    /// The length.
    pub fn length_bytes(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Random { length_bytes, .. } | Self::Zeros(length_bytes) => *length_bytes,
        }
    }

    /// A reader from the start.
    pub fn reader(&self) -> Reader {
        self.range(0, self.length_bytes())
    }

    /// A reader of `length_bytes` from `start`; `start` of a random content must be a multiple of the chunk (64 KiB)
    /// or it costs the bytes in between.
    pub fn range(&self, start: u64, length_bytes: u64) -> Reader {
        let length_bytes = length_bytes.min(self.length_bytes().saturating_sub(start));
        Reader {
            content: self.clone(),
            at: start,
            end: start + length_bytes,
        }
    }

    /// Lower-case hex SHA-256 of the whole.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        let mut reader = self.reader();
        while let Some(chunk) = reader.chunk() {
            digest.update(&chunk);
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }

    /// The bytes of a part, whole.
    pub fn part(&self, start: u64, length_bytes: u64) -> Bytes {
        let mut reader = self.range(start, length_bytes);
        let mut all = Vec::new();
        while let Some(chunk) = reader.chunk() {
            all.extend_from_slice(&chunk);
        }
        all.into()
    }

    /// For the SDK: streamed with a known length, and repeatable for retries.
    pub fn to_sdk(&self) -> ByteStream {
        match self {
            Self::Bytes(bytes) => ByteStream::from(bytes.clone()),
            _ => {
                let content = self.clone();
                ByteStream::new(SdkBody::retryable(move || {
                    SdkBody::from_body_1_x(content.reader())
                }))
            }
        }
    }

    fn chunk_at(&self, at: u64, end: u64) -> Bytes {
        match self {
            Self::Bytes(bytes) => bytes.slice(index(at)..index(end).min(bytes.len())),
            Self::Zeros(_) => Bytes::from(vec![0; index((end - at).min(CHUNK_BYTES))]),
            Self::Random { seed, .. } => {
                // Every chunk has its own generator, so that a range can start anywhere.
                let chunk = at / CHUNK_BYTES;
                let skip = at % CHUNK_BYTES;
                let mut bytes = vec![0; index((end - chunk * CHUNK_BYTES).min(CHUNK_BYTES))];
                StdRng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ chunk)
                    .fill_bytes(&mut bytes);
                Bytes::from(bytes).slice(index(skip)..)
            }
        }
    }
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Reads a content once.
#[derive(Clone, Debug)]
pub struct Reader {
    content: Content,
    at: u64,
    end: u64,
}

impl Reader {
    /// The next bytes, or `None` at the end.
    pub fn chunk(&mut self) -> Option<Bytes> {
        if self.at >= self.end {
            return None;
        }
        let chunk = self.content.chunk_at(self.at, self.end);
        self.at += chunk.len() as u64;
        Some(chunk)
    }
}

impl HttpBody for Reader {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.chunk().map(|chunk| Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.end
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.end - self.at)
    }
}
