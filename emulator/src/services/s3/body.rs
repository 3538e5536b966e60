//! A request's body: unframed, verified and counted while it streams.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use sha2::{Digest, Sha256};

use super::errors;
use crate::base::Failure;
use crate::protocol::aws_chunked::{
    ChunkError, Declaration, DeclarationError, Decoder, Mode, Trailers,
};
use crate::protocol::body::BodyIntegrity;
use crate::protocol::request::Head;

/// A client may pause so long between two pieces of a body.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);
/// Of a body that nobody wants, so much is read, so that the client can read the answer.
const DRAIN_LIMIT_BYTES: u64 = 5 * 1024 * 1024 * 1024;
const NO_CUT: u64 = u64::MAX;

/// The body of one request, until it is taken for reading.
#[derive(Debug)]
pub struct RequestBody {
    source: Mutex<Option<Source>>,
    received: AtomicU64,
    cut_after: AtomicU64,
}

#[derive(Debug)]
struct Source {
    incoming: Incoming,
    integrity: BodyIntegrity,
    /// Length after unframing; `None` when the client did not say.
    length: Option<u64>,
    declaration: Option<Declaration>,
}

impl RequestBody {
    /// The body that follows a head.
    pub fn new(head: &Head, incoming: Incoming) -> Self {
        let length = head
            .header("content-length")
            .and_then(|text| text.parse().ok());
        let source = Source {
            incoming,
            integrity: BodyIntegrity::Absent,
            length,
            declaration: None,
        };
        Self {
            source: Mutex::new(Some(source)),
            received: AtomicU64::new(0),
            cut_after: AtomicU64::new(NO_CUT),
        }
    }

    /// No body.
    pub fn empty() -> Self {
        Self {
            source: Mutex::new(None),
            received: AtomicU64::new(0),
            cut_after: AtomicU64::new(NO_CUT),
        }
    }

    /// Takes over what the signature says of the body.
    ///
    /// # Errors
    /// A framed body without its decoded length.
    pub fn protect(&self, integrity: &BodyIntegrity, head: &Head) -> Result<(), Failure> {
        let mut source = self.lock();
        let Some(source) = source.as_mut() else {
            return Ok(());
        };
        if integrity.is_chunked() {
            let declaration = Declaration::from_head(head).map_err(|error| declared(&error))?;
            source.length = Some(declaration.decoded_length_bytes);
            source.declaration = Some(declaration);
        }
        source.integrity = integrity.clone();
        Ok(())
    }

    /// Length after unframing, when the client said it.
    pub fn length(&self) -> Option<u64> {
        self.lock().as_ref().and_then(|source| source.length)
    }

    /// Bytes received so far, as they came.
    pub fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Ends the body with an error after so many bytes: an injected fault.
    pub fn cut_after(&self, bytes: u64) {
        self.cut_after.store(bytes, Ordering::Relaxed);
    }

