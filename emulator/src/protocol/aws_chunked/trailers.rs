//! The headers after the last chunk.

use super::signature::Chain;
use super::{ChunkError, MAX_TRAILER_BYTES};
use crate::protocol::checksum::{Algorithm, Checksum, ChecksumError};

const SIGNATURE: &str = "x-amz-trailer-signature";

/// The trailing headers of a body that was accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trailers {
    checksum: Option<(Algorithm, String)>,
}

impl Trailers {
    /// The value of a trailing header, as sent; of a repeated one the last.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (algorithm, value) = self.checksum.as_ref()?;
        algorithm
            .header()
            .eq_ignore_ascii_case(name)
            .then_some(value)
    }

    /// The checksum the trailer gives.
    ///
    /// # Errors
    /// [`ChecksumError::InvalidValue`] if it cannot be read.
    pub fn checksum(&self) -> Result<Option<Checksum>, ChecksumError> {
        let decode = |(algorithm, value): &(Algorithm, String)| Checksum::decode(*algorithm, value);
        self.checksum.as_ref().map(decode).transpose()
    }
}

/// Trailer lines as they come.
#[derive(Debug)]
pub(super) struct TrailerBlock {
    declared: Option<Algorithm>,
    must_be_signed: bool,
    /// `name:value\n` for each line so far: what the signature covers.
    lines: String,
    signed: bool,
    value: Option<String>,
}

impl TrailerBlock {
    pub(super) fn new(declared: Option<Algorithm>, must_be_signed: bool) -> Self {
        Self {
            declared,
            must_be_signed,
            lines: String::new(),
            signed: false,
            value: None,
        }
    }

    /// One line, without its CRLF. Only the declared header and, after it, the signature have a
    /// place here.
    pub(super) fn take_line(
        &mut self,
        line: &[u8],
        chain: Option<&Chain>,
    ) -> Result<(), ChunkError> {
        let line = std::str::from_utf8(line).map_err(|_| ChunkError::MalformedTrailer)?;
        let (name, value) = line.split_once(':').ok_or(ChunkError::MalformedTrailer)?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if self.signed || self.lines.len() + line.len() > MAX_TRAILER_BYTES {
            return Err(ChunkError::MalformedTrailer);
        }
        if let Some(chain) = chain
            && self.must_be_signed
            && name == SIGNATURE
        {
            self.signed = true;
            return chain.check_trailer(&self.lines, value);
        }
        if self
            .declared
            .is_none_or(|declared| declared.header() != name)
        {
            return Err(ChunkError::MalformedTrailer);
        }
        for part in [name.as_str(), ":", value, "\n"] {
            self.lines.push_str(part);
        }
        self.value = Some(value.to_owned());
        Ok(())
    }

    /// S3 takes a body that ends right after a trailer line; without one, the blank line must come.
    pub(super) fn may_end_without_blank_line(&self) -> bool {
        self.value.is_some()
    }

    /// Signature and declared header must have come.
    pub(super) fn finish(self) -> Result<Trailers, ChunkError> {
        if self.must_be_signed && !self.signed {
            return Err(ChunkError::MissingTrailerSignature);
        }
        match (self.declared, self.value) {
            (Some(algorithm), Some(value)) => Ok(Trailers {
                checksum: Some((algorithm, value)),
            }),
            (Some(_), None) => Err(ChunkError::MalformedTrailer),
            (None, _) => Ok(Trailers::default()),
        }
    }
}
