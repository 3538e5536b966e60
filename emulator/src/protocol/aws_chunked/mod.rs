//! The aws-chunked body framing: chunks with their sizes and signatures, then trailing headers.
//!
//! ```text
//! size-in-hex[;chunk-signature=…] CRLF data CRLF … 0[;chunk-signature=…] CRLF
//! [x-amz-checksum-…:value CRLF [x-amz-trailer-signature:… CRLF]] CRLF
//! ```
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

mod declaration;
mod line;
mod signature;
mod trailers;

pub use declaration::{Declaration, DeclarationError};
pub use trailers::Trailers;

use bytes::{Buf, Bytes};

use super::body::{BodyIntegrity, ChunkSeed};
use super::claim::SignatureMismatch;
use line::{ChunkHeader, LineBuffer};
use signature::Chain;
use trailers::TrailerBlock;

/// Every chunk but the last holds at least this many bytes.
pub const MIN_CHUNK_BYTES: u64 = 8 * 1024;
/// The longest chunk header or trailer line read, in bytes.
pub const MAX_LINE_BYTES: usize = 4 * 1024;
/// The longest trailer read, in bytes.
pub const MAX_TRAILER_BYTES: usize = 16 * 1024;

/// A body whose framing, signatures or length is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// A line without CRLF, or longer than [`MAX_LINE_BYTES`] (`IncompleteBody`).
    #[error("malformed line")]
    MalformedLine,
    /// A chunk header without a size in hexadecimal (`IncompleteBody`).
    #[error("malformed chunk header")]
    MalformedHeader,
    /// A chunk header without its signature (`IncompleteBody`).
    #[error("chunk {chunk} has no signature")]
    MissingSignature { chunk: u64 },
    /// The body ends too early (`IncompleteBody`).
    #[error("body ends too early")]
    Truncated,
    /// The trailer has no signature (`IncompleteBody`).
    #[error("trailer has no signature")]
    MissingTrailerSignature,
    /// A chunk below [`MIN_CHUNK_BYTES`] was not the last (`InvalidChunkSizeError`). `chunk` is the
    /// one after it, where S3 notices, counted from 1; `size_bytes` is the small one's.
    #[error("chunk before chunk {chunk} has only {size_bytes} bytes")]
    ChunkTooSmall { chunk: u64, size_bytes: u64 },
    /// Not as many bytes as `x-amz-decoded-content-length` says (`IncompleteBody`, with both).
    #[error("body has {provided_bytes} bytes, expected {expected_bytes}")]
    LengthMismatch {
        expected_bytes: u64,
        provided_bytes: u64,
    },
    /// A chunk's or the trailer's signature does not hold (`SignatureDoesNotMatch`).
    #[error(transparent)]
    SignatureMismatch(Box<SignatureMismatch>),
    /// Not the trailer that was declared, or too long (`MalformedTrailerError`).
    #[error("malformed trailer")]
    MalformedTrailer,
}

/// Which of the three framings a body has.
#[derive(Debug, Clone)]
pub enum Mode {
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`.
    Signed(Box<ChunkSeed>),
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`.
    SignedTrailer(Box<ChunkSeed>),
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
    UnsignedTrailer,
}

impl Mode {
    /// The framing that a verified claim asks for; `None` if the body is not aws-chunked.
    pub fn of(integrity: &BodyIntegrity) -> Option<Self> {
        match integrity {
            BodyIntegrity::ChunkedSigned {
                seed,
                trailer: false,
            } => Some(Self::Signed(seed.clone())),
            BodyIntegrity::ChunkedSigned {
                seed,
                trailer: true,
            } => Some(Self::SignedTrailer(seed.clone())),
            BodyIntegrity::ChunkedUnsignedTrailer => Some(Self::UnsignedTrailer),
            BodyIntegrity::Absent | BodyIntegrity::Unsigned | BodyIntegrity::Sha256(_) => None,
        }
    }
}

/// Where in the framing the next byte stands.
#[derive(Debug)]
enum State {
    Header,
    Data {
        remaining: u64,
    },
    DataEnd,
    Trailer,
    /// After the blank line; S3 ignores what follows.
    Done,
    Failed(ChunkError),
}

/// Takes a body piece by piece and gives its data back, as slices of the pieces.
///
/// A chunk's data is handed out before its signature is known to hold; the caller keeps it apart
/// until [`Decoder::finish`] succeeds.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    line: LineBuffer,
    /// `None` when chunks are not signed.
    chain: Option<Chain>,
    trailer: TrailerBlock,
    expected_bytes: u64,
    provided_bytes: u64,
    /// The number of chunk headers read.
    chunk: u64,
    chunk_bytes: u64,
}

