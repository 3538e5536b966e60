//! What the request's headers say about an aws-chunked body.

use crate::protocol::checksum::Algorithm;
use crate::protocol::request::Head;

/// Headers that do not describe a body S3 takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeclarationError {
    /// `x-amz-decoded-content-length` is missing or no whole number (`MissingContentLength`).
    #[error("x-amz-decoded-content-length is missing")]
    MissingDecodedLength,
    /// `x-amz-trailer` names something else than a checksum header (`InvalidRequest`).
    #[error("trailer `{value}` is not supported")]
    UnsupportedTrailer { value: String },
    /// `x-amz-trailer` names more than one checksum (`InvalidRequest`).
    #[error("more than one checksum trailer")]
    MultipleTrailers,
}

/// The length of the data, and the checksum that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration {
    /// `x-amz-decoded-content-length`.
    pub decoded_length_bytes: u64,
    /// The one header of `x-amz-trailer`.
    pub trailer: Option<Algorithm>,
}

impl Declaration {
    /// Reads `x-amz-decoded-content-length` and `x-amz-trailer`.
    ///
    /// # Errors
    /// [`DeclarationError`].
    pub fn from_head(head: &Head) -> Result<Self, DeclarationError> {
        let length = head.header("x-amz-decoded-content-length");
        let length = length.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        Ok(Self {
            decoded_length_bytes: length
                .and_then(|text| text.parse().ok())
                .ok_or(DeclarationError::MissingDecodedLength)?,
            trailer: Self::trailer(head)?,
        })
    }

    /// Reads `x-amz-trailer` alone. Empty names are taken at the end of the list only.
    ///
    /// # Errors
    /// [`DeclarationError::UnsupportedTrailer`] or [`DeclarationError::MultipleTrailers`].
    pub fn trailer(head: &Head) -> Result<Option<Algorithm>, DeclarationError> {
        let Some(value) = head.header("x-amz-trailer") else {
            return Ok(None);
        };
        let unsupported = || DeclarationError::UnsupportedTrailer {
            value: value.to_owned(),
        };
        let names: Vec<Algorithm> = value
            .trim_end_matches(',')
            .split(',')
            .map(|name| Algorithm::from_header(name.trim()).ok_or_else(unsupported))
            .collect::<Result<_, _>>()?;
        match names.as_slice() {
            [algorithm] => Ok(Some(*algorithm)),
            _ => Err(DeclarationError::MultipleTrailers),
        }
    }
}