    /// Begins to read. A second reader finds an empty body.
    pub fn reader(&self) -> BodyReader<'_> {
        let source = self.lock().take();
        let framing = source
            .as_ref()
            .and_then(|source| Mode::of(&source.integrity).zip(source.declaration));
        let decoder = framing.map(|(mode, declaration)| Decoder::new(mode, declaration));
        let sha256 = match source.as_ref().map(|source| &source.integrity) {
            Some(BodyIntegrity::Sha256(wanted)) => Some((*wanted, Sha256::new())),
            _ => None,
        };
        BodyReader {
            body: self,
            source,
            decoder,
            sha256,
            decoded: 0,
            pending: Vec::new(),
            trailers: None,
        }
    }

    /// Reads the whole body into memory, for documents.
    ///
    /// # Errors
    /// A body over `limit_bytes`, or one that is not what was signed.
    pub async fn collect(&self, limit_bytes: usize) -> Result<Bytes, Failure> {
        let mut reader = self.reader();
        let Some(first) = reader.next().await? else {
            return Ok(Bytes::new());
        };
        let mut whole: Option<Vec<u8>> = None;
        let mut size = first.len();
        while let Some(piece) = reader.next().await? {
            size += piece.len();
            if size > limit_bytes {
                return Err(errors::entity_too_large(size as u64, limit_bytes as u64));
            }
            whole
                .get_or_insert_with(|| first.to_vec())
                .extend_from_slice(&piece);
        }
        if size > limit_bytes {
            return Err(errors::entity_too_large(size as u64, limit_bytes as u64));
        }
        Ok(whole.map_or(first, Bytes::from))
    }

    /// Whether the client waits for `100 Continue` before it sends a body that nobody has asked for. It may send it or
    /// not after the answer: what follows on the connection cannot be told from a body, so the connection has to end.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1>
    pub fn is_held_back(&self, head: &Head) -> bool {
        let waits = head.headers.contains_key(http::header::EXPECT);
        waits
            && self
                .lock()
                .as_ref()
                .is_some_and(|source| !source.incoming.is_end_stream())
    }

    /// Reads and forgets what nobody took: a client that is still sending could not read its refusal otherwise.
    pub async fn drain(&self) {
        let source = self.lock().take();
        let Some(mut source) = source else { return };
        let mut left = DRAIN_LIMIT_BYTES;
        while left > 0 {
            match tokio::time::timeout(IDLE_TIMEOUT, source.incoming.frame()).await {
                Ok(Some(Ok(frame))) => {
                    let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                    self.received.fetch_add(bytes, Ordering::Relaxed);
                    left = left.saturating_sub(bytes);
                }
                _ => return,
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Source>> {
        self.source
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Reads a body piece by piece.
#[derive(Debug)]
pub struct BodyReader<'a> {
    body: &'a RequestBody,
    source: Option<Source>,
    decoder: Option<Decoder>,
    sha256: Option<([u8; 32], Sha256)>,
    decoded: u64,
    pending: Vec<Bytes>,
    trailers: Option<Trailers>,
}

impl BodyReader<'_> {
    /// The next piece; `None` after the last one, once everything that was promised about the body holds.
    ///
    /// # Errors
    /// A body that ends early, pauses too long, or is not what was signed.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(piece) = self.pending.pop() {
                return Ok(Some(piece));
            }
            let Some(raw) = self.receive().await? else {
                self.finish()?;
                return Ok(None);
            };
            self.unframe(raw)?;
        }
    }

    /// The checksum trailers of a framed body, after the last piece.
    pub fn trailers(&self) -> Option<&Trailers> {
        self.trailers.as_ref()
    }

    fn unframe(&mut self, raw: Bytes) -> Result<(), Failure> {
        if let Some(decoder) = self.decoder.as_mut() {
            let mut pieces = decoder.push(raw).map_err(|error| chunked(&error))?;
            self.decoded += pieces.iter().map(|piece| piece.len() as u64).sum::<u64>();
            pieces.reverse();
            self.pending = pieces;
        } else {
            if let Some((_, hasher)) = self.sha256.as_mut() {
                hasher.update(&raw);
            }
            self.decoded += raw.len() as u64;
            self.pending.push(raw);
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, Failure> {
        let Some(source) = self.source.as_mut() else {
            return Ok(None);
        };
        loop {
            let frame = match tokio::time::timeout(IDLE_TIMEOUT, source.incoming.frame()).await {
                Err(_) => return Err(errors::request_timeout()),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(errors::body_terminated()),
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if data.is_empty() {
                continue;
            }
            let before = self
                .body
                .received
                .fetch_add(data.len() as u64, Ordering::Relaxed);
            if before + data.len() as u64 > self.body.cut_after.load(Ordering::Relaxed) {
                return Err(errors::body_terminated());
            }
            return Ok(Some(data));
        }
    }

    fn finish(&mut self) -> Result<(), Failure> {
        let Some(source) = self.source.take() else {
            return Ok(());
        };
        if let Some(decoder) = self.decoder.take() {
            self.trailers = Some(decoder.finish().map_err(|error| chunked(&error))?);
        }
        if let Some(length) = source.length
            && length != self.decoded
        {
            return Err(errors::incomplete_body(length, self.decoded));
        }
        if let Some((wanted, hasher)) = self.sha256.take() {
            let computed: [u8; 32] = hasher.finalize().into();
            if computed != wanted {
                return Err(errors::content_sha256_mismatch(
                    &HEXLOWER.encode(&wanted),
                    &HEXLOWER.encode(&computed),
                ));
            }
        }
        Ok(())
    }
}

fn declared(error: &DeclarationError) -> Failure {
    match error {
        DeclarationError::MissingDecodedLength => errors::missing_content_length(),
        DeclarationError::UnsupportedTrailer { .. } => errors::trailer_not_supported(),
        DeclarationError::MultipleTrailers => errors::several_checksums(),
    }
}

fn chunked(error: &ChunkError) -> Failure {
    match error {
        ChunkError::ChunkTooSmall { chunk, size_bytes } => {
            errors::invalid_chunk_size(*chunk, *size_bytes)
        }
        ChunkError::SignatureMismatch(mismatch) => errors::signature_mismatch(mismatch),
        ChunkError::MalformedTrailer => errors::malformed_trailer(),
        ChunkError::LengthMismatch {
            expected_bytes,
            provided_bytes,
        } => errors::incomplete_body(*expected_bytes, *provided_bytes),
        ChunkError::MalformedLine
        | ChunkError::MalformedHeader
        | ChunkError::MissingSignature { .. }
        | ChunkError::Truncated
        | ChunkError::MissingTrailerSignature => errors::body_terminated(),
    }
}