impl Decoder {
    /// A decoder at the start of a body.
    pub fn new(mode: Mode, declaration: Declaration) -> Self {
        let (chain, has_trailer) = match mode {
            Mode::Signed(seed) => (Some(Chain::new(*seed)), false),
            Mode::SignedTrailer(seed) => (Some(Chain::new(*seed)), true),
            Mode::UnsignedTrailer => (None, true),
        };
        let signed_trailer = chain.is_some() && has_trailer;
        let declared = declaration.trailer.filter(|_| has_trailer);
        Self {
            state: State::Header,
            line: LineBuffer::default(),
            chain,
            trailer: TrailerBlock::new(declared, signed_trailer),
            expected_bytes: declaration.decoded_length_bytes,
            provided_bytes: 0,
            chunk: 0,
            chunk_bytes: 0,
        }
    }

    /// Takes the next piece of the body and gives the data in it, in order and without copying.
    /// Bytes beyond the declared length are counted, not handed out.
    ///
    /// # Errors
    /// [`ChunkError`]; every later call gives the same.
    pub fn push(&mut self, mut piece: Bytes) -> Result<Vec<Bytes>, ChunkError> {
        let mut data = Vec::new();
        while !piece.is_empty() {
            if let Err(error) = self.step(&mut piece, &mut data) {
                self.state = State::Failed(error.clone());
                return Err(error);
            }
        }
        Ok(data)
    }

    /// Ends the body: everything must have come, and hold.
    ///
    /// # Errors
    /// [`ChunkError`].
    pub fn finish(self) -> Result<Trailers, ChunkError> {
        match self.state {
            State::Failed(error) => return Err(error),
            State::Done => {}
            State::Trailer if self.line.is_empty() && self.trailer.may_end_without_blank_line() => {
            }
            _ => return Err(ChunkError::Truncated),
        }
        if self.provided_bytes != self.expected_bytes {
            return Err(ChunkError::LengthMismatch {
                expected_bytes: self.expected_bytes,
                provided_bytes: self.provided_bytes,
            });
        }
        self.trailer.finish()
    }

    /// Consumes at least one byte of `piece`.
    fn step(&mut self, piece: &mut Bytes, data: &mut Vec<Bytes>) -> Result<(), ChunkError> {
        match self.state {
            State::Data { remaining } => {
                self.take_data(piece, remaining, data);
                Ok(())
            }
            State::Done => {
                piece.advance(piece.len());
                Ok(())
            }
            State::Failed(ref error) => Err(error.clone()),
            State::Header | State::DataEnd | State::Trailer => match self.line.take(piece)? {
                Some(line) => self.take_line(&line),
                None => Ok(()),
            },
        }
    }

    fn take_data(&mut self, piece: &mut Bytes, remaining: u64, data: &mut Vec<Bytes>) {
        // A piece is never longer than usize, so the smaller of both fits.
        let length = usize::try_from(remaining)
            .unwrap_or(usize::MAX)
            .min(piece.len());
        let mut slice = piece.split_to(length);
        if let Some(chain) = &mut self.chain {
            chain.update(&slice);
        }
        let wanted = self.expected_bytes.saturating_sub(self.provided_bytes);
        slice.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        self.provided_bytes = self.provided_bytes.saturating_add(length as u64);
        if !slice.is_empty() {
            data.push(slice);
        }
        let remaining = remaining - length as u64;
        self.state = if remaining == 0 {
            State::DataEnd
        } else {
            State::Data { remaining }
        };
    }

    fn take_line(&mut self, line: &[u8]) -> Result<(), ChunkError> {
        match self.state {
            State::Header => self.take_header(line),
            State::DataEnd if line.is_empty() => {
                self.end_chunk()?;
                self.state = State::Header;
                Ok(())
            }
            State::Trailer if line.is_empty() => {
                self.state = State::Done;
                Ok(())
            }
            State::Trailer => self.trailer.take_line(line, self.chain.as_ref()),
            _ => Err(ChunkError::MalformedLine),
        }
    }

    fn take_header(&mut self, line: &[u8]) -> Result<(), ChunkError> {
        let header = ChunkHeader::parse(line)?;
        self.chunk += 1;
        if self.chunk > 1 && header.size_bytes > 0 && self.chunk_bytes < MIN_CHUNK_BYTES {
            let (chunk, size_bytes) = (self.chunk, self.chunk_bytes);
            return Err(ChunkError::ChunkTooSmall { chunk, size_bytes });
        }
        self.chunk_bytes = header.size_bytes;
        if let Some(chain) = &mut self.chain {
            let missing = ChunkError::MissingSignature { chunk: self.chunk };
            chain.begin_chunk(header.signature.ok_or(missing)?);
        }
        if header.size_bytes > 0 {
            self.state = State::Data {
                remaining: header.size_bytes,
            };
        } else {
            self.end_chunk()?;
            self.state = State::Trailer;
        }
        Ok(())
    }

    fn end_chunk(&mut self) -> Result<(), ChunkError> {
        match &mut self.chain {
            Some(chain) => chain.end_chunk(),
            None => Ok(()),
        }
    }
}
