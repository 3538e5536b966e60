//! Lines of the framing, which may be split between pieces, and the chunk header in one.

use bytes::Bytes;

use super::{ChunkError, MAX_LINE_BYTES};

/// Collects a line until its CRLF has come.
#[derive(Debug, Default)]
pub(super) struct LineBuffer {
    partial: Vec<u8>,
}

impl LineBuffer {
    /// Takes bytes up to the end of the line. Gives the line without its CRLF once it is whole; a
    /// line within one piece is not copied.
    pub(super) fn take(&mut self, piece: &mut Bytes) -> Result<Option<Bytes>, ChunkError> {
        let room = (MAX_LINE_BYTES + 1).saturating_sub(self.partial.len());
        let searched = &piece[..piece.len().min(room)];
        let Some(end) = searched.iter().position(|byte| *byte == b'\n') else {
            if searched.len() < piece.len() {
                return Err(ChunkError::MalformedLine);
            }
            self.partial.extend_from_slice(piece);
            piece.clear();
            return Ok(None);
        };
        let tail = piece.split_to(end + 1);
        let line = if self.partial.is_empty() {
            tail
        } else {
            let mut line = std::mem::take(&mut self.partial);
            line.extend_from_slice(&tail);
            Bytes::from(line)
        };
        match line.strip_suffix(b"\r\n") {
            Some(text) => Ok(Some(line.slice(..text.len()))),
            None => Err(ChunkError::MalformedLine),
        }
    }

    /// Whether no line has begun.
    pub(super) fn is_empty(&self) -> bool {
        self.partial.is_empty()
    }
}

/// `size[;chunk-signature=…]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ChunkHeader<'a> {
    pub(super) size_bytes: u64,
    pub(super) signature: Option<&'a str>,
}

impl<'a> ChunkHeader<'a> {
    /// Reads a header line; blanks around names and values are allowed.
    pub(super) fn parse(line: &'a [u8]) -> Result<Self, ChunkError> {
        let line = std::str::from_utf8(line).map_err(|_| ChunkError::MalformedHeader)?;
        let (size, parameters) = match line.split_once(';') {
            Some((size, parameters)) => (size, Some(parameters)),
            None => (line, None),
        };
        let size = size.trim();
        // from_str_radix alone would take a sign.
        if size.is_empty() || !size.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ChunkError::MalformedHeader);
        }
        let size_bytes = u64::from_str_radix(size, 16).map_err(|_| ChunkError::MalformedHeader)?;
        let signature = parameters.map(signature).transpose()?.flatten();
        Ok(Self {
            size_bytes,
            signature,
        })
    }
}

/// The signature among the parameters. S3 takes what stands first for it: a parameter after the
/// signature breaks the framing, and one before it is a signature that never holds.
fn signature(parameters: &str) -> Result<Option<&str>, ChunkError> {
    let is_signature = |parameter: &str| {
        parameter
            .split_once('=')
            .is_some_and(|(name, _)| name.trim() == "chunk-signature")
    };
    let (first, more) = match parameters.split_once(';') {
        Some((first, more)) => (first, Some(more)),
        None => (parameters, None),
    };
    let value = || first.split_once('=').map(|(_, value)| value.trim());
    match more {
        Some(_) if is_signature(first) => Err(ChunkError::MalformedHeader),
        Some(more) if more.split(';').any(is_signature) => Ok(value().or(Some(""))),
        None if is_signature(first) => Ok(value()),
        _ => Ok(None),
    }
}
